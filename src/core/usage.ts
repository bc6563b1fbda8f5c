import type { Meter, Scope } from './scope.ts'
import type { Iteration, Usage, Waste } from './types.ts'

export const noWaste: Waste = { attempts: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 }

export const noUsage: Usage = {
  calls: 0,
  inputTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  cachedInputTokens: 0,
  retries: 0,
  cacheHits: 0,
  costUsd: 0,
  wasted: noWaste,
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
    total.costUsd = totalCost(total.costUsd, usage.costUsd)
    if (usage.wasted?.attempts) total.wasted = addWaste(total, usage.wasted).wasted
  }
  return total
}

export const totalWaste = (wastes: Iterable<Waste>): Waste => {
  const total = { ...noWaste }
  for (const { attempts, inputTokens, outputTokens, costUsd } of wastes) {
    total.attempts += attempts
    total.inputTokens += inputTokens
    total.outputTokens += outputTokens
    total.costUsd = totalCost(total.costUsd, costUsd)
  }
  return total
}

const totalCost = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? null : one + other

/** A usage may lack `wasted` if it was read from a file. */
export const addWaste = (usage: Usage, wasted: Waste | undefined): Usage => ({
  ...usage,
  wasted: totalWaste([usage.wasted ?? noWaste, wasted ?? noWaste]),
})

/** The usage of answers that were paid for, but not used. */
export const asWaste = ({ calls, inputTokens, outputTokens, costUsd }: Usage): Waste => ({
  attempts: calls,
  inputTokens,
  outputTokens,
  costUsd,
})

/** The total of these iterations, failures included. */
export const usageOf = (iterations: readonly Iteration[]): Usage =>
  totalUsage(
    iterations
      .flatMap((each) => [each.generation, ...each.validations, ...each.critiques, ...each.failures])
      .flatMap((each) => each?.usage ?? []),
  )

export const noMeter: Meter = { start: async () => () => undefined }

/** A scope in which `onWaste` receives each waste first; the outer meter receives what it returns. */
export const withWasteListener = (outer: Scope, onWaste: (wasted: Waste) => Waste | undefined): Scope => ({
  ...outer,
  meter: {
    async start(expected) {
      const end = await outer.meter.start(expected)
      return (wasted, unusable) => end(wasted && onWaste(wasted), unusable)
    },
  },
})

/** A scope that adds up what is wasted in it. */
export function collectWaste(outer: Scope): { readonly scope: Scope; readonly wasted: () => Waste } {
  let total = noWaste
  const scope = withWasteListener(outer, (wasted) => {
    total = totalWaste([total, wasted])
    return wasted
  })
  return { scope, wasted: () => total }
}
