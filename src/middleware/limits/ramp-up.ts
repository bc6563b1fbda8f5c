/** This many calls are sent without spacing at the start. */
const UNSPACED_CALLS = 10
const FIRST_SPACING_MS = 10
/** Each call shortens the time to the next one by this share. */
const SPACING_DECAY = 0.005
/** After this many calls, further ones hardly change the spacing. */
const MAX_EARLIER_CALLS = 1000
/** Calls that were sent longer ago have little influence on the recent rate. */
const RECENT_MS = 5000

/**
 * Paces the first calls to a provider whose limits are unknown: each call is sent a little sooner after the one before
 * it, so that a refusal returns before many more calls are sent.
 */
export class RampUp {
  #calls = 0
  #nextMs = 0
  #spacingMs = FIRST_SPACING_MS
  #startedMs: number | undefined
  #recent = { calls: 0, atMs: 0 }

  waitMs(nowMs: number): number {
    return this.#nextMs - nowMs
  }

  /** The time for which a call must wait after which `later` calls were counted. */
  debtMs(later: number, nowMs: number): number {
    return this.#nextMs - (1 + later) * this.#spacingMs - nowMs
  }

  recordSent(nowMs: number): void {
    this.#startedMs ??= nowMs
    this.#recent = { calls: this.sentCalls(nowMs) + 1, atMs: nowMs }
    if (++this.#calls < UNSPACED_CALLS) return
    // A call that is sent late does not delay the next ones.
    this.#nextMs = Math.max(this.#nextMs, nowMs - this.#spacingMs) + this.#spacingMs
    this.#spacingMs *= 1 - SPACING_DECAY
  }

  /** Counts calls of other processes, which may all have been sent just now. */
  recordEarlier(calls: number, nowMs: number): void {
    for (let call = 0; call < Math.min(calls, MAX_EARLIER_CALLS); call++) this.recordSent(nowMs)
  }

  limitSpacing(maxMs: number): void {
    this.#spacingMs = Math.min(this.#spacingMs, maxMs)
  }

  /** From now on, calls are not spaced. */
  end(): void {
    this.#spacingMs = 0
    this.#nextMs = 0
  }

  /** Number of calls so far; calls that were sent long ago count less. */
  sentCalls(nowMs: number): number {
    return this.#recent.calls * Math.exp((this.#recent.atMs - nowMs) / RECENT_MS)
  }

  /** The time in which `sentCalls` were sent; time that passed long ago counts less. */
  durationMs(nowMs: number): number {
    return RECENT_MS * (1 - Math.exp(((this.#startedMs ?? nowMs) - nowMs) / RECENT_MS))
  }
}
