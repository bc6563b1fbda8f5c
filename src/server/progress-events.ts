/** The progress of a request as server-sent events, without texts. */
import { systemClock } from '../core/clock.ts'
import type { Sink } from '../core/events.ts'
import { toMachineEvent } from '../observe/events/format.ts'
import type { SendEvent } from './event-stream.ts'

const REPORTED = /^(iteration|generation|validation|critique)-|^draft-cut$/

/** `flush` resolves once all events so far are sent. */
export function sendProgress(send: SendEvent): {
  readonly onEvent: Sink
  readonly flush: () => Promise<void>
} {
  const epoch = { startedAtMs: systemClock.date().getTime(), startedMs: systemClock.now() }
  let sent = Promise.resolve()
  return {
    onEvent(event) {
      const data = REPORTED.test(event.type) ? toMachineEvent(event, epoch) : undefined
      if (data) sent = sent.then(() => send({ event: 'progress', data }))
    },
    flush: () => sent,
  }
}
