/**
 * The time of overlapping work: if three pieces run at once for one second, `busyMs` grows by three seconds and
 * `elapsedMs` by one. Starts and ends must be recorded in chronological order.
 */
export class BusyTime {
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
