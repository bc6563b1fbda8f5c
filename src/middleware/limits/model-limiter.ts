import type { ProviderError } from '../../core/errors.ts'
import type { WaitReason } from '../../core/events.ts'
import type { RateLimit, Usage } from '../../core/types.ts'
import { AdaptiveConcurrency } from './adaptive-concurrency.ts'
import { RateEstimator } from './rate-estimator.ts'
import type { LearnedRate } from './shared/ledger.ts'
import { TokenBucket } from './token-bucket.ts'
import { mapAmounts, type AmountByUnit, type Unit } from './units.ts'
import { MINUTE_MS } from '../../util/duration.ts'

export interface ModelLimiterOptions {
  /** Maximum number of calls in flight. */
  readonly maxInFlight: number
  /** If true, up to `maxInFlight` calls are sent from the start; otherwise the limit starts low and grows. */
  readonly startAtMax: boolean
  /** Rate limits from the user's settings. They apply in addition to the limits that the provider reports. */
  readonly requestsPerMinute?: number | undefined
  readonly tokensPerMinute?: number | undefined
}

export interface SentCall {
  /** Position of the call among all calls to the model; of all processes, if they share their limits. */
  sequence: number
  /** The time until which known limits delay the call, since calls of other processes came before it. */
  dueMs: number
  sentMs: number
  readonly expected: AmountByUnit
  /** Sum of the expected amounts of all calls so far, including this call. */
  totalExpected: AmountByUnit
}

export interface Delay {
  readonly reason: Extract<WaitReason, 'slot' | 'rate-limit' | 'throttle'>
  /** Infinity if the call must wait until another call ends. */
  readonly waitMs: number
}

const INITIAL_IN_FLIGHT = 20
/** Assumed output tokens of a call, until answers show their real length. */
const INITIAL_OUTPUT_TOKENS = 300
/** Weight of the newest answer in the moving average. */
const NEWEST_WEIGHT = 0.1
/** Rounding errors are shorter, and timers are not more exact. */
const MIN_DEBT_MS = 0.01
/** The configured limits per minute allow a burst of this length only, since providers may enforce shorter periods. */
const BURST_MS = 1000

/**
 * Decides when a call to one model may be sent, from the calls in flight, the known rate limits and an estimated rate.
 */
export class ModelLimiter {
  readonly #concurrency: AdaptiveConcurrency
  readonly #rate: RateEstimator
  readonly #configured = new Map<Unit, TokenBucket>()
  /** Reported limits by unit and period: a provider may limit requests per minute and requests per day. */
  readonly #reported = new Map<string, readonly [Unit, TokenBucket]>()
  #totalExpected: AmountByUnit = mapAmounts(() => 0)
  /** Expected amounts of the calls that were admitted and still wait for other processes. */
  #unsent: AmountByUnit = mapAmounts(() => 0)
  /** Position of the latest call that was counted. */
  #latest = -1
  #averageOutputTokens = INITIAL_OUTPUT_TOKENS

  readonly name: string

  constructor(
    name: string,
    { maxInFlight, startAtMax, requestsPerMinute, tokensPerMinute }: ModelLimiterOptions,
    isShared: boolean,
  ) {
    this.name = name
    this.#rate = new RateEstimator(isShared)
    this.#concurrency = new AdaptiveConcurrency(startAtMax ? maxInFlight : INITIAL_IN_FLIGHT, maxInFlight)
    if (startAtMax) this.#rate.skipCautiousStart()
    if (requestsPerMinute) this.#configured.set('requests', bucketPerMinute(requestsPerMinute))
    if (tokensPerMinute) this.#configured.set('tokens', bucketPerMinute(tokensPerMinute))
  }

  /** How many further calls may be in flight. */
  get room(): number {
    return this.#concurrency.room
  }

  /** Whether refused calls have limited the rate. */
  get isThrottled(): boolean {
    return this.#rate.isLimited
  }

