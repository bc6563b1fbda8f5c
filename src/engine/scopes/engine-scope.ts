import type { Settings } from '../../config/schema.ts'
import { systemClock } from '../../core/clock.ts'
import { SifakaError } from '../../core/errors.ts'
import { fanOut } from '../../core/events.ts'
import { openChildScope, raiseListenerLimit, type Scope } from '../../core/scope.ts'
import { noMeter } from '../../core/usage.ts'
import { toMs } from '../../util/duration.ts'
import { seededRandom } from '../../util/random.ts'
import type { EngineIo } from '../io.ts'

/** The outermost scope of an engine. It aborts with the signal of the process, and at the deadline. */
export function openEngineScope(
  { seed, deadline }: Pick<Settings, 'seed' | 'deadline'>,
  { signal, clock = systemClock, observers = [], warn }: EngineIo,
): { readonly scope: Scope; readonly release: () => void } {
  const { scope, abort, release } = openChildScope({
    signal: raiseListenerLimit(signal),
    clock,
    random: seed === undefined ? Math.random : seededRandom(seed),
    emit: fanOut(observers, warn),
    path: [],
    priority: 0,
    meter: noMeter,
  })
  if (deadline === undefined) return { scope, release }
  const passed = new SifakaError('deadline', `the deadline of ${deadline} has passed`, {
    hint: 'resume with a longer --deadline',
  })
  const cancel = clock.after(toMs(deadline), () => abort(passed))
  return { scope, release: () => (cancel(), release()) }
}
