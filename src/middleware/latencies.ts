const WINDOW = 256
/** Fewer say nothing about a tail. */
const ENOUGH = 20
/** Sorting is dearer than a threshold that is a little old. */
const SORT_EVERY = 16

/** The durations of the latest calls of one kind. */
export class Latencies {
  readonly #latest: number[] = []
  #count = 0
  #sorted: readonly number[] = []

  record(durationMs: number): void {
    this.#latest[this.#count++ % WINDOW] = durationMs
    if (this.#count % SORT_EVERY === 0) this.#sorted = this.#latest.toSorted((a, b) => a - b)
  }

  /** Undefined until enough is known. */
  percentile(rank: number): number | undefined {
    if (this.#sorted.length < ENOUGH) return undefined
    return this.#sorted[Math.min(this.#sorted.length - 1, Math.floor((rank / 100) * this.#sorted.length))]
  }
}
