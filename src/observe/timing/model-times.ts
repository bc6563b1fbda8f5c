/** The time and the cost of the calls to each model. */
import { ProviderError } from '../../core/errors.ts'
import type { EventOf, PathSegment, SifakaEvent } from '../../core/events.ts'
import { usageOfError } from '../../core/failure.ts'
import type { Distribution, ModelTiming } from '../../core/timing-report.ts'
import type { Answer, Timed } from '../../core/types.ts'
import { noUsage, noWaste, totalUsage, totalWaste } from '../../core/usage.ts'
import { DefaultMap } from '../../util/default-map.ts'
import { SentCalls } from '../sent-calls.ts'
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
  readonly #firstToken = new Durations()
  readonly #sent = new SentCalls()
  /** The time that each call in flight has waited so far. */
  readonly #waitedMs = new Map<PathSegment, number>()

  on(event: SifakaEvent): void {
    if (event.type === 'wait-end' || event.type === 'wait-error') return this.#addWait(event)
    const call = event.path.at(-1)
    if (call?.kind !== 'call') return
    const model = this.#models.get(call.name)
    switch (event.type) {
      case 'call-cached':
        if (event.earlier) model.earlierHits += 1
        return
      case 'call-sent':
        return this.#sent.add(call, event.atMs)
      case 'text-delta': {
        const firstTextMs = this.#sent.firstTextMs(call, event.atMs)
        if (firstTextMs !== undefined) this.#firstToken.record(firstTextMs)
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
        return model.limits.add(event.limits)
      case 'call-retry':
        model.retries += 1
        if (event.kind === 'throttle') model.throttled += 1
        return
      case 'call-error':
        return this.#fail(call, model, event)
      case 'call-end':
        return this.#end(call, model, event.value)
      default:
    }
  }

  #addWait({ path, durationMs }: EventOf<'wait-end' | 'wait-error'>): void {
    const call = path.at(-2)
    if (call?.kind !== 'call') return
    this.#models.get(call.name).waitMs += durationMs
    this.#waitedMs.set(call, (this.#waitedMs.get(call) ?? 0) + durationMs)
  }

  #fail(call: PathSegment, model: ModelTally, { error, durationMs }: EventOf<'call-error'>): void {
    if (error instanceof ProviderError && error.kind === 'throttle') model.throttled += 1
    const usage = usageOfError(error)
    if (usage) model.usage = totalUsage([model.usage, usage])
    // A call that was never sent, for example because of the budget, is not counted.
    if (this.#sent.end(call)) this.#record(model, durationMs)
    this.#waitedMs.delete(call)
  }

  #end(call: PathSegment, model: ModelTally, answer: Timed<Answer>): void {
    const { usage, cached, processingMs, durationMs } = answer
    const wasSent = this.#sent.end(call)
    const waitedMs = this.#waitedMs.get(call) ?? 0
    this.#waitedMs.delete(call)
    // An answer from the journal was paid for by an earlier run.
    if (!cached && !wasSent) return
    model.usage = totalUsage([model.usage, usage])
    if (cached) return
    this.#record(model, durationMs)
    if (processingMs === undefined) return
    // A call consists of the provider's processing time, waits and network time.
    model.processingMs = (model.processingMs ?? 0) + processingMs
    model.networkMs = (model.networkMs ?? 0) + Math.max(0, durationMs - processingMs - waitedMs)
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
