/**
 * How many calls to one model may be in flight. Doubles every round while all are used (slow start); after the first
 * trouble at the provider it grows by one a round. Refusals for going too fast are the pace's business.
 */
export class Slots {
  readonly #most: number
  #limit: number
  #slowStart = true
  #pausedUntilMs = 0
  #inFlight = 0

  constructor(first: number, most: number) {
    this.#most = most
    this.#limit = Math.min(first, most)
  }

  get free(): boolean {
    return this.#inFlight < Math.floor(this.#limit)
  }

  take(): void {
    this.#inFlight++
  }

  /** `wanted`: others are waiting. */
  answered(nowMs: number, wanted: boolean): void {
    const saturated = wanted || this.#inFlight >= this.#limit * SATURATED
    this.#inFlight--
    if (!saturated || nowMs < this.#pausedUntilMs) return
    this.#limit = Math.min(this.#most, this.#limit + (this.#slowStart ? 1 : 1 / this.#limit))
  }

  failed(): void {
    this.#inFlight--
  }

  /** The provider is in trouble, which is no reason for fewer calls, but none for more. */
  pause(nowMs: number): void {
    this.#slowStart = false
    this.#pausedUntilMs = nowMs + COOL_DOWN_MS
  }

  /** The provider told what it allows: there is nothing to feel out. */
  open(): void {
    this.#limit = this.#most
  }
}

const SATURATED = 0.8
const COOL_DOWN_MS = 15_000
