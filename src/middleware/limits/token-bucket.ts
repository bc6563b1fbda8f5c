/** The provider may receive requests earlier or later, relative to each other, by up to this time. */
const JITTER_MS = 20
/** Largest share of the capacity that is kept in reserve against jitter. */
const MAX_RESERVE = 0.1
/** Compensates for rounding errors in sums of fractions. */
const ROUNDING_ERROR = 1e-6

/** Models one rate limit as the provider counts it: the bucket refills evenly, up to its capacity. */
export class TokenBucket {
  #perMs: number
  #capacity: number
  #level: number
  #updatedMs = 0

  constructor(perMs: number, capacity: number) {
    this.#perMs = perMs
    this.#capacity = capacity
    this.#level = capacity
  }

  /** Time until this amount may be taken. For an amount above the capacity, time until the bucket is full. */
  waitMs(amount: number, nowMs: number): number {
    const reserve = Math.min(this.#capacity * MAX_RESERVE, JITTER_MS * this.#perMs + amount)
    const missing = Math.min(amount + reserve, this.#capacity) - this.#refill(nowMs)
    return missing > ROUNDING_ERROR ? missing / this.#perMs : 0
  }

  /** Takes this amount from the bucket; a negative amount is returned to it. */
  take(amount: number, nowMs: number): void {
    this.#level = Math.min(this.#capacity, this.#refill(nowMs) - amount)
  }

  /** Replaces the computed values with the values that the provider reported; the capacity never shrinks. */
  update(reported: { perMs: number; capacity: number; level: number }, nowMs: number): void {
    this.#perMs = reported.perMs
    this.#capacity = Math.max(this.#capacity, reported.capacity)
    this.#level = Math.min(reported.level, this.#capacity)
    this.#updatedMs = nowMs
  }

  /** Time until what was taken in excess has been refilled. */
  debtMs(nowMs: number): number {
    return Math.max(0, -this.#refill(nowMs) / this.#perMs)
  }

  /** Empties the bucket; `debt` was taken in addition. */
  drain(debt: number, nowMs: number): void {
    this.#level = Math.min(this.#refill(nowMs), -debt)
  }

  setRate(perMs: number, nowMs: number): void {
    this.#refill(nowMs)
    this.#perMs = perMs
  }

  isFull(nowMs: number): boolean {
    return this.#refill(nowMs) >= this.#capacity
  }

  #refill(nowMs: number): number {
    this.#level = Math.min(this.#capacity, this.#level + (nowMs - this.#updatedMs) * this.#perMs)
    this.#updatedMs = nowMs
    return this.#level
  }
}
