/** Share of the limit in use from which the limit counts as fully used. */
const SATURATED = 0.8
const GROWTH_PAUSE_MS = 15_000

/**
 * Limits the calls in flight to one model. While the limit is fully used it doubles per round trip (slow start);
 * after the first trouble at the provider it grows by one per round trip. Throttling does not lower it: the
 * `RateEstimator` handles that.
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

  /** Trouble at the provider stops the growth of the limit for a while, but does not lower the limit. */
  pauseGrowth(nowMs: number): void {
    this.#slowStart = false
    this.#noGrowthUntilMs = nowMs + GROWTH_PAUSE_MS
  }

  /** Ends the search for the limit, since the provider reports what it allows. */
  allowMax(): void {
    this.#limit = this.#max
  }
}
