import type { SifakaEvent, Wait } from '../../core/events.ts'
import type { WaitTiming } from '../../core/timing-report.ts'
import { BusyTime } from './busy-time.ts'
import { roundMs, tallies } from './figures.ts'

/** What calls waited for, and how long. */
export class WaitTimes {
  readonly #reasons = tallies(() => ({ time: new BusyTime(), waits: 0 }))

  on(event: SifakaEvent): void {
    if (event.type === 'wait-start') {
      const reason = this.#reasons.of(event.name)
      reason.waits += 1
      reason.time.start(event.atMs)
    }
    if (event.type === 'wait-end' || event.type === 'wait-error') {
      this.#reasons.of(event.name).time.end(event.atMs)
    }
  }

  rows(): WaitTiming[] {
    return this.#reasons.rows((reason, { waits, time }) => ({
      reason: reason as Wait['reason'],
      waits,
      busyMs: roundMs(time.busyMs),
      elapsedMs: roundMs(time.elapsedMs),
    }))
  }
}
