import type { SifakaEvent } from '../../core/events.ts'
import type { Scope } from '../../core/scope.ts'
import type { Thought, Timed } from '../../core/types.ts'

/**
 * Emits the end of a thought only when the work has stored it, with the thought that the work returns: a thought that
 * the store did not acknowledge has its error, so that nothing counts it as done.
 */
export async function untilStored(
  scope: Scope,
  work: (scope: Scope) => Promise<Timed<Thought>>,
): Promise<Timed<Thought>> {
  let end: Extract<SifakaEvent, { readonly type: 'thought-end' }> | undefined
  const emit = (event: SifakaEvent): void => {
    if (event.type === 'thought-end') end = event
    else scope.emit(event)
  }
  try {
    const thought = await work({ ...scope, emit })
    if (end) scope.emit({ ...end, value: thought })
    return thought
  } catch (error) {
    if (end) scope.emit(end)
    throw error
  }
}
