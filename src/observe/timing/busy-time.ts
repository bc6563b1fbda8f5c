/**
 * Overlapping work as its sum (`busyMs`: three at once for a second are three) and its union (`elapsedMs`: they
 * are one). Starts and ends must come in the order of time.
 */
export class BusyTime {
  busyMs = 0
  elapsedMs = 0
  #active = 0
  #atMs = 0

  get idle(): boolean {
    return this.#active === 0
  }

  start(atMs: number): void {
    this.#pass(atMs)
    this.#active += 1
  }

  end(atMs: number): void {
    this.#pass(atMs)
    this.#active -= 1
  }

  #pass(atMs: number): void {
    const passedMs = atMs - this.#atMs
    this.busyMs += passedMs * this.#active
    if (this.#active > 0) this.elapsedMs += passedMs
    this.#atMs = atMs
  }
}
