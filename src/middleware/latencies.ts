const WINDOW = 256
/** With fewer recorded durations, high percentiles are meaningless. */
const MIN_RECORDED = 20
/** The durations are sorted only once per this many calls, since sorting at every call would be slow. */
const SORT_INTERVAL = 16

/** Percentiles of the durations of the most recent calls. */
export class Latencies {
  readonly #recent: number[] = []
  #count = 0
  #sorted: readonly number[] = []

  record(durationMs: number): void {
    this.#recent[this.#count++ % WINDOW] = durationMs
    if (this.#count % SORT_INTERVAL === 0) this.#sorted = this.#recent.toSorted((a, b) => a - b)
  }

  /** In milliseconds; `percent` is 0 to 100. Undefined until enough calls are recorded. */
  percentile(percent: number): number | undefined {
    if (this.#sorted.length < MIN_RECORDED) return undefined
    const index = Math.floor((percent / 100) * this.#sorted.length)
    return this.#sorted[Math.min(this.#sorted.length - 1, index)]
  }
}
