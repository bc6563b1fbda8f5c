/** Shows drafts on stderr while they are written (`--stream`), and each iteration when it ends (`--trace`). */
import type { Observer } from '../core/events.ts'
import { isWarning } from '../core/validation/severity.ts'
import type { Iteration, Timed } from '../core/types.ts'
import { formatCount, formatDuration } from '../util/units.ts'

export interface TraceOptions {
  readonly writeLine: (line: string) => void
  /** Writes a piece of text without a line break. */
  readonly write: (text: string) => void
  readonly stream: boolean
  readonly trace: boolean
}

export function createTraceObserver({ writeLine, write, stream, trace }: TraceOptions): Observer {
  let isLineOpen = false
  return {
    name: 'trace',
    on(event) {
      const { path } = event
      if (trace && event.type === 'iteration-end') {
        writeLine(iterationLines(event.value, path[0]?.name ?? '').join('\n'))
      }
      if (!stream) return
      if (event.type === 'generation-start') writeLine(`sifaka: iteration ${path[1]?.name}`)
      if (event.type === 'text-delta' && path.some(({ kind }) => kind === 'generation')) {
        write(event.text)
        isLineOpen = true
      }
      if (event.type === 'generation-end' || event.type === 'generation-error') {
        if (isLineOpen) write('\n')
        isLineOpen = false
      }
    },
  }
}

function iterationLines(iteration: Timed<Iteration>, id: string): string[] {
  const { index, generation, validations, critiques, failures, durationMs } = iteration
  const words = generation?.text.match(/\S+/g)?.length ?? 0
  const draft = generation ? `${generation.model}, ${formatCount(words, 'word')}` : 'no draft'
  return [
    `${id} iteration ${index}: ${draft}, ${formatDuration(durationMs)}`,
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
