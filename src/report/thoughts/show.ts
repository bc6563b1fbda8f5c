/** A stored thought as text. */
import type { StoredThought } from '../../core/backends/store.ts'
import { describeEnd } from '../../core/outcome-label.ts'
import { isWarning } from '../../core/validation/severity.ts'
import type { Critique, Iteration, Thought, Timed, Validation } from '../../core/types.ts'
import { formatCount, formatDuration, formatInteger, formatUsd } from '../../util/units.ts'
import { formatInstant } from './list.ts'

/** What to show of each iteration besides its verdicts. */
export interface ShowOptions {
  /** Only this iteration, with its draft. */
  readonly iteration?: number | undefined
  /** The messages that requested the drafts. */
  readonly messages?: boolean | undefined
  /** Only what critics said. */
  readonly critics?: boolean | undefined
  /** Only what validators found. */
  readonly validations?: boolean | undefined
}

export function headLines(
  { head, writer, sequence, hash }: StoredThought,
  thought: Thought | undefined,
): string[] {
  const { usage } = head
  const tokens = usage.inputTokens + usage.outputTokens
  return [
    `thought  ${head.id}: ${describeEnd(head)} after ${formatCount(head.iterations, 'iteration')}`,
    ...(thought ? [`prompt   ${thought.prompt.text}`] : ['texts    not stored']),
    ...(head.parent === undefined ? [] : [`parent   ${head.parent}`]),
    `model    ${head.model}`,
    ...(head.label === undefined ? [] : [`label    ${head.label}`]),
    `started  ${formatInstant(head.startedAt)}, took ${formatDuration(head.durationMs)}`,
    `usage    ${formatCount(usage.calls, 'call')}, ${formatCount(tokens, 'token')}, ${formatUsd(usage.costUsd)}`,
    `stored   ${head.run}, entry ${formatInteger(sequence)} of writer ${writer}, hash ${hash.slice(0, 16)}`,
    ...(thought?.error ? [`error    ${thought.error.code}: ${thought.error.message}`] : []),
  ]
}

const BAR_CHARACTERS = 24

/** One line per iteration: when it ran, as a part of the whole time, and its verdict. */
export function timelineLines({ iterations, durationMs, bestIteration }: Timed<Thought>): string[] {
  const total = Math.max(durationMs, 1)
  let startMs = 0
  return iterations.map((iteration) => {
    const from = Math.min(BAR_CHARACTERS - 1, Math.floor((startMs / total) * BAR_CHARACTERS))
    startMs += iteration.durationMs
    const to = Math.min(BAR_CHARACTERS, Math.max(from + 1, Math.round((startMs / total) * BAR_CHARACTERS)))
    const bar = `${'.'.repeat(from)}${'#'.repeat(to - from)}${'.'.repeat(BAR_CHARACTERS - to)}`
    const best = iteration.index === bestIteration ? ', best' : ''
    return `  ${iteration.index}  ${bar}  ${formatDuration(iteration.durationMs)}: ${verdict(iteration)}${best}`
  })
}

function verdict({ generation, validations, critiques, failures }: Iteration): string {
  const passed = validations.filter((each) => each.passed).length
  const approving = critiques.filter((each) => !each.needsImprovement).length
  return [
    ...(generation ? [] : ['no draft']),
    ...(validations.length === 0
      ? []
      : [`${passed} of ${formatCount(validations.length, 'validation')} passed`]),
    ...(critiques.length === 0
      ? []
      : [`${approving} of ${formatCount(critiques.length, 'critic')} approved`]),
    ...(failures.length === 0 ? [] : [formatCount(failures.length, 'failure')]),
    ...(generation && validations.length + critiques.length + failures.length === 0 ? ['not assessed'] : []),
  ].join(', ')
}

export function iterationLines(iteration: Timed<Iteration>, options: ShowOptions): string[] {
  const { index, generation, validations, critiques, failures, durationMs } = iteration
  const { messages = false, critics = false, validations: onlyValidations = false } = options
  const all = !messages && !critics && !onlyValidations
  const words = generation?.text.match(/\S+/g)?.length ?? 0
  const draft = generation ? `${generation.model}, ${formatCount(words, 'word')}` : 'no draft'
  return [
    `iteration ${index}: ${draft}, ${formatDuration(durationMs)}`,
    ...(all || onlyValidations ? validations.map(validationLine) : []),
    ...(all || critics ? critiques.flatMap(critiqueLines) : []),
    ...failures
      .filter(({ role }) => all || (role === 'critic' ? critics : role === 'validator' && onlyValidations))
      .map((each) => `  ${each.role} ${each.name} could not answer: ${each.message}`),
    ...(messages ? (generation?.messages ?? []).flatMap((each) => section(each.role, each.content)) : []),
    ...(all && options.iteration !== undefined && generation ? section('text', generation.text) : []),
  ]
}

const validationLine = (each: Timed<Validation>): string =>
  `  ${each.passed ? 'pass' : isWarning(each) ? 'warn' : 'FAIL'}  ${each.validator}: ${each.message} (${formatDuration(each.durationMs)})`

const critiqueLines = (each: Timed<Critique>): string[] => [
  `  ${each.critic} (${each.model}, ${formatDuration(each.durationMs)}) ${each.needsImprovement ? `objects (${each.severity}): ${each.feedback}` : 'approves'}`,
  ...each.suggestions.map((suggestion) => `    - ${suggestion}`),
]

const section = (title: string, text: string): string[] => [
  `  ${title}:`,
  ...text.split('\n').map((line) => `    ${line}`),
]
