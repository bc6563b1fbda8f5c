/** When a provider wants to be asked again, and whether at all, as the headers of its refusal tell. */

export type Header = (name: string) => string | undefined

/** How long the provider asks to wait, at least 0; undefined when it does not say, or says it unintelligibly. */
export function retryAfterMs(header: Header, now: Date): number | undefined {
  const exact = numberFrom(header('retry-after-ms'))
  if (exact !== undefined) return Math.max(0, exact)
  const given = header('retry-after')
  const seconds = numberFrom(given)
  if (seconds !== undefined) return Math.max(0, seconds * 1000)
  const untilMs = dateFrom(given)
  return untilMs === undefined ? undefined : Math.max(0, untilMs - answeredAtMs(header, now))
}

/** What the provider itself makes of a second try, where it says so. */
export function shouldRetry(header: Header): boolean | undefined {
  const advice = header('x-should-retry')?.trim().toLowerCase()
  return advice === 'true' ? true : advice === 'false' ? false : undefined
}

/** The time by the server's own clock where it tells it, since the local one may be off. */
export const answeredAtMs = (header: Header, now: Date): number => dateFrom(header('date')) ?? now.getTime()

function numberFrom(text: string | undefined): number | undefined {
  const number = /^\s*[+-]?\d+(\.\d+)?(e\d{1,2})?\s*$/i.test(text ?? '') ? Number(text) : Number.NaN
  return Number.isFinite(number) ? number : undefined
}

/** HTTP's three forms only: Date.parse alone finds a date in almost anything. */
const DATES = [/^[a-z]{3}, .*GMT$/i, /^[a-z]{6,9}, .*GMT$/i, /^[a-z]{3} [a-z]{3} [ \d]\d [\d:]{8} \d{4}$/i]

function dateFrom(text = ''): number | undefined {
  const given = text.trim()
  if (!DATES.some((form) => form.test(given))) return undefined
  // The third form, asctime's, leaves its time zone out.
  const time = Date.parse(/GMT$/i.test(given) ? given : `${given} GMT`)
  return Number.isNaN(time) ? undefined : time
}
