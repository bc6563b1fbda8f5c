import type { ModelTiming, TimingReport } from '../../core/timing-report.ts'
import { OUTCOMES, type Outcome } from '../../core/types.ts'

/** The outcomes that there were and their counts, whose sum is the number of prompts. */
export const outcomesOf = ({ summary }: TimingReport): (readonly [Outcome, number])[] =>
  OUTCOMES.map((outcome) => [outcome, summary[outcome]] as const).filter(([, prompts]) => prompts > 0)

/** All models together; an unknown cost makes the sum unknown. */
export function totalsOf({ models, summary: { prompts } }: TimingReport) {
  const total = (figure: (model: ModelTiming) => number) =>
    models.reduce((sum, model) => sum + figure(model), 0)
  const calls = total((model) => model.calls)
  const inputTokens = total((model) => model.inputTokens)
  const outputTokens = total((model) => model.outputTokens)
  return {
    calls,
    retries: total((model) => model.retries),
    hedges: total((model) => model.hedges),
    savedTokens: total((model) => model.savedTokens),
    throttled: total((model) => model.throttled),
    cacheHits: total((model) => model.cacheHits),
    inputTokens,
    outputTokens,
    cachedInputTokens: total((model) => model.cachedInputTokens),
    costUsd: models.some((model) => model.costUsd === null) ? null : total((model) => model.costUsd ?? 0),
    callsAPrompt: prompts === 0 ? null : calls / prompts,
    tokensAPrompt: prompts === 0 ? null : (inputTokens + outputTokens) / prompts,
  }
}
