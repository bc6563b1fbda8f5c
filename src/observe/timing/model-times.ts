/** What the calls to each model took and cost. */
import { ProviderError } from '../../core/errors.ts'
import type { SifakaEvent } from '../../core/events.ts'
import type { Distribution, ModelTiming } from '../../core/timing-report.ts'
import type { Answer, RateLimit, Timed } from '../../core/types.ts'
import { noUsage, totalUsage } from '../../core/usage.ts'
import { Durations } from './durations.ts'
import { roundMs, tallies } from './figures.ts'

interface ModelTally {
  readonly latency: Durations
  usage: Answer['usage']
  retries: number
  hedges: number
  throttled: number
  waitMs: number
  savedTokens: number
  processingMs: number | null
  networkMs: number | null
  utilisation: number | null
}

const newTally = (): ModelTally => ({
  latency: new Durations(),
  usage: noUsage,
  retries: 0,
  hedges: 0,
  throttled: 0,
  waitMs: 0,
  savedTokens: 0,
  processingMs: null,
  networkMs: null,
  utilisation: null,
})

export class ModelTimes {
  readonly #models = tallies(newTally)
  readonly #latency = new Durations()
  /** What the calls in flight have waited so far, by path. */
  readonly #waitedMs = new Map<string, number>()

  on(event: SifakaEvent): void {
    const { path } = event
    if (event.type === 'wait-end' || event.type === 'wait-error') {
      return this.#waited(path.slice(0, -1), event.durationMs)
    }
    const call = path.at(-1) ?? ''
    if (!call.startsWith('call:')) return
    const model = this.#models.of(call.slice('call:'.length))
    const key = path.join('\n')
    if (event.type === 'call-hedged') model.hedges += 1
    if (event.type === 'draft-cut') model.savedTokens += event.savedTokens
    if (event.type === 'call-limits') model.utilisation = utilisation(event.limits, model.utilisation)
    if (event.type === 'call-retry') {
      model.retries += 1
      if (event.kind === 'throttle') model.throttled += 1
    }
    if (event.type === 'call-error') {
      this.#record(model, event.durationMs)
      if (event.error instanceof ProviderError && event.error.kind === 'throttle') model.throttled += 1
      this.#waitedMs.delete(key)
    }
    if (event.type === 'call-end') {
      model.usage = totalUsage([model.usage, event.value.usage])
      if (!event.value.cached) {
        this.#record(model, event.durationMs)
        divide(model, event.value, this.#waitedMs.get(key) ?? 0)
      }
      this.#waitedMs.delete(key)
    }
  }

  get latency(): Distribution {
    return this.#latency.distribution()
  }

  rows(): ModelTiming[] {
    return this.#models.rows((model, tally) => {
      const { inputTokens, outputTokens, cachedInputTokens, cacheHits, costUsd } = tally.usage
      const { p50, p95 } = tally.latency.distribution()
      return {
        model,
        calls: tally.latency.count,
        retries: tally.retries,
        hedges: tally.hedges,
        cacheHits,
        inputTokens,
        outputTokens,
        cachedInputTokens,
        costUsd,
        p50Ms: p50,
        p95Ms: p95,
        processingMs: tally.processingMs === null ? null : roundMs(tally.processingMs),
        networkMs: tally.networkMs === null ? null : roundMs(tally.networkMs),
        throttled: tally.throttled,
        waitMs: roundMs(tally.waitMs),
        savedTokens: tally.savedTokens,
        rateLimitUtilisation: tally.utilisation,
      }
    })
  }

  #waited(path: readonly string[], durationMs: number): void {
    const call = path.at(-1) ?? ''
    if (!call.startsWith('call:')) return
    this.#models.of(call.slice('call:'.length)).waitMs += durationMs
    const key = path.join('\n')
    this.#waitedMs.set(key, (this.#waitedMs.get(key) ?? 0) + durationMs)
  }

  #record(model: ModelTally, durationMs: number): void {
    model.latency.record(durationMs)
    this.#latency.record(durationMs)
  }
}

/** The most of any limit that was in use. */
const utilisation = (limits: readonly RateLimit[], before: number | null): number | null =>
  limits.reduce(
    (most, { limit, remaining }) =>
      limit && remaining !== undefined ? Math.max(most ?? 0, 1 - remaining / limit) : most,
    before,
  )

/** What a call did not spend in the provider or waiting for another attempt, it spent on the way. */
function divide(model: ModelTally, { processingMs, durationMs }: Timed<Answer>, waitedMs: number): void {
  if (processingMs === undefined) return
  model.processingMs = (model.processingMs ?? 0) + processingMs
  model.networkMs = (model.networkMs ?? 0) + Math.max(0, durationMs - processingMs - waitedMs)
}
