import { toMs } from '../util/duration.ts'
import type { Clock } from '../core/clock.ts'
import { SifakaError } from '../core/errors.ts'
import { manyMayListen } from '../core/scope.ts'

/** A signal that is also aborted when the time is up. */
export function within(deadline: string | undefined, clock: Clock, outer: AbortSignal) {
  const controller = new AbortController()
  const timer = new AbortController()
  const follow = () => controller.abort(outer.reason)
  if (outer.aborted) follow()
  else manyMayListen(outer).addEventListener('abort', follow, { once: true })
  if (deadline !== undefined) {
    const late = new SifakaError('deadline', `the deadline of ${deadline} has passed`, {
      hint: 'resume with a later one: --deadline',
    })
    clock.sleep(toMs(deadline), timer.signal).then(
      () => controller.abort(late),
      () => undefined,
    )
  }
  const release = () => {
    outer.removeEventListener('abort', follow)
    timer.abort('closed')
  }
  return { signal: manyMayListen(controller.signal), release }
}
