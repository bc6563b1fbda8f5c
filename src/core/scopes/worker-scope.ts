import { systemClock } from '../clock.ts'
import type { Scope } from '../scope.ts'
import { noMeter } from '../usage.ts'
import { seededRandom } from '../../util/random.ts'

/** The scope of work on a worker thread. It has no observers, and only the end of the thread stops the work. */
export const workerScope = (): Scope => ({
  signal: new AbortController().signal,
  clock: systemClock,
  random: seededRandom(0),
  emit: () => undefined,
  path: [],
  priority: 0,
  meter: noMeter,
})
