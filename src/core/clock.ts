/** The only place that reads time or waits; everything else asks the scope's clock. */

export interface Clock {
  /** Monotonic milliseconds, for durations. */
  now(): number
  /** Wall-clock time, for the record. */
  date(): Date
  /** Resolves after `delayMs`; rejects with the signal's reason as soon as it aborts. */
  sleep(delayMs: number, signal: AbortSignal): Promise<void>
}

/** `setTimeout` fires at once beyond this. */
export const LONGEST_DELAY_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => new Date(),
  sleep: (delayMs, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const abort = () => {
        clearTimeout(timer)
        reject(signal.reason)
      }
      const timer = setTimeout(
        () => {
          signal.removeEventListener('abort', abort)
          resolve()
        },
        Math.min(Math.max(delayMs, 0), LONGEST_DELAY_MS),
      )
      signal.addEventListener('abort', abort, { once: true })
    }),
}
