import { sleepUntilAborted, type Clock } from '../core/clock.ts'

interface Sleeper {
  readonly wakeMs: number
  readonly wake: () => void
}

export interface VirtualClock extends Clock {
  readonly sleeping: () => number
}

/**
 * Time passes only when all work waits: when the event loop is idle, the clock jumps to the end of the next sleep.
 * Hours take milliseconds, and equal runs take equal time.
 */
export function virtualClock(startMs = 0): VirtualClock {
  let nowMs = startMs
  let scheduled = false
  /** Sorted by their time to wake. */
  const sleepers: Sleeper[] = []

  const schedule = () => {
    if (scheduled || sleepers.length === 0) return
    scheduled = true
    setImmediate(() => {
      scheduled = false
      const next = sleepers.shift()
      if (!next) return
      nowMs = Math.max(nowMs, next.wakeMs)
      next.wake()
      schedule()
    })
  }

  const after = (delayMs: number, wake: () => void) => {
    const sleeper = { wakeMs: nowMs + Math.max(0, delayMs), wake }
    sleepers.splice(sleepers.findLastIndex(({ wakeMs }) => wakeMs <= sleeper.wakeMs) + 1, 0, sleeper)
    schedule()
    return () => {
      const index = sleepers.indexOf(sleeper)
      if (index >= 0) sleepers.splice(index, 1)
    }
  }

  return {
    now: () => nowMs,
    date: () => new Date(Date.UTC(2026, 0, 1) + nowMs),
    sleeping: () => sleepers.length,
    after,
    sleep: (delayMs, signal) => sleepUntilAborted({ after }, delayMs, signal),
  }
}
