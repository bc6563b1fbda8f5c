/**
 * How much of one limit is left, as the provider counts it: it fills evenly and holds no more than a burst. Its
 * clock is the caller's.
 */
export class Bucket {
  #perMs: number
  #capacity: number
  #level: number
  #atMs = 0

  constructor(perMs: number, capacity: number) {
    this.#perMs = perMs
    this.#capacity = capacity
    this.#level = capacity
  }

  /** How long until so much may be used; what is more than it can ever hold goes when it is full. */
  waitMs(amount: number, nowMs: number): number {
    // What arrives a few milliseconds out of order must not find the last drop gone.
    const reserve = Math.min(this.#capacity * RESERVE, JITTER_MS * this.#perMs + amount)
    const lacking = Math.min(amount + reserve, this.#capacity) - this.#fill(nowMs)
    // Sums of fractions fall short of a whole by a hair.
    return lacking > 1e-6 ? lacking / this.#perMs : 0
  }

  take(amount: number, nowMs: number): void {
    this.#level = Math.min(this.#capacity, this.#fill(nowMs) - amount)
  }

  /** What the provider tells counts for more than what was reckoned. */
  learn(told: { perMs: number; capacity: number; level: number }, nowMs: number): void {
    this.#perMs = told.perMs
    this.#capacity = Math.max(this.#capacity, told.capacity)
    this.#level = Math.min(told.level, this.#capacity)
    this.#atMs = nowMs
  }

  #fill(nowMs: number): number {
    this.#level = Math.min(this.#capacity, this.#level + (nowMs - this.#atMs) * this.#perMs)
    this.#atMs = nowMs
    return this.#level
  }
}

/** The order of arrival differs from that of departure by so much. */
const JITTER_MS = 20
/** The most of a burst that is kept in reserve. */
const RESERVE = 0.1
