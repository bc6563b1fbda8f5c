/** Calls at the start that are sent without spacing. */
const UNSPACED_CALLS = 10
const CAUTIOUS_CALLS = 500
/** Between the first calls; a refusal usually returns within this time. */
const MAX_SPACING_MS = 4
/** Two, since the bucket may have refilled by one call before the test. */
const TEST_CALLS = 2
/** Share of the accepted rate that the first estimate assumes: the calls emptied a full bucket as well. */
const FIRST_ESTIMATE = 0.7
const MIN_BURST_MS = 1000
/** Share of the measured rate that is used. */
const MARGIN = 0.97
/** Growth of the rate per call. */
const FAST_GROWTH = 0.01
const SLOW_GROWTH = 0.00015
/** At this multiple of the measured rate without a refusal, the provider must have raised the limit. */
const RAISED_LIMIT = 1.1
/** Accepted calls from which a measured rate is better than halving the current one. */
const MIN_MEASURED_CALLS = 5
/** Accepted calls that are remembered. */
const MAX_REMEMBERED_CALLS = 300
/** After a delayed call, the next may be sent this much earlier, so that delays do not add up. */
const MAX_CATCH_UP_MS = 5
/** Bounds the rate from below: one call per ten seconds. */
const MAX_GAP_MS = 10_000

/**
 * Estimates a rate limit that the provider does not report. Refusals of two neighbouring calls prove that the
 * provider's bucket is empty; a single one may have another cause and is tested. Calls that were accepted between
 * two proofs are what flowed into the bucket in that time, which is the rate.
 */
export class RateEstimator {
  /** Infinity until the first proof of a limit. */
  #perMs = Infinity
  #nextMs = 0
  #pausedUntilMs = 0
  /** Calls left that ignore the rate, to test whether a refusal had another cause. */
  #testCalls = 0
  #firstSentMs: number | undefined
  /** Calls left that are spaced although no limit is known, so that a refusal returns before the next call. */
  #cautiousCalls = CAUTIOUS_CALLS
  #spacingMs = MAX_SPACING_MS
  #provenMs = 0
  /** Calls since the last proof. Isolated refusals count as accepted; otherwise they would look like a limit. */
  #accepted = 0
  #lastRefused = -Infinity
  /** Accepted calls and the time they took, from proof to proof; older ones weigh less. */
  #measured = { calls: 0, durationMs: 0 }
  #measuredPerMs = Infinity

  waitMs(nowMs: number): number {
    return Math.max(0, this.#pausedUntilMs - nowMs, this.#testCalls > 0 ? 0 : this.#nextMs - nowMs)
  }

  /** Whether refused calls have lowered the rate. */
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
    // Only a rate that is fully used shows whether a higher one is possible.
    if (nowMs - this.#nextMs < 1 / this.#perMs) this.#perMs *= 1 + this.#growth()
    if (this.#testCalls > 0) {
      this.#testCalls--
      this.#pausedUntilMs = nowMs + this.#spacingMs
    } else this.#nextMs = Math.max(this.#nextMs, nowMs - MAX_CATCH_UP_MS) + 1 / this.#perMs
  }

  /** Shortens the spacing to the fastest answer, since a refusal takes no longer. */
  recordAnswer(durationMs: number): void {
    this.#spacingMs = Math.min(this.#spacingMs, durationMs)
  }

  /** For a provider whose limits are known. */
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
      // The last proof counted this call as accepted.
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
      // The fewer calls were measured, the larger the error may be.
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

  /** Per call: fast from a first estimate, slow from a measured rate, fast again when the limit was raised. */
  #growth(): number {
    const raised = this.#perMs > this.#measuredPerMs * RAISED_LIMIT
    return raised || this.#measured.calls < MIN_MEASURED_CALLS
      ? FAST_GROWTH
      : Math.max(SLOW_GROWTH, 0.1 / this.#measured.calls ** 2)
  }
}
