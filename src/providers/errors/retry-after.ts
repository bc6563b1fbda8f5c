/** Reads from the headers of an error response whether and when to retry. */

export type GetHeader = (name: string) => string | undefined

/** Returns the delay before the next attempt, at least 0; undefined if the headers contain no valid delay. */
export function retryAfterMs(getHeader: GetHeader, now: Date): number | undefined {
  const exactMs = parseNumber(getHeader('retry-after-ms'))
  if (exactMs !== undefined) return Math.max(0, exactMs)
  const text = getHeader('retry-after')
  const seconds = parseNumber(text)
  if (seconds !== undefined) return Math.max(0, seconds * 1000)
  const untilMs = parseHttpDate(text)
  return untilMs === undefined ? undefined : Math.max(0, untilMs - serverTimeMs(getHeader, now))
}

/** Returns whether the provider recommends a retry; undefined if the headers do not say. */
export function retryAdvice(getHeader: GetHeader): boolean | undefined {
  const advice = getHeader('x-should-retry')?.trim().toLowerCase()
  return advice === 'true' ? true : advice === 'false' ? false : undefined
}

/** Returns the time of the response by the server's clock, if known, since the local clock may be wrong. */
export const serverTimeMs = (getHeader: GetHeader, now: Date): number =>
  parseHttpDate(getHeader('date')) ?? now.getTime()

function parseNumber(text: string | undefined): number | undefined {
  const number = /^\s*[+-]?\d+(\.\d+)?(e\d{1,2})?\s*$/i.test(text ?? '') ? Number(text) : Number.NaN
  return Number.isFinite(number) ? number : undefined
}

/** The three date formats of RFC 9110; `Date.parse` alone accepts almost any text. */
const HTTP_DATES = [
  /^[a-z]{3}, .*GMT$/i,
  /^[a-z]{6,9}, .*GMT$/i,
  /^[a-z]{3} [a-z]{3} [ \d]\d [\d:]{8} \d{4}$/i,
]

function parseHttpDate(text = ''): number | undefined {
  const trimmed = text.trim()
  if (!HTTP_DATES.some((form) => form.test(trimmed))) return undefined
  // The third format has no time zone; it means GMT.
  const timeMs = Date.parse(/GMT$/i.test(trimmed) ? trimmed : `${trimmed} GMT`)
  return Number.isNaN(timeMs) ? undefined : timeMs
}
