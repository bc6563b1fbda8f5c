/** The limit counts as fully used if at least this share of it is in use. */
const SATURATED = 0.8
const GROWTH_PAUSE_MS = 15_000

/**
 * Limits the calls in flight to one model. While the limit is fully used, it doubles per round trip (slow start).
 * After the first failure of the provider, it grows by one per round trip. Throttling does not lower the limit: the
 * `RateEstimator` handles throttling.
 */
export class AdaptiveConcurrency {
  readonly #max: number
  #limit: number
  #inFlight = 0
  #slowStart = true
  #noGrowthUntilMs = 0

  constructor(initial: number, max: number) {
    this.#max = max
    this.#limit = Math.min(initial, max)
  }

  get hasRoom(): boolean {
    return this.#inFlight < Math.floor(this.#limit)
  }

  acquire(): void {
    this.#inFlight++
  }

  releaseAnswered(nowMs: number, othersWait: boolean): void {
    const saturated = othersWait || this.#inFlight >= this.#limit * SATURATED
    this.#inFlight--
    if (!saturated || nowMs < this.#noGrowthUntilMs) return
    this.#limit = Math.min(this.#max, this.#limit + (this.#slowStart ? 1 : 1 / this.#limit))
  }

  releaseFailed(): void {
    this.#inFlight--
  }

  /** After a failure of the provider, the limit does not grow for a while; it is not lowered. */
  pauseGrowth(nowMs: number): void {
    this.#slowStart = false
    this.#noGrowthUntilMs = nowMs + GROWTH_PAUSE_MS
  }

  /** Raises the limit to its maximum, for a provider that reports its rate limits. */
  allowMax(): void {
    this.#limit = this.#max
  }
}
