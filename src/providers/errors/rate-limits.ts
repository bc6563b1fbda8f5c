/** What headers tell of an account's limits. They may be absent, stale or garbage, and are never needed. */
import type { RateLimit } from '../../core/types.ts'
import { answeredAtMs, type Header } from './retry-after.ts'

const MINUTE_MS = 60_000
const DAY_MS = 1440 * MINUTE_MS
/** No limit of a provider takes longer to come back: what says so is garbage. */
const LONGEST_RESET_MS = 31 * DAY_MS

/** How an API names its limits, and what they mean. */
export interface LimitStyle {
  readonly header: (unit: RateLimit['unit'], field: 'limit' | 'remaining' | 'reset') => string
  /** The period of each limit that may be told. */
  readonly periods: Readonly<Partial<Record<RateLimit['unit'], number>>>
  /** From the time of the answer. */
  readonly resetMs: (text: string, answeredAtMs: number) => number | undefined
}

export const openaiLimits: LimitStyle = {
  header: (unit, field) => `x-ratelimit-${field}-${unit}`,
  periods: { requests: MINUTE_MS, tokens: MINUTE_MS },
  resetMs: duration,
}

/** The same names, but the requests are a day's: https://console.groq.com/docs/rate-limits */
export const groqLimits: LimitStyle = { ...openaiLimits, periods: { requests: DAY_MS, tokens: MINUTE_MS } }

/** Tokens remaining are rounded to thousands. The priority tier's limits come on top, and are not read. */
export const anthropicLimits: LimitStyle = {
  header: (unit, field) => `anthropic-ratelimit-${unit}-${field}`,
  periods: {
    requests: MINUTE_MS,
    tokens: MINUTE_MS,
    'input-tokens': MINUTE_MS,
    'output-tokens': MINUTE_MS,
  },
  resetMs: until,
}

/** Every limit of which anything was told that makes sense; no number is negative or without bounds. */
export function limitsFrom(style: LimitStyle, header: Header, now: Date): readonly RateLimit[] {
  const units = Object.entries(style.periods) as [RateLimit['unit'], number][]
  return units.flatMap(([unit, periodMs]): RateLimit[] => {
    const told = (field: 'limit' | 'remaining' | 'reset') => header(style.header(unit, field))?.trim() ?? ''
    // Nothing at all, and less than that, is how some servers say that there is no limit.
    const limit = count(told('limit')) || undefined
    const remaining = /^-\d/.test(told('remaining')) && limit ? 0 : count(told('remaining'))
    const resetMs = style.resetMs(told('reset'), answeredAtMs(header, now))
    const known = [limit, remaining, resetMs].some((figure) => figure !== undefined)
    return known ? [{ unit, periodMs, limit, remaining, resetMs }] : []
  })
}

/** How long until all that is used up is there again; undefined if nothing is, or nobody told when. */
export function exhaustedMs(limits: readonly RateLimit[]): number | undefined {
  const resets = limits.flatMap(({ remaining, resetMs }) => (remaining === 0 ? (resetMs ?? []) : []))
  return resets.length === 0 ? undefined : Math.max(...resets)
}

function count(text: string): number | undefined {
  const number = /^\+?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  return Number.isFinite(number) ? number : undefined
}

const DURATION = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/i
const UNITS_MS = [DAY_MS, 60 * MINUTE_MS, MINUTE_MS, 1000, 1]

/** `500ms`, `7.66s`, `6m0s`, `1h2m3s`; a bare number, as some servers send it, is in seconds. */
function duration(text: string): number | undefined {
  const seconds = count(text)
  if (seconds !== undefined) return sensible(seconds * 1000)
  const [whole = '', ...parts] = DURATION.exec(text) ?? []
  return whole === ''
    ? undefined
    : sensible(parts.reduce((sum, part, index) => sum + Number(part ?? 0) * (UNITS_MS[index] ?? 0), 0))
}

const MOMENT = /^\d{4}-\d\d-\d\d[t ]\d\d:\d\d:\d\d(\.\d+)?(z|[+-]\d\d:\d\d)$/i

/** A moment in the form of RFC 3339; one that is over is now. */
function until(text: string, nowMs: number): number | undefined {
  const momentMs = MOMENT.test(text) ? Date.parse(text.toUpperCase()) : Number.NaN
  return Number.isNaN(momentMs) ? undefined : sensible(Math.max(0, momentMs - nowMs))
}

const sensible = (delayMs: number): number | undefined => (delayMs <= LONGEST_RESET_MS ? delayMs : undefined)
