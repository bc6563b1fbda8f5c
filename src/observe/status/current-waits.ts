import { pathKey, type EventOf, type PathSegment, type WaitReason } from '../../core/events.ts'
import { sumOf } from '../../util/statistics.ts'

interface CurrentWait {
  readonly reason: WaitReason
  readonly provider: string
  readonly startedMs: number
  /** Time of the next attempt. */
  readonly retryAtMs: number | undefined
  /** Number of calls that wait here, since several calls can have the same path. */
  calls: number
}

/** All calls that wait for the same reason. */
export interface WaitSummary {
  readonly reason: WaitReason
  readonly calls: number
  readonly providers: readonly string[]
  /** How long the call that has waited longest has been waiting. */
  readonly longestMs: number
  /** The time until the next attempt of one of these calls; undefined if unknown. */
  readonly nextRetryMs: number | undefined
  /** The last error for which a call to these providers was retried. */
  readonly lastError: string | undefined
}

/** The most serious reason comes first. */
const REASONS: readonly WaitReason[] = ['circuit', 'retry', 'throttle', 'rate-limit', 'budget', 'slot']
/** Shorter waits are normal, so they are not shown. */
const MIN_SHOWN_MS = 1000

/** The calls that are waiting, and the reasons of their waits. */
export class CurrentWaits {
  readonly #byPath = new Map<string, CurrentWait>()
  /** Stored for the `wait-start` event of the same call, which follows immediately. */
  #latestRetry: EventOf<'call-retry'> | undefined
  readonly #lastErrorByProvider = new Map<string, string>()

  retry(event: EventOf<'call-retry'>): void {
    this.#latestRetry = event
    this.#lastErrorByProvider.set(providerOf(event.path.at(-1)), event.reason)
  }

  start({ name: reason, path, atMs }: EventOf<'wait-start'>): void {
    const key = pathKey(path)
    const known = this.#byPath.get(key)
    if (known) {
      known.calls++
      return
    }
    const retry = reason === 'retry' ? this.#latestRetry : undefined
    const isDue = retry !== undefined && pathKey(retry.path) === pathKey(path.slice(0, -1))
    const retryAtMs = isDue ? atMs + retry.delayMs : undefined
    this.#byPath.set(key, { reason, provider: providerOf(path.at(-2)), startedMs: atMs, retryAtMs, calls: 1 })
  }

  end({ path }: EventOf<'wait-end' | 'wait-error'>): void {
    const key = pathKey(path)
    const known = this.#byPath.get(key)
    if (known && --known.calls === 0) this.#byPath.delete(key)
  }

  /** One summary per reason, without waits that have just begun and may be short. */
  summaries(nowMs: number): WaitSummary[] {
    const all = [...this.#byPath.values()]
    return REASONS.flatMap((reason) => {
      const waits = all.filter((wait) => wait.reason === reason)
      const longestMs = nowMs - Math.min(...waits.map(({ startedMs }) => startedMs))
      const isLong = waits.some(({ startedMs, retryAtMs = nowMs }) => retryAtMs - startedMs >= MIN_SHOWN_MS)
      if (!isLong && longestMs < MIN_SHOWN_MS) return []
      const providers = [...new Set(waits.map(({ provider }) => provider))]
      const retriesMs = waits.flatMap(({ retryAtMs }) => retryAtMs ?? [])
      return [
        {
          reason,
          calls: sumOf(waits.map(({ calls }) => calls)),
          providers,
          longestMs,
          nextRetryMs: retriesMs.length === 0 ? undefined : Math.max(0, Math.min(...retriesMs) - nowMs),
          lastError: providers.flatMap((provider) => this.#lastErrorByProvider.get(provider) ?? []).at(-1),
        },
      ]
    })
  }
}

/** Takes the provider from the call's name, which is its model: `provider:model`. */
const providerOf = (call: PathSegment | undefined): string => call?.name.split(':', 1)[0] ?? ''
