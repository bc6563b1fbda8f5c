import { systemClock } from '../clock.ts'
import type { Scope } from '../scope.ts'
import { noMeter } from '../usage.ts'
import { seededRandom } from '../../util/random.ts'

/** The scope of work on a worker thread: nobody observes it, and it is stopped by ending the thread. */
export const workerScope = (): Scope => ({
  signal: new AbortController().signal,
  clock: systemClock,
  random: seededRandom(0),
  emit: () => undefined,
  path: [],
  priority: 0,
  meter: noMeter,
})
