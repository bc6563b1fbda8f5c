/** Shows, on stderr, drafts as they are written and each iteration as it ends. */
import type { Observer } from '../core/events.ts'
import { isWarning } from '../core/severity.ts'
import type { Iteration, Timed } from '../core/types.ts'

export interface TraceOptions {
  /** Writes a line. */
  readonly say: (line: string) => void
  /** Writes without a line break, for text that is still growing. */
  readonly write: (text: string) => void
  readonly stream: boolean
  readonly trace: boolean
}

export function trace({ say, write, stream, trace }: TraceOptions): Observer {
  let open = false
  const close = () => {
    if (open) write('\n')
    open = false
  }
  return {
    name: 'trace',
    on(event) {
      const drafting = event.path.some((place) => place.startsWith('generation:'))
      if (stream && event.type === 'generation-start') say(`sifaka: ${event.path[1]?.replace(':', ' ')}`)
      if (stream && event.type === 'text-delta' && drafting) {
        write(event.text)
        open = true
      }
      if (stream && (event.type === 'generation-end' || event.type === 'generation-error')) close()
      if (trace && event.type === 'iteration-end') {
        const [thought = ''] = event.path
        say(iterationLines(event.value, thought.slice('thought:'.length)).join('\n'))
      }
    },
  }
}

function iterationLines(iteration: Timed<Iteration>, id: string): string[] {
  const { index, generation, validations, critiques, failures, durationMs } = iteration
  const words = generation?.text.match(/\S+/g)?.length ?? 0
  const model = generation ? `${generation.model}, ${words} words` : 'no draft'
  return [
    `${id} iteration ${index}: ${model}, ${(durationMs / 1000).toFixed(1)} s`,
    ...validations.map(
      (each) =>
        `  ${each.passed ? 'pass' : isWarning(each) ? 'warn' : 'FAIL'}  ${each.validator}: ${each.message}`,
    ),
    ...critiques.map((each) => {
      const opinion = each.needsImprovement ? `objects (${each.severity}): ${each.feedback}` : 'approves'
      return [`  ${each.critic} ${opinion}`, ...each.suggestions.map((line) => `    - ${line}`)].join('\n')
    }),
    ...failures.map((each) => `  ${each.role} ${each.name} could not answer: ${each.message}`),
  ]
}
