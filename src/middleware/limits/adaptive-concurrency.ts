/** The limit counts as fully used if at least this share of it is in use. */
const SATURATED = 0.8
/**
 * A single failure says little about the capacity of a provider, but more failures than this share of the recent calls
 * say that there are too many calls.
 */
const MAX_FAILURE_RATE = 0.15
/**
 * The share is measured over at least this many calls, and over as many as may be in flight: failures arrive before
 * the answers to calls that were sent together.
 */
const MIN_MEASURED_CALLS = 50
const SHRINK_FACTOR = 0.7

/**
 * Limits the calls in flight to one model. While the limit is fully used, it doubles per round trip (slow start). If
 * too many calls fail, it shrinks, and from then on grows by one per round trip. Throttling does not lower the limit:
 * the `RateEstimator` handles throttling.
 */
export class AdaptiveConcurrency {
  readonly #min: number
  readonly #max: number
  #limit: number
  #inFlight = 0
  #slowStart = true
  #measured = { calls: 0, failures: 0 }

  constructor(initial: number, max: number) {
    this.#min = Math.min(initial, max)
    this.#max = max
    this.#limit = this.#min
  }

  get room(): number {
    return Math.max(0, Math.floor(this.#limit) - this.#inFlight)
  }

  acquire(): void {
    this.#inFlight++
  }

  releaseAnswered(othersWait: boolean): void {
    const saturated = othersWait || this.#inFlight >= this.#limit * SATURATED
    this.#inFlight--
    this.#measure(0)
    if (saturated) this.#limit = Math.min(this.#max, this.#limit + (this.#slowStart ? 1 : 1 / this.#limit))
  }

  /** For a call that was aborted or refused, which says nothing about the capacity. */
  release(): void {
    this.#inFlight--
  }

  releaseFailed(): void {
    this.#inFlight--
    this.#measure(1)
  }

  #measure(failures: 0 | 1): void {
    this.#measured.calls++
    this.#measured.failures += failures
    const { calls, failures: failed } = this.#measured
    if (calls < Math.max(MIN_MEASURED_CALLS, this.#limit)) return
    this.#measured = { calls: 0, failures: 0 }
    if (failed <= MAX_FAILURE_RATE * calls) return
    this.#limit = Math.max(this.#min, this.#limit * SHRINK_FACTOR)
    this.#slowStart = false
  }

  /** Raises the limit to its maximum, for a provider that reports its rate limits. */
  allowMax(): void {
    this.#limit = this.#max
  }
}
