import type { EstimateRange } from '../core/estimate.ts'
import { inOrder, product, sum, ZERO } from './range.ts'

/** The number of calls to one model, and the total tokens of these calls. */
export interface ModelTotal {
  readonly calls: EstimateRange
  readonly inputTokens: EstimateRange
  readonly outputTokens: EstimateRange
}

export const NO_CALLS: ModelTotal = { calls: ZERO, inputTokens: ZERO, outputTokens: ZERO }

/** Builds a total by calling `map` for each of its fields. */
export const mapTotal = (map: (key: keyof ModelTotal) => EstimateRange): ModelTotal => ({
  calls: map('calls'),
  inputTokens: map('inputTokens'),
  outputTokens: map('outputTokens'),
})

export const addTotals = (one: ModelTotal, other: ModelTotal): ModelTotal =>
  mapTotal((key) => sum(one[key], other[key]))

export class ModelTotals {
  readonly #totals = new Map<string, ModelTotal>()

  /** `tokens` are the tokens of one call. */
  add(model: string, calls: EstimateRange, tokens: Omit<ModelTotal, 'calls'>): void {
    const total = {
      calls,
      inputTokens: product(calls, tokens.inputTokens),
      outputTokens: product(calls, tokens.outputTokens),
    }
    this.#totals.set(model, addTotals(this.#of(model), total))
  }

  calls(): EstimateRange {
    return sum(...[...this.#totals.values()].map(({ calls }) => calls))
  }

  /**
   * Replaces each `least` by the lowest value among the scenarios; a scenario that does not call a model counts as 0
   * for it.
   */
  withLeastOf(scenarios: readonly ModelTotals[]): Map<string, ModelTotal> {
    const leastFor = (model: string, key: keyof ModelTotal) =>
      Math.min(...scenarios.map((scenario) => scenario.#of(model)[key].least))
    return new Map(
      [...this.#totals].map(([model, total]) => [
        model,
        mapTotal((key) => inOrder({ ...total[key], least: leastFor(model, key) })),
      ]),
    )
  }

  #of(model: string): ModelTotal {
    return this.#totals.get(model) ?? NO_CALLS
  }
}
