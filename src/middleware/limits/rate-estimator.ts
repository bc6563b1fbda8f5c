/** This many calls are sent without spacing at the start. */
const UNSPACED_CALLS = 10
const CAUTIOUS_CALLS = 500
/** Maximum time between the first calls; a refusal usually returns within this time. */
const MAX_SPACING_MS = 4
/** A test needs two calls, since the bucket may have refilled by one call before the test. */
const TEST_CALLS = 2
/** The first estimate is only this share of the accepted rate, since the bucket was full at the start. */
const FIRST_ESTIMATE = 0.7
const MIN_BURST_MS = 1000
/** Calls are sent at this share of the measured rate. */
const MARGIN = 0.97
/** Relative growth of the rate per call. */
const FAST_GROWTH = 0.01
const SLOW_GROWTH = 0.00015
/** If calls reach this multiple of the measured rate without a refusal, the provider must have raised the limit. */
const RAISED_LIMIT = 1.1
/** If fewer accepted calls were measured, the measured rate is unreliable, so the current rate is halved instead. */
const MIN_MEASURED_CALLS = 5
/** The measured rate is based on about this many of the latest accepted calls. */
const MAX_REMEMBERED_CALLS = 300
/** The call after a delayed call may be sent this much earlier, so that delays do not add up. */
const MAX_CATCH_UP_MS = 5
/** Maximum time between calls; the rate never falls below one call per ten seconds. */
const MAX_GAP_MS = 10_000

/**
 * Estimates a rate limit that the provider does not report. If two neighbouring calls are refused, the provider's
 * bucket is certainly empty: a proof. A single refusal may have another cause, so test calls follow. Between two
 * proofs, as many calls were accepted as flowed into the bucket, which gives the rate.
 */
export class RateEstimator {
  /** Allowed calls per millisecond; Infinity until the first proof of a limit. */
  #perMs = Infinity
  #nextMs = 0
  #pausedUntilMs = 0
  /** Number of remaining calls that ignore the rate, to test whether a refusal had another cause. */
  #testCalls = 0
  #firstSentMs: number | undefined
  /**
   * Number of remaining calls that are spaced although no limit is known, so that a refusal returns before the next
   * call.
   */
  #cautiousCalls = CAUTIOUS_CALLS
  #spacingMs = MAX_SPACING_MS
  #provenMs = 0
  /**
   * Calls sent since the last proof. A call with an isolated refusal is included, since such a refusal proves no
   * limit.
   */
  #accepted = 0
  #lastRefused = -Infinity
  /** Accepted calls, and the time between proofs in which they were sent; older calls have less weight. */
  #measured = { calls: 0, durationMs: 0 }
  #measuredPerMs = Infinity

  waitMs(nowMs: number): number {
    return Math.max(0, this.#pausedUntilMs - nowMs, this.#testCalls > 0 ? 0 : this.#nextMs - nowMs)
  }

  /** Whether refused calls have limited the rate. */
  get isLimited(): boolean {
    return this.#perMs !== Infinity
  }

  recordSent(nowMs: number): void {
    this.#firstSentMs ??= nowMs
    this.#accepted++
    if (!this.isLimited) {
      if (this.#cautiousCalls > 0 && --this.#cautiousCalls < CAUTIOUS_CALLS - UNSPACED_CALLS)
        this.#nextMs = nowMs + this.#spacingMs
      return
    }
    // The rate grows only while calls fully use it; otherwise a lack of refusals would prove nothing.
    if (nowMs - this.#nextMs < 1 / this.#perMs) this.#perMs *= 1 + this.#growth()
    if (this.#testCalls > 0) {
      this.#testCalls--
      this.#pausedUntilMs = nowMs + this.#spacingMs
    } else this.#nextMs = Math.max(this.#nextMs, nowMs - MAX_CATCH_UP_MS) + 1 / this.#perMs
  }

  /** Limits the spacing to the duration of the fastest answer, since a refusal takes no longer than an answer. */
  recordAnswer(durationMs: number): void {
    this.#spacingMs = Math.min(this.#spacingMs, durationMs)
  }

  /** Call this if the provider reports its limits. */
  skipCautiousStart(): void {
    this.#cautiousCalls = 0
  }

  /** `sequence` is the position of the refused call in the order of sending. */
  recordRefusal(
    { sequence, sentMs }: { sequence: number; sentMs: number },
    retryAfterMs: number | undefined,
    nowMs: number,
  ): void {
    if (this.isLimited && sentMs <= this.#provenMs) {
      // The last proof counted this call as accepted, but it was refused.
      this.#measured.calls = Math.max(0, this.#measured.calls - 1)
      return
    }
    const isolated = sequence - this.#lastRefused > TEST_CALLS
    this.#lastRefused = sequence
    if (isolated && this.#accepted > 1) {
      if (this.isLimited) this.#testCalls = TEST_CALLS
      return
    }
    this.#accepted -= isolated ? 1 : 2
    if (!this.isLimited && this.#accepted <= 0) {
      // Without an accepted call there is no rate to estimate yet, so only the provider knows how long to wait.
      this.#accepted = 0
      this.#pausedUntilMs = nowMs + (retryAfterMs ?? 0)
      return
    }
    const pauseMs = this.isLimited && this.#accepted <= 0 ? retryAfterMs : undefined
    this.#estimate(nowMs)
    this.#pausedUntilMs = nowMs + (pauseMs ?? 1 / this.#perMs)
  }

  #estimate(nowMs: number): void {
    const calls = Math.max(0, this.#accepted)
    if (this.isLimited) {
      const weight = Math.min(1, MAX_REMEMBERED_CALLS / (this.#measured.calls + calls))
      this.#measured = {
        calls: (this.#measured.calls + calls) * weight,
        durationMs: (this.#measured.durationMs + nowMs - this.#provenMs) * weight,
      }
      const perMs = this.#measured.calls / this.#measured.durationMs
      // With fewer measured calls, the error of the measured rate may be larger.
      const margin = MARGIN - 0.2 / Math.sqrt(this.#measured.calls)
      this.#perMs = this.#measured.calls < MIN_MEASURED_CALLS ? this.#perMs / 2 : perMs * margin
    } else {
      const durationMs = Math.max(MIN_BURST_MS, nowMs - (this.#firstSentMs ?? nowMs))
      this.#perMs = (calls / durationMs) * FIRST_ESTIMATE
    }
    this.#perMs = Math.max(this.#perMs, 1 / MAX_GAP_MS)
    this.#measuredPerMs = this.#perMs
    this.#accepted = 0
    this.#provenMs = nowMs
    this.#nextMs = nowMs
    this.#testCalls = 0
  }

  /**
   * Relative growth per call: fast after a first estimate, slow at a measured rate, and fast after the limit was
   * raised.
   */
  #growth(): number {
    const raised = this.#perMs > this.#measuredPerMs * RAISED_LIMIT
    return raised || this.#measured.calls < MIN_MEASURED_CALLS
      ? FAST_GROWTH
      : Math.max(SLOW_GROWTH, 0.1 / this.#measured.calls ** 2)
  }
}
