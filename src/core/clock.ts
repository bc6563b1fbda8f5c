/** The only file that reads time or sets timers; all other code uses the scope's clock. */

export interface Clock {
  /** Monotonic time in milliseconds, for measuring durations. */
  now(): number
  /** Wall-clock time, for records. */
  date(): Date
  /** Runs the action after the delay, unless the returned function is called first. */
  after(delayMs: number, action: () => void): () => void
  /** Resolves after the delay; rejects with the signal's reason as soon as the signal aborts. */
  sleep(delayMs: number, signal: AbortSignal): Promise<void>
}

/** Runs the action after the delay, unless the signal aborts first. */
export const runAfter = (clock: Clock, delayMs: number, signal: AbortSignal, action: () => void): void =>
  void clock.sleep(delayMs, signal).then(action, () => undefined)

/** With a longer delay, Node would fire a timer immediately. */
export const MAX_TIMER_DELAY_MS = 2 ** 31 - 1

/** Builds `sleep` of a clock from its `after`. */
export const sleepUntilAborted = (
  clock: Pick<Clock, 'after'>,
  delayMs: number,
  signal: AbortSignal,
): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const wake = () => {
      signal.removeEventListener('abort', abort)
      resolve()
    }
    const cancel = clock.after(delayMs, wake)
    const abort = () => {
      cancel()
      reject(signal.reason)
    }
    signal.addEventListener('abort', abort, { once: true })
  })

export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => new Date(),
  after(delayMs, action) {
    const timer = setTimeout(action, Math.min(Math.max(delayMs, 0), MAX_TIMER_DELAY_MS))
    return () => clearTimeout(timer)
  },
  sleep: (delayMs, signal) => sleepUntilAborted(systemClock, delayMs, signal),
}
