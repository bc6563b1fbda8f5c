import { setMaxListeners } from 'node:events'
import type { Clock } from './clock.ts'
import type { Kind, Notes, Sink, SifakaEvent, Work } from './events.ts'
import type { Timed } from './types.ts'

/**
 * The last parameter of everything that waits, and the only way to the signal, the clock, chance and the
 * listeners.
 */
export interface Scope {
  readonly signal: AbortSignal
  readonly clock: Clock
  /** Uniform in [0, 1), seeded. */
  readonly random: () => number
  readonly emit: Sink
  readonly path: readonly string[]
  /** Whose calls go first when slots are scarce: the lower, the earlier. A prompt's own, in the order of starting. */
  readonly rank: number
}

/**
 * The only stopwatch. Announces the work, times it, announces how it ended, and adds `durationMs` to what it
 * returns. Does not start once the scope is aborted.
 */
export async function span<K extends Kind>(
  scope: Scope,
  kind: K,
  name: string,
  work: (scope: Scope) => Promise<Work[K]>,
): Promise<Timed<Work[K]>> {
  scope.signal.throwIfAborted()
  const path = [...scope.path, `${kind}:${name}`]
  const startedMs = scope.clock.now()
  const announce = (type: string, more: object, atMs: number) =>
    tell(scope, { type, name, path, atMs, ...more })

  announce(`${kind}-start`, {}, startedMs)
  try {
    const result = await work({ ...scope, path })
    const endedMs = scope.clock.now()
    const value = { ...result, durationMs: endedMs - startedMs }
    announce(`${kind}-end`, { durationMs: value.durationMs, value }, endedMs)
    return value
  } catch (error) {
    const endedMs = scope.clock.now()
    announce(`${kind}-error`, { durationMs: endedMs - startedMs, error }, endedMs)
    throw error
  }
}

/** Tells the listeners of something that happened at this moment. */
export function note<K extends keyof Notes>(scope: Scope, type: K, more: Notes[K]): void {
  tell(scope, { type, path: scope.path, atMs: scope.clock.now(), ...more })
}

/** One cast: TypeScript cannot correlate a type with the event that derives from it. */
const tell = (scope: Scope, event: object): void => scope.emit(event as SifakaEvent)

/** Everything in flight listens to one signal; Node takes more than ten listeners for a leak unless told. */
export const manyMayListen = (signal: AbortSignal): AbortSignal => (setMaxListeners(0, signal), signal)

/**
 * A scope that can also be aborted by the returned controller, alone. Call `release` when done: a listener left
 * on a long-lived signal is a leak, and `AbortSignal.any` retains memory on Node 22 and 24.
 */
export function childScope(scope: Scope): {
  scope: Scope
  abort: (reason: unknown) => void
  release: () => void
} {
  const controller = new AbortController()
  const follow = () => controller.abort(scope.signal.reason)
  if (scope.signal.aborted) follow()
  else scope.signal.addEventListener('abort', follow, { once: true })
  return {
    scope: { ...scope, signal: manyMayListen(controller.signal) },
    abort: (reason) => controller.abort(reason),
    release: () => scope.signal.removeEventListener('abort', follow),
  }
}
