/** The only file that reads time or sets timers; all other code uses the scope's clock. */

export interface Clock {
  /** Monotonic time in milliseconds, for measuring durations. */
  now(): number
  /** Wall-clock time, for records. */
  date(): Date
  /** Resolves after the delay; rejects with the signal's reason as soon as the signal aborts. */
  sleep(delayMs: number, signal: AbortSignal): Promise<void>
}

/** Runs the action after the delay, unless the signal aborts first. */
export const runAfter = (clock: Clock, delayMs: number, signal: AbortSignal, action: () => void): void =>
  void clock.sleep(delayMs, signal).then(action, () => undefined)

/** With a longer delay, Node would fire a timer immediately. */
export const MAX_TIMER_DELAY_MS = 2 ** 31 - 1

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
        Math.min(Math.max(delayMs, 0), MAX_TIMER_DELAY_MS),
      )
      signal.addEventListener('abort', abort, { once: true })
    }),
}
