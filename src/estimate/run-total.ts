/** Adds up the estimates of all prompts. Memory does not grow with the number of prompts. */
import { maxCallsIn } from '../engine/calls-in-flight.ts'
import { RUN_LIMITS, type Estimate, type EstimateRange, type RunLimit } from '../core/estimate.ts'
import { partsOf, type Model } from '../core/ports.ts'
import type { Engine } from '../engine/create-engine.ts'
import { MINUTE_MS, toMs } from '../util/duration.ts'
import { addTotals, mapTotal, NO_CALLS, type ModelTotal } from './model-totals.ts'
import type { PromptEstimate } from './prompt-estimate.ts'
import { largest, inOrder, scaled, sum, ZERO } from './range.ts'

export type RunSettings = Pick<
  Engine['settings'],
  'escalation' | 'concurrency' | 'maxCalls' | 'connections' | 'rpm' | 'tpm' | 'cache' | RunLimit
>

/** Whether all, some or none of a prompt's requests equal requests of an earlier prompt. */
export type Repetition = 'all' | 'some' | 'none'

export class RunTotal {
  readonly #settings: RunSettings
  readonly #costOf: (model: string) => Model['cost']
  readonly #models = new Map<string, ModelTotal>()
  #prompts = 0
  #repeated = 0
  #iterations = 0
  #calls = ZERO
  #promptsMs = ZERO
  #longestMs = ZERO
  #callsMs = ZERO

  constructor(settings: RunSettings, costOf: (model: string) => Model['cost']) {
    this.#settings = settings
    this.#costOf = costOf
  }

  add(prompt: PromptEstimate, repetition: Repetition): void {
    const { cache } = this.#settings
    const shared = repetition !== 'none' && cache !== false
    const cached = shared && repetition === 'all'
    // With `refresh`, equal requests share a call only while that call is in flight.
    const afterCache = (range: EstimateRange): EstimateRange => ({
      least: shared ? 0 : range.least,
      expected: cached && cache === true ? 0 : range.expected,
      most: range.most,
    })
    this.#prompts++
    if (cached) this.#repeated++
    this.#iterations += prompt.iterations
    this.#calls = sum(this.#calls, afterCache(prompt.calls))
    this.#promptsMs = sum(this.#promptsMs, afterCache(prompt.durationMs))
    this.#callsMs = sum(this.#callsMs, afterCache(prompt.callsMs))
    this.#longestMs = largest(this.#longestMs, afterCache(prompt.durationMs))
    for (const [model, total] of prompt.models) {
      const own = mapTotal((key) => afterCache(total[key]))
      this.#models.set(model, addTotals(this.#models.get(model) ?? NO_CALLS, own))
    }
  }

  estimate(): Estimate {
    const { maxCost, maxTotalTokens, deadline } = this.#settings
    const models = [...this.#models].map(([model, total]) => {
      const whole = mapTotal((key) => rounded(total[key]))
      return { model, ...whole, costUsd: costRange(this.#costOf(model), whole) }
    })
    const total = [...this.#models.values()].reduce(addTotals, NO_CALLS)
    const { inputTokens, outputTokens } = mapTotal((key) => rounded(total[key]))
    const costs = models.flatMap(({ costUsd }) => costUsd ?? [])
    const costUsd = costs.length < models.length ? null : sum(...costs)
    const durationMs = this.#durationMs()
    const amounts = { maxCost: costUsd, maxTotalTokens: sum(inputTokens, outputTokens), deadline: durationMs }
    const limits = { maxCost, maxTotalTokens, deadline: deadline === undefined ? undefined : toMs(deadline) }
    return {
      prompts: this.#prompts,
      repeated: this.#repeated,
      meanIterations: this.#prompts === 0 ? 0 : this.#iterations / this.#prompts,
      calls: rounded(this.#calls),
      inputTokens,
      outputTokens,
      costUsd,
      durationMs,
      models,
      escalation: this.#settings.escalation,
      stops: RUN_LIMITS.flatMap((limit) => stopAt(limit, amounts[limit], limits[limit])),
    }
  }

  /**
   * The duration of the run as its narrowest bottleneck allows: prompts in flight, calls in flight, or limits per
   * minute.
   */
  #durationMs(): EstimateRange {
    const { concurrency, rpm = Infinity, tpm = Infinity } = this.#settings
    const providers = new Set([...this.#models.keys()].map((model) => partsOf(model).owner))
    const byPrompts = scaled(this.#promptsMs, concurrency === 'auto' ? 0 : 1 / concurrency)
    const byCalls = scaled(this.#callsMs, 1 / maxCallsIn(this.#settings))
    const byRates = [...this.#models.values()].flatMap(({ calls, inputTokens, outputTokens }) => [
      scaled(calls, MINUTE_MS / rpm),
      scaled(sum(inputTokens, outputTokens), MINUTE_MS / tpm),
    ])
    // The first minute's allowance may be used at once, so the least time is a minute shorter.
    const afterBurst = byRates.map((range) => ({ ...range, least: Math.max(0, range.least - MINUTE_MS) }))
    const narrowest = largest(
      this.#longestMs,
      byPrompts,
      { ...byCalls, least: byCalls.least / Math.max(1, providers.size) },
      ...afterBurst,
    )
    // In the worst case, the delays of all bottlenecks add up.
    const { most } = sum(this.#longestMs, byPrompts, byCalls, ...byRates)
    return inOrder({ ...narrowest, most })
  }
}

const rounded = ({ least, expected, most }: EstimateRange): EstimateRange =>
  inOrder({ least: Math.floor(least), expected: Math.round(expected), most: Math.ceil(most) })

/** Null if the price is unknown. */
function costRange(cost: Model['cost'], { inputTokens, outputTokens }: ModelTotal): EstimateRange | null {
  const at = (key: keyof EstimateRange) =>
    cost?.({ inputTokens: inputTokens[key], outputTokens: outputTokens[key] }) ?? null
  const [least, expected, most] = [at('least'), at('expected'), at('most')]
  return least === null || expected === null || most === null ? null : { least, expected, most }
}

function stopAt(limit: RunLimit, range: EstimateRange | null, max = Infinity): Estimate['stops'] {
  if (range === null || range.most <= max) return []
  const reach = range.least > max ? 'certain' : range.expected > max ? 'probable' : 'possible'
  return [{ limit, reach }]
}
