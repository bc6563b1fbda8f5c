import { noMeter } from '../../src/core/usage.ts'
import type { SifakaEvent } from '../../src/core/events.ts'
import { raiseListenerLimit, type Scope } from '../../src/core/scope.ts'
import { virtualClock, type VirtualClock } from './virtual-clock.ts'

export interface TestScope extends Scope {
  readonly clock: VirtualClock
  /** In the order in which they were emitted. */
  readonly events: SifakaEvent[]
  readonly abort: (reason?: unknown) => void
}

/** A scope with virtual time that records its events. */
export function testScope(more: Partial<Scope> = {}): TestScope {
  const controller = new AbortController()
  const events: SifakaEvent[] = []
  return {
    signal: raiseListenerLimit(controller.signal),
    random: () => 0.5,
    path: [],
    priority: 0,
    meter: noMeter,
    emit: (event) => void events.push(event),
    ...more,
    clock: virtualClock(),
    events,
    abort: (reason) => controller.abort(reason),
  }
}
