import type { TimingReport } from '../../core/timing-report.ts'
import { OUTCOMES, type Outcome } from '../../core/types.ts'
import { totalUsage } from '../../core/usage.ts'

/** The outcomes that occurred, each with its number of prompts. */
export const occurredOutcomes = ({ summary }: TimingReport): (readonly [Outcome, number])[] =>
  OUTCOMES.map((outcome) => [outcome, summary[outcome]] as const).filter(([, prompts]) => prompts > 0)

/** The sums over all models. If one cost is unknown, the total cost is unknown. */
export function sumModels({ models, summary: { prompts } }: TimingReport) {
  const usage = totalUsage(models)
  const total = (name: 'earlierHits' | 'hedges' | 'savedTokens' | 'throttled') =>
    models.reduce((sum, model) => sum + model[name], 0)
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
