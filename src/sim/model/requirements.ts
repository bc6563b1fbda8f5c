/** What a text is asked to be, read from the words in which it is asked. */
import { createContext, Script, type Context } from 'node:vm'
import type { Unit } from '../../core/constraints/demand.ts'
import type { Message } from '../../core/types.ts'
import { occurrences } from '../../core/constraints/terms.ts'
import { jsonIn, type Schema } from './json-value.ts'

export interface Count {
  readonly kind: 'count'
  readonly unit: Counted
  readonly min: number
  readonly max: number
}

export type Wish =
  | Count
  | { readonly kind: 'includes'; readonly terms: readonly string[]; readonly atLeast: number }
  | { readonly kind: 'excludes'; readonly terms: readonly string[] }
  | { readonly kind: 'matches'; readonly source: string; readonly flags: string; readonly times: number }
  | { readonly kind: 'avoids'; readonly source: string; readonly flags: string }
  | { readonly kind: 'json'; readonly schema: Schema }
  | { readonly kind: 'title' | 'example' | 'closing' }
  | { readonly kind: 'detail'; readonly about: string }

type Counted = Unit | 'headings' | 'bullets'

export const EXAMPLE = 'For example,'
export const CLOSING = 'In short,'

/** A shorter text has no room for them. */
export const ROOMY_WORDS = 40

/** The ends of sentences, lossless but for white space. */
export const SENTENCE_END = /(?<=[.!?]["')\]]*)\s+|\n+/

export const COUNT: Record<Counted, (text: string) => number> = {
  characters: (text) => [...text].length,
  words: (text) => text.match(/\S+/g)?.length ?? 0,
  sentences: (text) => text.split(SENTENCE_END).filter((each) => /[\p{L}\p{N}]/u.test(each)).length,
  headings: (text) => text.match(/^#{1,6} /gm)?.length ?? 0,
  bullets: (text) => text.match(/^[-*+] /gm)?.length ?? 0,
}

export function holds(wish: Wish, text: string): boolean {
  switch (wish.kind) {
    case 'count': {
      const count = COUNT[wish.unit](text)
      return wish.min <= count && count <= wish.max
    }
    case 'includes':
      return wish.terms.filter((term) => hasTerm(text, term)).length >= wish.atLeast
    case 'excludes':
      return !wish.terms.some((term) => text.toLowerCase().includes(term.toLowerCase()))
    case 'matches':
      return countMatches(wish, text) >= wish.times
    case 'avoids':
      return countMatches(wish, text) === 0
    case 'title':
      return text.startsWith('# ')
    case 'example':
      return text.includes(EXAMPLE)
    case 'closing':
      return text.includes(CLOSING)
    default:
      return true
  }
}

/** The strictest reading, since the words of a wish do not say whether case and word ends matter. */
export const hasTerm = (text: string, term: string): boolean =>
  occurrences(text, { term, caseSensitive: true, wholeWord: true }) > 0

const LIMIT_MS = 100
/** Made when the first pattern is met, and used for all: making one takes a millisecond. */
let sandbox: Context | undefined
const script = new Script('(text.match(RegExp(source, flags)) ?? []).length')

/** None for an expression that takes too long. */
function countMatches({ source, flags }: { source: string; flags: string }, text: string): number {
  sandbox ??= createContext({})
  Object.assign(sandbox, { text, source, flags: `${flags}g` })
  try {
    return Number(script.runInContext(sandbox, { timeout: LIMIT_MS }))
  } catch {
    return 0
  }
}

const RANGE = /(?:(\d+) to (\d+)|at least (\d+)|at most (\d+)|exactly (\d+)) ([a-z]+)/g
const PATTERN = /(not )?match(?:es)? \/(.+)\/([a-z]*)(?: (?:exactly |at least )?(\d+).* times?)?$/
const TERMS = /(not )?contains? (?:at least (\d+) of )?("[^"]*"(?:, "[^"]*")*)/

/** The wishes in a requirement ("400 to 600 words") or in a finding ("388 words, must be 400 to 600 words"). */
function parseWishes(line: string): readonly Wish[] {
  if (/\bvalid JSON\b/.test(line)) return [{ kind: 'json', schema: jsonIn(line) ?? {} }]
  return line
    .trim()
    .split('; ')
    .flatMap((part) => parsePart(part.slice(part.lastIndexOf(', must ') + 1)))
}

function parsePart(part: string): readonly Wish[] {
  const [, unmatched, source, flags = '', times = '1'] = PATTERN.exec(part) ?? []
  if (source !== undefined)
    return [
      unmatched
        ? { kind: 'avoids', source, flags }
        : { kind: 'matches', source, flags, times: Number(times) },
    ]
  const [, uncontained, atLeast, list] = TERMS.exec(part) ?? []
  if (list !== undefined) {
    const terms = list.slice(1, -1).split('", "')
    return [
      uncontained
        ? { kind: 'excludes', terms }
        : { kind: 'includes', terms, atLeast: Number(atLeast ?? terms.length) },
    ]
  }
  const counts = [...part.matchAll(RANGE)].flatMap(
    ([, from, to, least, most, exactly, word = '']): Wish[] => {
      const unit = Object.keys(COUNT).find((name): name is Counted => name === word || name === `${word}s`)
      const min = Number(from ?? least ?? exactly ?? 0)
      return unit ? [{ kind: 'count', unit, min, max: Number(to ?? most ?? exactly ?? Infinity) }] : []
    },
  )
  return part.includes('level-1 heading at the start') ? [{ kind: 'title' }, ...counts] : counts
}

/** What the task asks for: its list of requirements, or else the prompt itself. */
export function wishesOfTask(task: string): readonly Wish[] {
  const list = task.split('\n\nRequirements:\n').at(-1) ?? task
  const lines = list === task ? task.split('\n') : list.split('\n').filter((line) => line.startsWith('- '))
  return lines.flatMap(parseWishes)
}

/**
 * What each piece of feedback asks for. Findings of checks repeat a requirement of the task; everything else is
 * a reviewer's advice.
 */
export function wishesOfFeedback(
  feedback: string,
  draft: string,
  requirements: readonly Wish[],
): readonly (readonly Wish[])[] {
  const changes = /^Change, .*:\n((?:\d+\. .*\n?)+)/m.exec(feedback)?.[1] ?? feedback
  const lines = changes.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line): readonly Wish[] => {
    if (/cut off at the token limit/.test(line)) {
      const max = Math.floor(0.8 * COUNT.characters(draft))
      return [{ kind: 'count', unit: 'characters', min: 0, max }]
    }
    const parsed = parseWishes(line)
    const meant = requirements.filter(
      (wish) =>
        parsed.some((each) => JSON.stringify(each) === JSON.stringify(wish)) ||
        (wish.kind === 'json' && parsed.some(({ kind }) => kind === 'json')) ||
        ('source' in wish && line.includes(`/${wish.source}/`)),
    )
    if (meant.length > 0) return meant
    if (requirements.length === 0 && parsed.length > 0) return parsed
    if (/\bexamples?\b/i.test(line)) return [{ kind: 'example' }]
    if (/\b(closing|conclu\w+|summary)\b/i.test(line)) return [{ kind: 'closing' }]
    return [{ kind: 'detail', about: line }]
  })
}

export const lastOf = (messages: readonly Message[], role: Message['role']): string | undefined =>
  messages.findLast((message) => message.role === role)?.content
