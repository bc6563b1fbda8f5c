/** What all renderings of an estimate say. */
import type { Amounts, Estimate, Limit, Reach, Spread } from '../../core/estimate.ts'
import { decimal, duration, integer, usd } from '../shared/units.ts'

/** A name and its three figures. */
export type Row = readonly [name: string, least: string, expected: string, most: string]

const figures = (name: string, spread: Spread | null, render: (value: number | null) => string): Row =>
  spread
    ? [name, render(spread.least), render(spread.expected), render(spread.most)]
    : [name, render(null), render(null), render(null)]

export const rowsOf = (amounts: Amounts): Row[] => [
  figures('calls', amounts.calls, integer),
  figures('tokens in', amounts.inputTokens, integer),
  figures('tokens out', amounts.outputTokens, integer),
  figures('cost', amounts.costUsd, usd),
]

export const timeOf = ({ durationMs }: Estimate): Row => figures('time', durationMs, duration)

const FLAGS: Readonly<Record<Limit, string>> = {
  maxCost: '--max-cost',
  maxTotalTokens: '--max-total-tokens',
  deadline: '--deadline',
}
const VERBS: Readonly<Record<Reach, string>> = {
  certain: 'will stop this run before it is done',
  probable: 'will probably stop this run before it is done',
  possible: 'may stop this run before it is done',
}

/** What the figures rest on, and what to know before running. */
export function remarksOf(estimate: Estimate): string[] {
  const { meanIterations, repeated, models, stops } = estimate
  const unpriced = models.filter(({ costUsd }) => costUsd === null).map(({ model }) => model)
  return [
    `Expected are ${decimal(meanIterations)} iterations a prompt and answers of usual length; least is the shortest way to an end, most every iteration at full length.`,
    'Attempts that fail and are made again are in no figure.',
    ...(repeated > 0
      ? [
          `${integer(repeated)} of the prompts ${repeated === 1 ? 'repeats another, and shares its' : 'repeat others, and share their'} calls.`,
        ]
      : []),
    ...(unpriced.length > 0
      ? [`Nobody knows what ${unpriced.join(', ')} costs; "prices" in the settings can say it.`]
      : []),
    ...stops.map(({ limit, reach }) => `${FLAGS[limit]} ${VERBS[reach]}.`),
  ]
}
