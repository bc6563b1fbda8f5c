/** Wakes all waiters at each change, like a condition variable: each waiter must check its own condition again. */
export class Notifier {
  readonly #waiting = new Set<() => void>()

  notifyAll(): void {
    for (const wake of this.#waiting) wake()
  }

  /** Resolves at the next notification, or as soon as the signal aborts. */
  wait(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        signal?.removeEventListener('abort', wake)
        this.#waiting.delete(wake)
        resolve()
      }
      if (signal?.aborted) return resolve()
      signal?.addEventListener('abort', wake, { once: true })
      this.#waiting.add(wake)
    })
  }
}