  /** Estimates the amounts that a call will use. */
  estimateUse(inputTokens: number, maxTokens = Infinity): AmountByUnit {
    return amounts(inputTokens, Math.min(this.#averageOutputTokens, maxTokens))
  }

  /** Why and for how long a call of these expected amounts must wait; undefined if it may be sent now. */
  delay(expected: AmountByUnit, nowMs: number): Delay | undefined {
    const slotMs = this.room > 0 ? 0 : Infinity
    const throttleMs = this.#rate.waitMs(nowMs)
    const limitMs = this.#limitMs(expected, nowMs)
    const waitMs = Math.max(slotMs, throttleMs, limitMs)
    if (waitMs <= 0) return undefined
    // At first, sifaka itself sends calls slowly: until one is refused, the provider has not asked to slow down.
    const paceReason = this.#rate.wasSlowed ? 'throttle' : 'slot'
    return { reason: waitMs === slotMs ? 'slot' : waitMs === throttleMs ? paceReason : 'rate-limit', waitMs }
  }

  /** Whether a configured or reported limit delays a call of these expected amounts. */
  isRateLimited(expected: AmountByUnit, nowMs: number): boolean {
    return this.#limitMs(expected, nowMs) > 0
  }

  recordSent(expected: AmountByUnit, nowMs: number): SentCall {
    this.#concurrency.acquire()
    this.#rate.recordSent(nowMs)
    for (const [unit, bucket] of this.#buckets()) bucket.take(expected[unit], nowMs)
    this.#totalExpected = combine(this.#totalExpected, expected, 1)
    const sequence = ++this.#latest
    return { sequence, dueMs: nowMs, sentMs: nowMs, expected, totalExpected: this.#totalExpected }
  }

  /**
   * The reported `remaining` holds for the time when the call was sent, so this adds what was refilled since then and
   * subtracts what was used.
   */
  recordLimits(limits: readonly RateLimit[], call: SentCall, nowMs: number): void {
    for (const { unit, periodMs, limit, remaining } of limits) {
      if (limit === undefined || remaining === undefined) continue
      const perMs = limit / periodMs
      const name = `${unit} ${periodMs}`
      const capacity = Math.max(1, remaining + call.expected[unit])
      const bucket = this.#reported.get(name)?.[1] ?? new TokenBucket(perMs, capacity)
      this.#reported.set(name, [unit, bucket])
      const sentSince = this.#totalExpected[unit] - call.totalExpected[unit]
      bucket.update(
        {
          perMs,
          capacity,
          level: remaining + perMs * (nowMs - call.sentMs) - sentSince - this.#unsent[unit],
        },
        nowMs,
      )
      if (unit === 'requests' && periodMs <= MINUTE_MS) {
        this.#concurrency.allowMax()
        this.#rate.skipCautiousStart()
      }
    }
  }

  /** `othersWait`: whether other calls wait for a permit. */
  recordAnswer(call: SentCall, used: Usage, othersWait: boolean, nowMs: number): void {
    this.#concurrency.releaseAnswered(othersWait)
    this.#rate.recordAnswer(nowMs - call.sentMs)
    const excess = combine(amounts(used.inputTokens, used.outputTokens), call.expected, -1)
    for (const [unit, bucket] of this.#configured) bucket.take(excess[unit], nowMs)
    this.#averageOutputTokens += NEWEST_WEIGHT * (used.outputTokens - this.#averageOutputTokens)
  }

  recordFailure(call: SentCall, error: ProviderError | undefined, nowMs: number): void {
    if (error && !error.isAnswer) return this.#concurrency.releaseFailed()
    this.#concurrency.release()
    if (error?.kind === 'throttle') this.#rate.recordRefusal(call, error.retryAfterMs, this.#latest, nowMs)
  }

  /** Counts calls of other processes that share the limits. */
  recordElsewhere(amounts: AmountByUnit, nowMs: number): void {
    if (amounts.requests === 0) return
    for (const [unit, bucket] of this.#buckets()) bucket.take(amounts[unit], nowMs)
    for (let calls = 0; calls < amounts.requests; calls++) this.#rate.recordSent(nowMs)
    this.#totalExpected = combine(this.#totalExpected, amounts, 1)
    this.#latest += amounts.requests
  }

  /** Call this when the process first learns how many calls to the model were counted before. */
  join({ isAlone, earlierCalls, nowMs }: { isAlone: boolean; earlierCalls: number; nowMs: number }): void {
    this.#latest += earlierCalls
    if (isAlone) return
    // The other processes may just have emptied the provider's buckets, so calls use only what flows in from now on.
    for (const [unit, bucket] of this.#buckets()) bucket.drain(this.#unsent[unit], nowMs)
    this.#rate.recordEarlier(earlierCalls, nowMs)
  }

  recordRefusedElsewhere(call: Pick<SentCall, 'sequence' | 'sentMs'>, nowMs: number): void {
    this.#rate.recordRefusedElsewhere(call, this.#latest, nowMs)
  }

  /** Call this when a call that was admitted must wait for other processes. */
  recordWaiting({ expected }: SentCall): void {
    this.#unsent = combine(this.#unsent, expected, 1)
  }

  /** Call this when all calls are counted that come before this one, which is at this position among them. */
  recordReserved(call: SentCall, sequence: number, nowMs: number): void {
    const debtsMs = this.#buckets().map(([, bucket]) => bucket.debtMs(nowMs))
    call.sequence = sequence
    call.dueMs = nowMs + Math.max(0, ...debtsMs)
  }

  /** The time for which a reserved call must wait, since calls of other processes came before it. */
  debtMs({ sequence, dueMs }: SentCall, nowMs: number): number {
    const debtMs = Math.max(dueMs - nowMs, this.#rate.debtMs(this.#latest - sequence, nowMs))
    return debtMs < MIN_DEBT_MS ? 0 : debtMs
  }

  /** Call this when the wait ends, and the call is sent. */
  recordWaited(call: SentCall, nowMs: number): void {
    this.recordWaitEnd(call)
    call.sentMs = nowMs
    call.totalExpected = this.#totalExpected
  }

  /** Call this when the wait ends, and the call is not sent. */
  recordWaitEnd({ expected }: SentCall): void {
    this.#unsent = combine(this.#unsent, expected, -1)
  }

  /** The rate that refused calls have shown. */
  get learnedRate(): LearnedRate | undefined {
    return this.#rate.learned
  }

  /** Adopts the rate that a call of another process has shown. */
  adoptRate(learned: LearnedRate, nowMs: number): void {
    this.#rate.adopt(learned, this.#latest, nowMs)
  }

  #limitMs(expected: AmountByUnit, nowMs: number): number {
    return Math.max(0, ...this.#buckets().map(([unit, bucket]) => bucket.waitMs(expected[unit], nowMs)))
  }

  #buckets(): readonly (readonly [Unit, TokenBucket])[] {
    return [...this.#configured, ...this.#reported.values()]
  }
}

const bucketPerMinute = (perMinute: number): TokenBucket =>
  new TokenBucket(perMinute / MINUTE_MS, Math.max(1, (perMinute * BURST_MS) / MINUTE_MS))

const amounts = (inputTokens: number, outputTokens: number): AmountByUnit => ({
  requests: 1,
  tokens: inputTokens + outputTokens,
  'input-tokens': inputTokens,
  'output-tokens': outputTokens,
})

const combine = (first: AmountByUnit, second: AmountByUnit, sign: 1 | -1): AmountByUnit =>
  mapAmounts((unit) => first[unit] + sign * second[unit])
