/** The time and the cost of the calls to each model. */
import { ProviderError, SifakaError } from '../../core/errors.ts'
import type { PathSegment, SifakaEvent } from '../../core/events.ts'
import type { Distribution, ModelTiming } from '../../core/timing-report.ts'
import { noUsage, noWaste, totalUsage, totalWaste } from '../../core/usage.ts'
import { DefaultMap } from '../../util/default-map.ts'
import { roundMs, roundOrNull } from './aggregate.ts'
import { Durations } from './durations.ts'
import { RateLimitUse } from './rate-limit-use.ts'

const newTally = () => ({
  latency: new Durations(),
  usage: noUsage,
  wasted: noWaste,
  retries: 0,
  hedges: 0,
  throttled: 0,
  waitMs: 0,
  earlierHits: 0,
  savedTokens: 0,
  processingMs: null as number | null,
  networkMs: null as number | null,
  limits: new RateLimitUse(),
})

type ModelTally = ReturnType<typeof newTally>

export class ModelTimes {
  readonly #models = new DefaultMap<string, ModelTally>(newTally)
  readonly #latency = new Durations()
  /** The time that each call in flight has waited so far. */
  readonly #waitedMs = new Map<PathSegment, number>()
  /** The calls in flight that were sent at least once. */
  readonly #sent = new Set<PathSegment>()
  readonly #firstToken = new Durations()
  /** When the last attempt of each call in flight was sent, until its first text. */
  readonly #sentMs = new Map<PathSegment, number>()

  on(event: SifakaEvent): void {
    const isWait = event.type === 'wait-end' || event.type === 'wait-error'
    const path = isWait ? event.path.slice(0, -1) : event.path
    const call = path.at(-1)
    if (call?.kind !== 'call') return
    const model = this.#models.get(call.name)
    const waitedMs = this.#waitedMs.get(call) ?? 0
    switch (event.type) {
      case 'wait-end':
      case 'wait-error':
        model.waitMs += event.durationMs
        this.#waitedMs.set(call, waitedMs + event.durationMs)
        return
      case 'call-cached':
        if (event.earlier) model.earlierHits += 1
        return
      case 'call-sent':
        this.#sent.add(call)
        this.#sentMs.set(call, event.atMs)
        return
      case 'text-delta': {
        const sentMs = this.#sentMs.get(call)
        if (sentMs !== undefined) this.#firstToken.record(event.atMs - sentMs)
        this.#sentMs.delete(call)
        return
      }
      case 'call-wasted':
        model.wasted = totalWaste([model.wasted, event.wasted])
        return
      case 'call-hedged':
        model.hedges += 1
        return
      case 'draft-cut':
        model.savedTokens += event.savedTokens
        return
      case 'call-limits':
        model.limits.add(event.limits)
        return
      case 'call-retry':
        model.retries += 1
        if (event.kind === 'throttle') model.throttled += 1
        return
      case 'call-error':
        if (event.error instanceof ProviderError && event.error.kind === 'throttle') model.throttled += 1
        if (event.error instanceof SifakaError && event.error.usage)
          model.usage = totalUsage([model.usage, event.error.usage])
        // A call that was never sent, for example because of the budget, is not counted.
        if (this.#sent.has(call)) this.#record(model, event.durationMs)
        break
      case 'call-end': {
        const { usage, cached, processingMs, durationMs } = event.value
        // An answer from the journal was paid for by an earlier run.
        if (!cached && !this.#sent.has(call)) break
        model.usage = totalUsage([model.usage, usage])
        if (cached) break
        this.#record(model, durationMs)
        if (processingMs === undefined) break
        // A call consists of the provider's processing time, waits and network time.
        model.processingMs = (model.processingMs ?? 0) + processingMs
        model.networkMs = (model.networkMs ?? 0) + Math.max(0, durationMs - processingMs - waitedMs)
        break
      }
      default:
        return
    }
    this.#waitedMs.delete(call)
    this.#sent.delete(call)
    this.#sentMs.delete(call)
  }

  #record({ latency }: ModelTally, durationMs: number): void {
    latency.record(durationMs)
    this.#latency.record(durationMs)
  }

  get latency(): Distribution {
    return this.#latency.distribution()
  }

  get firstToken(): Distribution {
    return this.#firstToken.distribution()
  }

  rows(): ModelTiming[] {
    return Array.from(this.#models, ([model, { latency, usage, ...tally }]) => {
      const { p50, p95 } = latency.distribution()
      return {
        model,
        ...usage,
        ...tally,
        calls: latency.count,
        p50Ms: p50,
        p95Ms: p95,
        processingMs: roundOrNull(tally.processingMs),
        networkMs: roundOrNull(tally.networkMs),
        waitMs: roundMs(tally.waitMs),
        rateLimitUtilisation: tally.limits.highest,
        limits: tally.limits.rows,
      }
    })
  }
}
