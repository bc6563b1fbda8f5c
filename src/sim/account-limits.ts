/** The rate limits of a simulated account: token buckets, and the headers with which three APIs report the limits. */
import type { RateLimit, Usage } from '../core/types.ts'
import type { SimProfile } from './profile.ts'
import { DAY_MS, MINUTE_MS } from '../util/duration.ts'

type TokenUse = Pick<Usage, 'inputTokens' | 'outputTokens'>

const LIMITS = [
  ['requestsPerMinute', 'requests', MINUTE_MS],
  ['requestsPerDay', 'requests', DAY_MS],
  ['tokensPerMinute', 'tokens', MINUTE_MS],
  ['inputTokensPerMinute', 'input-tokens', MINUTE_MS],
  ['outputTokensPerMinute', 'output-tokens', MINUTE_MS],
] as const

const AMOUNT_OF: Readonly<Record<RateLimit['unit'], (request: TokenUse) => number>> = {
  requests: () => 1,
  tokens: ({ inputTokens, outputTokens }) => inputTokens + outputTokens,
  'input-tokens': ({ inputTokens }) => inputTokens,
  'output-tokens': ({ outputTokens }) => outputTokens,
}

export function createAccountLimits({ limits }: SimProfile) {
  const buckets = LIMITS.flatMap(([option, unit, periodMs]) => {
    const limit = limits[option]
    if (limit === undefined) return []
    const perMs = limit / periodMs
    const capacity = Math.max(1, periodMs === DAY_MS ? limit : perMs * limits.burstSeconds * 1000)
    return [{ unit, periodMs, limit, perMs, capacity, level: capacity, updatedMs: 0 }]
  })
  type Bucket = (typeof buckets)[number]

  /** Refills the buckets evenly up to their capacity. */
  const refill = (nowMs: number) =>
    buckets.map((bucket) => {
      const level = bucket.level + (nowMs - bucket.updatedMs) * bucket.perMs
      return Object.assign(bucket, { level: Math.min(bucket.capacity, level), updatedMs: nowMs })
    })
  const waitMsFor = (amount: number, { capacity, level, perMs }: Bucket) => {
    const missing = Math.min(amount, capacity) - level
    // Tolerates rounding errors, so that they cause no wait.
    return missing > 1e-9 ? missing / perMs : 0
  }
  return {
    /**
     * Returns the time until all limits allow the request. If a request is larger than a bucket, a full
     * bucket is enough.
     */
    waitMs: (request: TokenUse, nowMs: number): number =>
      Math.max(0, ...refill(nowMs).map((bucket) => waitMsFor(AMOUNT_OF[bucket.unit](request), bucket))),
    take(request: TokenUse, nowMs: number): void {
      for (const bucket of refill(nowMs)) bucket.level -= AMOUNT_OF[bucket.unit](request)
    },
    /** In the result, `resetMs` is the time until the bucket is full again. */
    report: (nowMs: number): RateLimit[] =>
      refill(nowMs).map((bucket) => {
        const { unit, periodMs, limit, level, capacity } = bucket
        const remaining = Math.max(0, Math.floor(level))
        return { unit, periodMs, limit, remaining, resetMs: waitMsFor(capacity, bucket) }
      }),
  }
}

export type HeaderStyle = 'openai' | 'anthropic' | 'groq' | 'none'

/**
 * Returns the headers of one API. OpenAI and Groq report requests and tokens, Groq its requests per day.
 * Anthropic reports all units, and rounds tokens to thousands.
 */
export function limitHeaders(
  style: HeaderStyle,
  limits: readonly RateLimit[],
  date: Date,
): Record<string, string> {
  const headers: Record<string, string> = {}
  const requestsPeriodMs = style === 'groq' ? DAY_MS : MINUTE_MS
  for (const { unit, periodMs, limit, remaining = 0, resetMs = 0 } of style === 'none' ? [] : limits) {
    if (unit === 'requests' && periodMs !== requestsPeriodMs) continue
    if (style === 'anthropic') {
      const rounded = unit === 'requests' ? remaining : Math.round(remaining / 1000) * 1000
      headers[`anthropic-ratelimit-${unit}-limit`] = String(limit)
      headers[`anthropic-ratelimit-${unit}-remaining`] = String(rounded)
      headers[`anthropic-ratelimit-${unit}-reset`] = dateIn(resetMs, date)
    } else if (unit === 'requests' || unit === 'tokens') {
      headers[`x-ratelimit-limit-${unit}`] = String(limit)
      headers[`x-ratelimit-remaining-${unit}`] = String(remaining)
      headers[`x-ratelimit-reset-${unit}`] = durationText(resetMs)
    }
  }
  return headers
}

/** Returns the time after a delay, rounded up to whole seconds. */
const dateIn = (delayMs: number, date: Date): string =>
  new Date(Math.ceil((date.getTime() + delayMs) / 1000) * 1000).toISOString().replace('.000Z', 'Z')

/** Formats a duration as OpenAI and Groq do: `12ms`, `7.66s`, `6m0s`, `2m59.56s`. */
function durationText(ms: number): string {
  if (ms < 1000) return `${Math.ceil(ms)}ms`
  const minutes = Math.floor(ms / MINUTE_MS)
  const seconds = Number(((ms % MINUTE_MS) / 1000).toFixed(2))
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`
}
