/** How long the provider asks to wait, at least 0; undefined when it does not say, or says it unintelligibly. */
export function retryAfterMs(header: (name: string) => string | undefined, now: Date): number | undefined {
  const exact = numberFrom(header('retry-after-ms'))
  if (exact !== undefined) return Math.max(0, exact)
  const given = header('retry-after')
  const seconds = numberFrom(given)
  if (seconds !== undefined) return Math.max(0, seconds * 1000)
  // Against the server's own clock where it tells it, since the local one may be off.
  const until = dateFrom(given)
  return until === undefined ? undefined : Math.max(0, until - (dateFrom(header('date')) ?? now.getTime()))
}

const numberFrom = (text: string | undefined): number | undefined =>
  /^\s*[+-]?\d+(\.\d+)?(e\d{1,2})?\s*$/i.test(text ?? '') ? Number(text) : undefined

/** HTTP's dates only: Date.parse alone finds a date in almost anything. */
const dateFrom = (text: string | undefined): number | undefined => {
  const time = /^\s*[a-z]{3,9},? .*GMT\s*$/i.test(text ?? '') ? Date.parse(text ?? '') : Number.NaN
  return Number.isNaN(time) ? undefined : time
}
