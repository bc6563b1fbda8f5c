/** Shows drafts on stderr while they are written (`--stream`), and each iteration when it ends (`--trace`). */
import type { Observer, SifakaEvent } from '../core/events.ts'
import { promptLabel } from '../core/phrases/prompt-label.ts'
import { isWarning } from '../core/validation/severity.ts'
import type { Iteration, Timed } from '../core/types.ts'
import { formatCount, formatDuration } from '../util/units.ts'

export interface TraceOptions {
  readonly writeLine: (line: string) => void
  /** Writes a piece of text without a line break. */
  readonly write: (text: string) => void
  readonly stream: boolean
  readonly trace: boolean
  /** True if several prompts are in flight: each line of a draft then begins with the name of its prompt. */
  readonly isPrefixed: boolean
}

export interface TraceObserver extends Observer {
  /** The last draft that was shown while it was written. */
  readonly lastShown: () => string
}

export function createTraceObserver(options: TraceOptions): TraceObserver {
  const { writeLine, write, stream, trace, isPrefixed } = options
  const labels = new Map<string, string>()
  /** The drafts that are being written, by prompt: what was received, and how much of it was shown. */
  const drafts = new Map<string, { text: string; shownCharacters: number }>()
  let lastShown = ''
  const nameOf = (id: string) => labels.get(id) ?? id
  const showLines = (id: string, end: number) => {
    const draft = drafts.get(id)
    if (!draft || end <= draft.shownCharacters) return
    const lines = draft.text.slice(draft.shownCharacters, end).replace(/\n$/, '').split('\n')
    writeLine(lines.map((line) => `${nameOf(id)} | ${line}`).join('\n'))
    draft.shownCharacters = end
  }
  const onStream = (event: SifakaEvent, id: string) => {
    if (event.type === 'generation-start') {
      drafts.set(id, { text: '', shownCharacters: 0 })
      writeLine(
        isPrefixed
          ? `${nameOf(id)} iteration ${event.path[1]?.name}`
          : `sifaka: iteration ${event.path[1]?.name}`,
      )
    }
    const draft = drafts.get(id)
    if (!draft) return
    if (event.type === 'text-delta' && event.path.some(({ kind }) => kind === 'generation')) {
      draft.text += event.text
      if (isPrefixed) showLines(id, draft.text.lastIndexOf('\n') + 1)
      else write(event.text)
    }
    if (event.type === 'generation-end' || event.type === 'generation-error') {
      if (isPrefixed) showLines(id, draft.text.length)
      else if (draft.text !== '') write('\n')
      lastShown = draft.text
      drafts.delete(id)
    }
  }
  return {
    name: 'trace',
    lastShown: () => lastShown,
    on(event) {
      const id = event.path[0]?.name ?? ''
      if (event.type === 'prompt') labels.set(id, promptLabel(id, event.text))
      if (trace && event.type === 'iteration-end') {
        writeLine(iterationLines(event.value, nameOf(id)).join('\n'))
      }
      if (stream) onStream(event, id)
      if (event.type === 'thought-end' || event.type === 'thought-error') labels.delete(id)
    },
  }
}

function iterationLines(iteration: Timed<Iteration>, label: string): string[] {
  const { index, generation, validations, critiques, failures, durationMs } = iteration
  const words = generation?.text.match(/\S+/g)?.length ?? 0
  const draft = generation ? `${generation.model}, ${formatCount(words, 'word')}` : 'no draft'
  return [
    `${label} iteration ${index}: ${draft}, ${formatDuration(durationMs)}`,
    ...validations.map(
      (each) =>
        `  ${each.passed ? 'pass' : isWarning(each) ? 'warn' : 'FAIL'}  ${each.validator}: ${each.message}`,
    ),
    ...critiques.flatMap((each) => [
      `  ${each.critic} ${each.needsImprovement ? `objects (${each.severity}): ${each.feedback}` : 'approves'}`,
      ...each.suggestions.map((suggestion) => `    - ${suggestion}`),
    ]),
    ...failures.map((each) => `  ${each.role} ${each.name} could not answer: ${each.message}`),
  ]
}
