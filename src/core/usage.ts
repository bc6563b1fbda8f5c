import type { Iteration, Usage } from './types.ts'

export const noUsage: Usage = {
  calls: 0,
  inputTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  cachedInputTokens: 0,
  retries: 0,
  cacheHits: 0,
  costUsd: 0,
}

/** If one cost is unknown, the total cost is unknown. */
export const totalUsage = (usages: Iterable<Usage>): Usage => {
  const total = { ...noUsage }
  for (const usage of usages) {
    total.calls += usage.calls
    total.inputTokens += usage.inputTokens
    total.outputTokens += usage.outputTokens
    total.reasoningTokens += usage.reasoningTokens
    total.cachedInputTokens += usage.cachedInputTokens
    total.retries += usage.retries
    total.cacheHits += usage.cacheHits
    total.costUsd = total.costUsd === null || usage.costUsd === null ? null : total.costUsd + usage.costUsd
  }
  return total
}

/** The total of these iterations, failures included. */
export const usageOf = (iterations: readonly Iteration[]): Usage =>
  totalUsage(
    iterations
      .flatMap((each) => [each.generation, ...each.validations, ...each.critiques, ...each.failures])
      .flatMap((each) => each?.usage ?? []),
  )
