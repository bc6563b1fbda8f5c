/** Rate limits as token buckets, and the headers by which three APIs tell of them. */
import type { RateLimit } from '../core/types.ts'
import type { SimProfile } from './profile.ts'

/** It fills evenly, and holds no more than a burst. */
export interface Bucket {
  /** What a period allows; undefined where there is no limit. */
  readonly limit: number | undefined
  level(nowMs: number): number
  /** How long until so much is there; who asks for more than it can hold is served when it is full. */
  waitMs(amount: number, nowMs: number): number
  fullMs(nowMs: number): number
  take(amount: number, nowMs: number): void
}

function bucket(limit: number | undefined, periodMs: number, burstMs: number): Bucket {
  const perMs = (limit ?? Infinity) / periodMs
  const capacity = Math.max(1, perMs * burstMs)
  let held = capacity
  let updatedMs = 0
  const level = (nowMs: number) => {
    held = limit === undefined ? Infinity : Math.min(capacity, held + (nowMs - updatedMs) * perMs)
    updatedMs = nowMs
    return held
  }
  const waitMs = (amount: number, nowMs: number) => {
    const lacking = Math.min(amount, capacity) - level(nowMs)
    // Sums of fractions fall short of a whole by a hair.
    return lacking > 1e-9 ? lacking / perMs : 0
  }
  return {
    limit,
    level,
    waitMs,
    fullMs: (nowMs) => waitMs(capacity, nowMs),
    take(amount, nowMs) {
      held = level(nowMs) - amount
    },
  }
}

export interface Limits {
  readonly requests: Bucket
  readonly tokens: Bucket
  readonly input: Bucket
  readonly output: Bucket
  readonly daily: Bucket
}

const MINUTE_MS = 60_000
const DAY_MS = 1440 * MINUTE_MS

export function limitsOf({ limits }: SimProfile): Limits {
  const burstMs = limits.burstSeconds * 1000
  return {
    requests: bucket(limits.requestsPerMinute, MINUTE_MS, burstMs),
    tokens: bucket(limits.tokensPerMinute, MINUTE_MS, burstMs),
    input: bucket(limits.inputTokensPerMinute, MINUTE_MS, burstMs),
    output: bucket(limits.outputTokensPerMinute, MINUTE_MS, burstMs),
    daily: bucket(limits.requestsPerDay, DAY_MS, DAY_MS),
  }
}

/** What a client learns that is not behind HTTP. */
export function limitsIn(
  { requests, daily, tokens, input, output }: Limits,
  nowMs: number,
): readonly RateLimit[] {
  const all = [
    ['requests', MINUTE_MS, requests],
    ['requests', DAY_MS, daily],
    ['tokens', MINUTE_MS, tokens],
    ['input-tokens', MINUTE_MS, input],
    ['output-tokens', MINUTE_MS, output],
  ] as const
  return all.flatMap(([unit, periodMs, bucket]): RateLimit[] => {
    const remaining = Math.max(0, Math.floor(bucket.level(nowMs)))
    const known = { unit, periodMs, limit: bucket.limit, remaining, resetMs: bucket.fullMs(nowMs) }
    return bucket.limit === undefined ? [] : [known]
  })
}

export type HeaderStyle = 'openai' | 'anthropic' | 'groq' | 'none'

/** Only limits that are in force are told. A reset is when the bucket will be full again. */
export function limitHeaders(
  style: HeaderStyle,
  { requests, tokens, daily, input, output }: Limits,
  nowMs: number,
  date: Date,
): Record<string, string> {
  if (style === 'none') return {}
  const told: Record<string, Bucket> =
    style === 'anthropic'
      ? { requests, tokens, 'input-tokens': input, 'output-tokens': output }
      : { requests: style === 'groq' ? daily : requests, tokens }
  const headers: Record<string, string> = {}
  for (const [what, bucket] of Object.entries(told)) {
    if (bucket.limit === undefined) continue
    const left = Math.max(0, Math.floor(bucket.level(nowMs)))
    const resetMs = bucket.fullMs(nowMs)
    const values =
      style === 'anthropic'
        ? {
            remaining: what.endsWith('tokens') ? Math.round(left / 1000) * 1000 : left,
            reset: dateIn(resetMs, date),
          }
        : { remaining: left, reset: duration(resetMs) }
    for (const [key, value] of Object.entries({ limit: bucket.limit, ...values })) {
      headers[style === 'anthropic' ? `anthropic-ratelimit-${what}-${key}` : `x-ratelimit-${key}-${what}`] =
        String(value)
    }
  }
  return headers
}

/** Whole seconds, never too early. */
const dateIn = (delayMs: number, date: Date): string =>
  new Date(Math.ceil((date.getTime() + delayMs) / 1000) * 1000).toISOString().replace('.000Z', 'Z')

/** As OpenAI and Groq write it: `12ms`, `7.66s`, `6m0s`, `2m59.56s`. */
function duration(ms: number): string {
  if (ms < 1000) return `${Math.ceil(ms)}ms`
  const minutes = Math.floor(ms / MINUTE_MS)
  const seconds = Number(((ms % MINUTE_MS) / 1000).toFixed(2))
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`
}
