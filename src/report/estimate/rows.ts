/** The content that all formats of an estimate share. */
import type { Estimate, EstimateRange, EstimatedUsage, Likelihood, RunLimit } from '../../core/estimate.ts'
import { formatCount, formatDuration, formatInteger, formatUsd } from '../../util/units.ts'

/** The name of a quantity, and its minimum, expected and maximum value. */
type EstimateRow = readonly string[]

function toRow(
  name: string,
  range: EstimateRange | null,
  format: (value: number | null) => string,
): EstimateRow {
  const { least = null, expected = null, most = null } = range ?? {}
  return [name, format(least), format(expected), format(most)]
}

export const usageRows = (usage: EstimatedUsage): EstimateRow[] => [
  toRow('calls', usage.calls, formatInteger),
  toRow('tokens in', usage.inputTokens, formatInteger),
  toRow('tokens out', usage.outputTokens, formatInteger),
  costRow('cost', usage),
]

export const costRow = (name: string, { costUsd }: EstimatedUsage): EstimateRow =>
  toRow(name, costUsd, formatUsd)

export const timeRow = ({ durationMs }: Estimate): EstimateRow => toRow('time', durationMs, formatDuration)

const FLAGS: Readonly<Record<RunLimit, string>> = {
  maxCost: '--max-cost',
  maxTotalTokens: '--max-total-tokens',
  deadline: '--deadline',
}
const WILL_STOP: Readonly<Record<Likelihood, string>> = {
  certain: 'will stop this run before it is done',
  probable: 'will probably stop this run before it is done',
  possible: 'may stop this run before it is done',
}

/** States the assumptions of the estimate, and warnings for the run. */
export function estimateNotes({ meanIterations, repeated, models, escalation, stops }: Estimate): string[] {
  const unpriced = models.filter(({ costUsd }) => costUsd === null).map(({ model }) => model)
  return [
    `Expected assumes ${formatCount(meanIterations, 'iteration')} per prompt and answers of usual length. Least assumes the fewest calls and the shortest answers, most assumes all iterations with the longest answers.`,
    'Retries are not included.',
    ...(escalation.length === 0
      ? []
      : [`Prompts that go on with ${escalation.join(', ')} cost more than estimated here.`]),
    ...(repeated === 0
      ? []
      : [
          `${formatCount(repeated, 'prompt repeats', 'prompts repeat')} an earlier one and ${repeated === 1 ? 'shares' : 'share'} its calls.`,
        ]),
    ...(unpriced.length === 0
      ? []
      : [`No price is known for ${unpriced.join(', ')}; set it under "prices" in the settings.`]),
    ...stops.map(({ limit, reach }) => `${FLAGS[limit]} ${WILL_STOP[reach]}.`),
  ]
}
