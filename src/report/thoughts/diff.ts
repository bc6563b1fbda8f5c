/** What changed from one iteration of a thought to the next. */
import type { diffWordsWithSpace } from 'diff'
import type { Thought } from '../../core/types.ts'
import { compareVerdicts, type VerdictChanges } from '../../core/validation/verdicts.ts'

export interface WordChange {
  readonly kind: 'kept' | 'added' | 'removed'
  readonly text: string
}

export interface IterationDiff extends VerdictChanges {
  readonly from: number
  readonly to: number
  readonly changes: readonly WordChange[]
}

/** After this time, a text counts as rewritten: the search for the shortest difference takes quadratic time. */
const TIMEOUT_MS = 1000

export type DiffWords = typeof diffWordsWithSpace

export const loadDiffWords = async (): Promise<DiffWords> => (await import('diff')).diffWordsWithSpace

/** One difference for each pair of successive drafts. */
export function diffIterations(
  { iterations }: Thought,
  diffWords: DiffWords,
  timeoutMs = TIMEOUT_MS,
): readonly IterationDiff[] {
  const drafts = iterations.filter(({ generation }) => generation !== null)
  return drafts.slice(1).map((after, position) => {
    const before = drafts[position] ?? after
    const [old, text] = [before.generation?.text ?? '', after.generation?.text ?? '']
    const parts = diffWords(old, text, { timeout: timeoutMs })
    return {
      from: before.index,
      to: after.index,
      changes: parts ? joinChanges(parts) : rewritten(old, text),
      ...compareVerdicts(before, after),
    }
  })
}

const rewritten = (old: string, text: string): WordChange[] => [
  { kind: 'removed', text: old },
  { kind: 'added', text },
]

interface Part {
  readonly added: boolean
  readonly removed: boolean
  readonly value: string
}

/** Changed words that only white space separates become one change, which is easier to read. */
function joinChanges(parts: readonly Part[]): WordChange[] {
  const changes: WordChange[] = []
  let removed = ''
  let added = ''
  let space = ''
  const flush = () => {
    if (removed !== '') changes.push({ kind: 'removed', text: removed })
    if (added !== '') changes.push({ kind: 'added', text: added })
    if (space !== '') changes.push({ kind: 'kept', text: space })
    removed = added = space = ''
  }
  for (const part of parts) {
    if (part.added || part.removed) {
      removed += space + (part.removed ? part.value : '')
      added += space + (part.added ? part.value : '')
      space = ''
    } else if (removed + added !== '' && part.value.trim() === '') space += part.value
    else {
      flush()
      changes.push({ kind: 'kept', text: part.value })
    }
  }
  flush()
  return changes
}

const MAX_KEPT_CHARACTERS = 160

/** Removed words as `[-old-]`, added words as `{+new+}`; long unchanged parts are shortened. */
export function diffLines({ from, to, changes, fixed, broke, unchanged }: IterationDiff): string[] {
  const text = changes.map(({ kind, text }) =>
    kind === 'added' ? `{+${text}+}` : kind === 'removed' ? `[-${text}-]` : shorten(text),
  )
  const list = (title: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`  ${title}: ${names.join(', ')}`]
  const isEqual = changes.every(({ kind }) => kind === 'kept')
  return [
    `iteration ${from} to ${to}${isEqual ? ': the text is the same' : ''}`,
    ...list('fixed', fixed),
    ...list('broke', broke),
    ...list('still not met', unchanged),
    ...(isEqual
      ? []
      : text
          .join('')
          .split('\n')
          .map((line) => `    ${line}`)),
  ]
}

function shorten(text: string): string {
  if (text.length <= MAX_KEPT_CHARACTERS) return text
  const half = MAX_KEPT_CHARACTERS / 2
  const start = text.slice(0, half).replace(/\S+$/, '')
  const end = text.slice(-half).replace(/^\S+/, '')
  return `${start}[...]${end}`
}
