import type { Observer } from '../core/events.ts'
import { formatDuration } from '../util/units.ts'

/** Says why and when calls are retried. */
export const createRetryNotes = (writeLine: (line: string) => void): Observer => ({
  name: 'retry notes',
  on(event) {
    if (event.type !== 'call-retry') return
    const when = event.delayMs === 0 ? 'at once' : `in ${formatDuration(event.delayMs)}`
    writeLine(`attempt ${event.attempt} failed, next one ${when}: ${event.reason}`)
  },
})
