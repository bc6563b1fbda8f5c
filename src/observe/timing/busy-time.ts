/**
 * The time of overlapping work, as a sum and as a union: three pieces at once for a second are three seconds of
 * `busyMs` and one of `elapsedMs`. Starts and ends must come in chronological order.
 */
export class BusyTime {
  /** The number of starts. */
  count = 0
  busyMs = 0
  elapsedMs = 0
  #active = 0
  #atMs = 0

  get isIdle(): boolean {
    return this.#active === 0
  }

  start(atMs: number): void {
    this.#advanceTo(atMs)
    this.#active += 1
    this.count += 1
  }

  end(atMs: number): void {
    this.#advanceTo(atMs)
    this.#active -= 1
  }

  #advanceTo(atMs: number): void {
    const stepMs = atMs - this.#atMs
    this.busyMs += stepMs * this.#active
    if (this.#active > 0) this.elapsedMs += stepMs
    this.#atMs = atMs
  }
}
