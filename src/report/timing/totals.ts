import type { OutcomeTotals, TimingReport } from '../../core/timing-report.ts'
import { OUTCOMES, type Outcome } from '../../core/types.ts'
import { totalUsage } from '../../core/usage.ts'
import { sumOf } from '../../util/statistics.ts'
import { formatCount } from '../../util/units.ts'
import { wholePercents } from './shares.ts'

/** The facts about a run that are known before it starts, as phrases. */
export const runSettingsPhrases = ({ run }: TimingReport): string[] => [
  `Model ${run.model}`,
  ...(run.profile === null ? [] : [`profile ${run.profile}`]),
  ...(run.label === null ? [] : [`label ${run.label}`]),
  `at most ${formatCount(run.concurrency, 'prompt')} in flight`,
  `started ${run.startedAt}`,
]

/** The outcomes that occurred, each with its number of prompts. */
export const occurredOutcomes = (totals: OutcomeTotals): (readonly [Outcome, number])[] =>
  OUTCOMES.map((outcome) => [outcome, totals[outcome]] as const).filter(([, prompts]) => prompts > 0)

/** The prompts of this run together with those that an earlier run finished. */
export const withEarlier = ({ summary }: TimingReport): OutcomeTotals => {
  const add = (name: keyof OutcomeTotals) => summary[name] + summary.earlier[name]
  const outcomes = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, add(outcome)]))
  return { ...summary.earlier, ...outcomes, prompts: add('prompts') }
}

/** The components that add up to the prompts' time, unlike network and wait; their percents add up to 100. */
export function componentPercents({ components }: TimingReport) {
  const disjoint = components.filter(({ component }) => component !== 'network' && component !== 'wait')
  const percents = wholePercents(disjoint.map(({ share }) => share ?? 0))
  return disjoint.map((each, index) => ({ ...each, percent: percents[index] ?? 0 }))
}

/** What each iteration's share of the cost is; of the tokens if a cost is unknown. */
export function iterationShares({ quality: { iterations } }: TimingReport) {
  const unit = iterations.every(({ costUsd }) => costUsd !== null) ? 'cost' : 'tokens'
  const amounts = iterations.map(({ costUsd, tokens }) => (unit === 'cost' ? (costUsd ?? 0) : tokens))
  const total = sumOf(amounts)
  return amounts.map((amount) => ({ unit, share: total === 0 ? null : amount / total }))
}

/** The sums over all models. If one cost is unknown, the total cost is unknown. */
export function sumModels({ models, summary: { prompts } }: TimingReport) {
  const usage = totalUsage(models)
  const total = (name: 'earlierHits' | 'hedges' | 'savedTokens' | 'throttled') =>
    sumOf(models.map((model) => model[name]))
  return {
    ...usage,
    earlierHits: total('earlierHits'),
    hedges: total('hedges'),
    savedTokens: total('savedTokens'),
    throttled: total('throttled'),
    callsPerPrompt: prompts === 0 ? null : usage.calls / prompts,
    tokensPerPrompt: prompts === 0 ? null : (usage.inputTokens + usage.outputTokens) / prompts,
  }
}
