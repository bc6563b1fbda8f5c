/**
 * Reads an account's rate limits from response headers. These may be missing, stale or invalid, so nothing
 * requires them.
 */
import type { RateLimit } from '../../core/types.ts'
import { serverTimeMs, type GetHeader } from './retry-after.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../util/duration.ts'

/** No provider has limits with a longer period, so larger values are invalid. */
const MAX_RESET_MS = 31 * DAY_MS

/** The names of an API's rate limit headers, and how to read their values. */
export interface RateLimitHeaders {
  readonly nameOf: (unit: RateLimit['unit'], field: LimitField) => string
  /** The period of each limit that the API may report, by unit. */
  readonly periodsMs: Readonly<Partial<Record<RateLimit['unit'], number>>>
  /** Returns the time from the response until the limit resets. */
  readonly parseResetMs: (text: string, serverTimeMs: number) => number | undefined
}

type LimitField = 'limit' | 'remaining' | 'reset'

export const openaiRateLimits: RateLimitHeaders = {
  nameOf: (unit, field) => `x-ratelimit-${field}-${unit}`,
  periodsMs: { requests: MINUTE_MS, tokens: MINUTE_MS },
  parseResetMs: parseDurationMs,
}

/** Groq uses OpenAI's header names, but limits requests per day: https://console.groq.com/docs/rate-limits */
export const groqRateLimits: RateLimitHeaders = {
  ...openaiRateLimits,
  periodsMs: { requests: DAY_MS, tokens: MINUTE_MS },
}

/** Mistral reports no reset. */
export const mistralRateLimits: RateLimitHeaders = {
  ...openaiRateLimits,
  nameOf: (unit, field) => `x-ratelimit-${field}-${unit === 'requests' ? 'req' : unit}-minute`,
}

/** Anthropic rounds remaining tokens to thousands. Limits that exist only in its priority tier are ignored. */
export const anthropicRateLimits: RateLimitHeaders = {
  nameOf: (unit, field) => `anthropic-ratelimit-${unit}-${field}`,
  periodsMs: {
    requests: MINUTE_MS,
    tokens: MINUTE_MS,
    'input-tokens': MINUTE_MS,
    'output-tokens': MINUTE_MS,
  },
  parseResetMs: parseMomentMs,
}

/** Returns every limit that has at least one valid figure; all figures are finite and not negative. */
export function readRateLimits(
  headers: RateLimitHeaders,
  getHeader: GetHeader,
  now: Date,
): readonly RateLimit[] {
  const units = Object.entries(headers.periodsMs) as [RateLimit['unit'], number][]
  return units.flatMap(([unit, periodMs]): RateLimit[] => {
    const valueOf = (field: LimitField) => getHeader(headers.nameOf(unit, field))?.trim() ?? ''
    // Some servers without limits report 0 or a negative number.
    const limit = parseAmount(valueOf('limit')) || undefined
    const remaining = /^-\d/.test(valueOf('remaining')) && limit ? 0 : parseAmount(valueOf('remaining'))
    const reset = valueOf('reset')
    const resetMs = reset === '' ? undefined : headers.parseResetMs(reset, serverTimeMs(getHeader, now))
    const isKnown = [limit, remaining, resetMs].some((figure) => figure !== undefined)
    return isKnown ? [{ unit, periodMs, limit, remaining, resetMs }] : []
  })
}

/** Returns the time until all exhausted limits have reset; undefined if none is exhausted or the time is unknown. */
export function exhaustedResetMs(limits: readonly RateLimit[]): number | undefined {
  const resets = limits.flatMap(({ remaining, resetMs }) => (remaining === 0 ? (resetMs ?? []) : []))
  return resets.length === 0 ? undefined : Math.max(...resets)
}

function parseAmount(text: string): number | undefined {
  const amount = /^\+?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  return Number.isFinite(amount) ? amount : undefined
}

const DURATION = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/i
const UNITS_MS = [DAY_MS, HOUR_MS, MINUTE_MS, 1000, 1]

/** Parses `500ms`, `7.66s`, `6m0s` or `1h2m3s`; some servers send a bare number of seconds. */
function parseDurationMs(text: string): number | undefined {
  const seconds = parseAmount(text)
  if (seconds !== undefined) return plausible(seconds * 1000)
  const [whole = '', ...parts] = DURATION.exec(text) ?? []
  return whole === ''
    ? undefined
    : plausible(parts.reduce((sum, part, index) => sum + Number(part ?? 0) * (UNITS_MS[index] ?? 0), 0))
}

const MOMENT = /^\d{4}-\d\d-\d\d[t ]\d\d:\d\d:\d\d(\.\d+)?(z|[+-]\d\d:\d\d)$/i

/** Returns the time from `nowMs` until a moment in the format of RFC 3339; 0 if the moment has passed. */
function parseMomentMs(text: string, nowMs: number): number | undefined {
  const momentMs = MOMENT.test(text) ? Date.parse(text.toUpperCase()) : Number.NaN
  return Number.isNaN(momentMs) ? undefined : plausible(Math.max(0, momentMs - nowMs))
}

const plausible = (delayMs: number): number | undefined => (delayMs <= MAX_RESET_MS ? delayMs : undefined)
