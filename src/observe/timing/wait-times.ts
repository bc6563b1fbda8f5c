import type { SifakaEvent, WaitReason } from '../../core/events.ts'
import type { WaitTiming } from '../../core/timing-report.ts'
import { DefaultMap } from '../../util/default-map.ts'
import { roundMs } from './aggregate.ts'
import { BusyTime } from './busy-time.ts'

/** The time that calls waited, by reason. */
export class WaitTimes {
  readonly #reasons = new DefaultMap<WaitReason, BusyTime>(() => new BusyTime())

  on(event: SifakaEvent): void {
    if (event.type === 'wait-start') this.#reasons.get(event.name).start(event.atMs)
    if (event.type === 'wait-end' || event.type === 'wait-error')
      this.#reasons.get(event.name).end(event.atMs)
  }

  rows(): WaitTiming[] {
    return Array.from(this.#reasons, ([reason, { count, busyMs, elapsedMs }]) => ({
      reason,
      waits: count,
      busyMs: roundMs(busyMs),
      elapsedMs: roundMs(elapsedMs),
    }))
  }
}
