import type { SifakaEvent } from '../../src/core/events.ts'
import { manyMayListen, type Scope } from '../../src/core/scope.ts'
import { virtualClock, type VirtualClock } from './virtual-clock.ts'

export interface TestScope extends Scope {
  readonly clock: VirtualClock
  /** Everything that was emitted, in order. */
  readonly events: SifakaEvent[]
  readonly abort: (reason?: unknown) => void
}

/** A scope of virtual time whose events are kept. */
export function testScope(more: Partial<Scope> = {}): TestScope {
  const controller = new AbortController()
  const events: SifakaEvent[] = []
  return {
    signal: manyMayListen(controller.signal),
    random: () => 0.5,
    path: [],
    rank: 0,
    emit: (event) => void events.push(event),
    ...more,
    clock: virtualClock(),
    events,
    abort: (reason) => controller.abort(reason),
  }
}
