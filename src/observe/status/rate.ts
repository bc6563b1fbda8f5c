const SLICE_MS = 250
const SLICES = 240
const USUAL_MS = 10_000
/** So many ended make a figure that does not jump with each. */
const STEADY = 10
const SOONEST_MS = 1000

/** How many a second, of late: over the last ten seconds, or over as many as it takes for a steady figure. */
export class Rate {
  /** How many ended in each slice of the last minute, in a ring. */
  readonly #slices = Array.from({ length: SLICES }, () => 0)
  #latest = 0
  #count = 0
  #startedMs: number | undefined

  start(atMs: number): void {
    this.#startedMs ??= atMs
  }

  ended(atMs: number): void {
    this.#turnTo(atMs)
    this.#count++
    const slice = this.#latest % SLICES
    this.#slices[slice] = (this.#slices[slice] ?? 0) + 1
  }

  /** Undefined before there is enough to tell it from. */
  perSecond(nowMs: number): number | undefined {
    const passedMs = nowMs - (this.#startedMs ?? nowMs)
    if (passedMs < SOONEST_MS) return undefined
    this.#turnTo(nowMs)
    let count = 0
    for (let age = 0; age < SLICES; age++) {
      const spanMs = age * SLICE_MS
      if (spanMs >= passedMs) return (count * 1000) / passedMs
      if (spanMs >= USUAL_MS && count >= STEADY) {
        // Of a span that was chosen to begin with an end, that one does not count.
        return ((count - (spanMs > USUAL_MS ? 1 : 0)) * 1000) / spanMs
      }
      count += this.#slices[(this.#latest - age + SLICES) % SLICES] ?? 0
    }
    // Of work so slow the mean of all tells more, unless it has all but come to a halt.
    return Math.min((this.#count * 1000) / passedMs, ((count + 1) * 1000) / (SLICES * SLICE_MS))
  }

  /** A slice ends with its last moment, so that windows of whole slices count nothing twice. */
  #turnTo(atMs: number): void {
    const slice = Math.ceil((atMs - (this.#startedMs ?? atMs)) / SLICE_MS) + SLICES
    if (this.#latest === 0) this.#latest = slice
    for (; this.#latest < slice; this.#latest++) this.#slices[(this.#latest + 1) % SLICES] = 0
  }
}
