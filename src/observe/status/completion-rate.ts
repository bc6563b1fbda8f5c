const SLICE_MS = 250
const SLICES = 240
const USUAL_WINDOW_MS = 10_000
/** A window with fewer completions gives an unsteady rate. */
const STEADY_COUNT = 10
const MIN_ELAPSED_MS = 1000

/**
 * The recent rate of completions, in constant memory. It is measured over the last ten seconds, or over a longer
 * window if that contains fewer than ten completions.
 */
export class CompletionRate {
  /** Ring buffer: the number of completions in each slice of the last minute. */
  readonly #slices = Array.from({ length: SLICES }, () => 0)
  #latest = 0
  #count = 0
  #startedMs: number | undefined

  start(atMs: number): void {
    this.#startedMs ??= atMs
  }

  complete(atMs: number): void {
    this.#advanceTo(atMs)
    this.#count++
    const slice = this.#latest % SLICES
    this.#slices[slice] = (this.#slices[slice] ?? 0) + 1
  }

  /** Completions per second; undefined in the first second. */
  perSecond(nowMs: number): number | undefined {
    const elapsedMs = nowMs - (this.#startedMs ?? nowMs)
    if (elapsedMs < MIN_ELAPSED_MS) return undefined
    this.#advanceTo(nowMs)
    let count = 0
    for (let age = 0; age < SLICES; age++) {
      const windowMs = age * SLICE_MS
      if (windowMs >= elapsedMs) return (count * 1000) / elapsedMs
      if (windowMs >= USUAL_WINDOW_MS && count >= STEADY_COUNT) {
        // A longer window always starts at a completion; including that completion would bias the rate.
        return ((count - (windowMs > USUAL_WINDOW_MS ? 1 : 0)) * 1000) / windowMs
      }
      count += this.#slices[(this.#latest - age + SLICES) % SLICES] ?? 0
    }
    // Slow work uses the mean rate since the start, which is steadier, but at most the rate of the last minute.
    return Math.min((this.#count * 1000) / elapsedMs, ((count + 1) * 1000) / (SLICES * SLICE_MS))
  }

  /** Moves on to the slice of this time. A slice includes its end but not its start, so that nothing counts twice. */
  #advanceTo(atMs: number): void {
    const slice = Math.ceil((atMs - (this.#startedMs ?? atMs)) / SLICE_MS) + SLICES
    if (this.#latest === 0) this.#latest = slice
    for (; this.#latest < slice; this.#latest++) this.#slices[(this.#latest + 1) % SLICES] = 0
  }
}
