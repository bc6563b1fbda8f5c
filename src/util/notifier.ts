/** Wakes whoever waits for a change, however often it is rung. */
export class Bell {
  readonly #waiting = new Set<() => void>()

  ring(): void {
    for (const wake of this.#waiting) wake()
  }

  /** Resolves at the next ring, and at once when the signal is aborted: callers look again in either case. */
  heard(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        signal.removeEventListener('abort', wake)
        this.#waiting.delete(wake)
        resolve()
      }
      if (signal.aborted) return resolve()
      signal.addEventListener('abort', wake, { once: true })
      this.#waiting.add(wake)
    })
  }
}
