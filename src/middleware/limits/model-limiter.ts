/** What one model of an account lets through: slots, limits that were told or set, and a pace found by trying. */
import type { ProviderError } from '../../core/errors.ts'
import type { RateLimit } from '../../core/types.ts'
import { Bucket } from './token-bucket.ts'
import { Pace } from './rate-estimator.ts'
import { Slots } from './adaptive-concurrency.ts'

export interface LaneOptions {
  /** The most calls in flight. */
  readonly mostCalls: number
  /** The provider is known to take so many; else they are felt for, from few upwards. */
  readonly known: boolean
  /** Limits that the user set; they hold beside those that a provider tells. */
  readonly requestsPerMinute?: number | undefined
  readonly tokensPerMinute?: number | undefined
}

type Unit = RateLimit['unit']
type Amounts = Readonly<Record<Unit, number>>

/** A call that was sent. */
export interface Sent {
  /** Counts the calls as they were sent. */
  readonly sequence: number
  readonly sentMs: number
  readonly need: Amounts
  /** All that was taken up to and with this call. */
  readonly taken: Amounts
}

export type Obstacle = 'slot' | 'rate-limit' | 'throttle'

/** Calls in flight before anything is known. */
const FIRST_CALLS = 20
const MINUTE_MS = 60_000
/** Until answers show otherwise. */
const FIRST_OUTPUT_TOKENS = 300
/** How much the newest answer counts in the mean. */
const NEWEST = 0.1

export class Lane {
  readonly slots: Slots
  readonly #pace = new Pace()
  readonly #set = new Map<Unit, Bucket>()
  /** By unit and period: a provider may limit requests a minute and requests a day. */
  readonly #told = new Map<string, { readonly unit: Unit; readonly bucket: Bucket }>()
  #taken: Amounts = { requests: 0, tokens: 0, 'input-tokens': 0, 'output-tokens': 0 }
  #sequence = 0
  #outputTokens = FIRST_OUTPUT_TOKENS

  constructor({ mostCalls, known, requestsPerMinute, tokensPerMinute }: LaneOptions) {
    this.slots = new Slots(known ? mostCalls : FIRST_CALLS, mostCalls)
    if (known) this.#pace.trust()
    if (requestsPerMinute) this.#set.set('requests', setLimit(requestsPerMinute))
    if (tokensPerMinute) this.#set.set('tokens', setLimit(tokensPerMinute))
  }

  /** What a call is expected to take. */
  needOf(inputTokens: number, maxTokens = Infinity): Amounts {
    const outputTokens = Math.min(this.#outputTokens, maxTokens)
    return amounts(inputTokens, outputTokens)
  }

  /** What stands in the way of a call, and for how long: Infinity until another ends. */
  obstacle(need: Amounts, nowMs: number): { readonly reason: Obstacle; readonly waitMs: number } | undefined {
    const slotMs = this.slots.free ? 0 : Infinity
    const paceMs = this.#pace.waitMs(nowMs)
    const limitMs = Math.max(0, ...this.#buckets().map(([unit, bucket]) => bucket.waitMs(need[unit], nowMs)))
    const waitMs = Math.max(slotMs, paceMs, limitMs)
    if (waitMs <= 0) return undefined
    return { reason: waitMs === slotMs ? 'slot' : waitMs === paceMs ? 'throttle' : 'rate-limit', waitMs }
  }

  take(need: Amounts, nowMs: number): Sent {
    this.slots.take()
    this.#pace.sent(nowMs)
    for (const [unit, bucket] of this.#buckets()) bucket.take(need[unit], nowMs)
    this.#taken = combine(this.#taken, need, 1)
    return { sequence: this.#sequence++, sentMs: nowMs, need, taken: this.#taken }
  }

  /** What was told is of the time when the call was sent: what happened since is added. */
  learn(limits: readonly RateLimit[], sent: Sent, nowMs: number): void {
    for (const { unit, periodMs, limit, remaining } of limits) {
      if (limit === undefined || remaining === undefined) continue
      const perMs = limit / periodMs
      const name = `${unit} ${periodMs}`
      const capacity = Math.max(1, remaining + sent.need[unit])
      const told = this.#told.get(name) ?? { unit, bucket: new Bucket(perMs, capacity) }
      this.#told.set(name, told)
      const level = remaining + perMs * (nowMs - sent.sentMs) - (this.#taken[unit] - sent.taken[unit])
      told.bucket.learn({ perMs, capacity, level }, nowMs)
      if (unit === 'requests' && periodMs <= MINUTE_MS) {
        this.slots.open()
        this.#pace.trust()
      }
    }
  }

  /** `wanted`: others are waiting. */
  answered(
    sent: Sent,
    used: { inputTokens: number; outputTokens: number },
    wanted: boolean,
    nowMs: number,
  ): void {
    this.slots.answered(nowMs, wanted)
    this.#pace.answered(nowMs - sent.sentMs)
    const excess = combine(amounts(used.inputTokens, used.outputTokens), sent.need, -1)
    for (const [unit, bucket] of this.#set) bucket.take(excess[unit], nowMs)
    this.#outputTokens += NEWEST * (used.outputTokens - this.#outputTokens)
  }

  /** Without an error the call was called off, which says nothing about the provider. */
  failed(sent: Sent, error: ProviderError | undefined, nowMs: number): void {
    this.slots.failed()
    if (error?.kind === 'throttle') {
      this.#pace.refused(sent, error.retryAfterMs, nowMs)
    } else if (error && error.kind !== 'input') this.slots.pause(nowMs)
  }

  /** Whether a refusal slows the calls down. */
  get throttled(): boolean {
    return this.#pace.limited
  }

  #buckets(): readonly (readonly [Unit, Bucket])[] {
    return [...this.#set, ...[...this.#told.values()].map(({ unit, bucket }) => [unit, bucket] as const)]
  }
}

/** Spread evenly: nobody knows in what pieces of a minute the provider counts. */
const setLimit = (perMinute: number): Bucket =>
  new Bucket(perMinute / MINUTE_MS, Math.max(1, (perMinute * BURST_MS) / MINUTE_MS))
const BURST_MS = 1000

const amounts = (input: number, output: number): Amounts => ({
  requests: 1,
  tokens: input + output,
  'input-tokens': input,
  'output-tokens': output,
})

const combine = (first: Amounts, second: Amounts, sign: 1 | -1): Amounts => ({
  requests: first.requests + sign * second.requests,
  tokens: first.tokens + sign * second.tokens,
  'input-tokens': first['input-tokens'] + sign * second['input-tokens'],
  'output-tokens': first['output-tokens'] + sign * second['output-tokens'],
})
