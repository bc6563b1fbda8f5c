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

/** The same for waits, whose end is known when they start. Starts must come in the order of time. */
export class WaitTime {
  busyMs = 0
  elapsedMs = 0
  #untilMs = -Infinity

  add(startMs: number, delayMs: number): void {
    const endMs = startMs + delayMs
    this.busyMs += delayMs
    this.elapsedMs += Math.max(0, endMs - Math.max(startMs, this.#untilMs))
    this.#untilMs = Math.max(this.#untilMs, endMs)
  }
}
