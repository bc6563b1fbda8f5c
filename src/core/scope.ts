import { setMaxListeners } from 'node:events'
import type { Clock } from './clock.ts'
import type {
  EventContext,
  PathSegment,
  PointEvent,
  PointEvents,
  SifakaEvent,
  Sink,
  Work,
  WorkEvent,
  WorkKind,
  WorkName,
} from './events.ts'
import type { Timed, Waste } from './types.ts'

/**
 * The last parameter of every function that waits. Only a scope gives access to the signal, the clock, the seeded
 * random source and the event sink.
 */
export interface Scope {
  readonly signal: AbortSignal
  readonly clock: Clock
  /** Returns seeded random numbers, uniform in [0, 1). */
  readonly random: () => number
  readonly emit: Sink
  /** The work that this scope belongs to, outermost first. */
  readonly path: readonly PathSegment[]
  /** Prompts are numbered in the order in which they start. If calls must wait, the lowest number comes first. */
  readonly priority: number
  /** The iteration that the work belongs to; the first is 1. Near the end of a run, it orders the calls that wait. */
  readonly iteration?: number | undefined
  /** Whether the draft of the iteration is written, so that only its assessment is left. */
  readonly hasDraft?: boolean | undefined
  /** Receives the cost of all attempts at calls. */
  readonly meter: Meter
}

/** How the cost of attempts reaches a budget, the call journal and the usage of a thought. */
export interface Meter {
  /**
   * Called before an attempt is sent, with what it probably costs if it is interrupted and nothing arrives. Resolves to
   * a function that must be called when the attempt has ended.
   */
  start(expected: Waste): Promise<EndAttempt>
}

/**
 * `wasted` is what an attempt without an answer probably costs: nothing if it was refused; undefined for an attempt
 * with an answer. Called when the attempt is interrupted, not when its caller learns of it. `unusable` is the reported
 * cost of an answer that cannot be used: the result of the call includes it, so it is wasted only if the call is
 * interrupted. The function is then called once more, with that cost as `wasted`.
 */
export type EndAttempt = (wasted?: Waste, unusable?: Waste) => void

/** Written out, since strings that are composed for each event are slow to compare. */
const EVENT_TYPES: { readonly [K in WorkKind]: { readonly [M in 'start' | 'end' | 'error']: `${K}-${M}` } } =
  {
    thought: { start: 'thought-start', end: 'thought-end', error: 'thought-error' },
    iteration: { start: 'iteration-start', end: 'iteration-end', error: 'iteration-error' },
    generation: { start: 'generation-start', end: 'generation-end', error: 'generation-error' },
    validation: { start: 'validation-start', end: 'validation-end', error: 'validation-error' },
    critique: { start: 'critique-start', end: 'critique-end', error: 'critique-error' },
    call: { start: 'call-start', end: 'call-end', error: 'call-error' },
    wait: { start: 'wait-start', end: 'wait-end', error: 'wait-error' },
  }

/**
 * The only place that measures durations. Times the work, emits an event at its start and at its end, and adds
 * `durationMs` to the result. Rejects without an event if the scope is already aborted.
 */
export async function span<K extends WorkKind>(
  scope: Scope,
  kind: K,
  name: WorkName<K>,
  work: (scope: Scope) => Promise<Work[K]>,
): Promise<Timed<Work[K]>> {
  scope.signal.throwIfAborted()
  const types = EVENT_TYPES[kind]
  const path = [...scope.path, { kind, name }]
  const startedMs = scope.clock.now()
  const emitWork = (event: WorkEvent<K>) => emit(scope, event)
  emitWork({ type: types.start, name, path, atMs: startedMs })
  try {
    const result = await work({ ...scope, path })
    const atMs = scope.clock.now()
    const durationMs = atMs - startedMs
    const value = { ...result, durationMs }
    emitWork({ type: types.end, name, path, atMs, durationMs, value })
    return value
  } catch (error) {
    const atMs = scope.clock.now()
    emitWork({ type: types.error, name, path, atMs, durationMs: atMs - startedMs, error })
    throw error
  }
}

/** Emits an event for the work that the scope belongs to, with the current time. */
export function emitEvent<K extends keyof PointEvents>(scope: Scope, type: K, fields: PointEvents[K]): void {
  const event: PointEvent<K> = { type, ...fields, path: scope.path, atMs: scope.clock.now() }
  emit(scope, event)
}

/**
 * Needs a cast: TypeScript cannot derive that the event is a `SifakaEvent`. The types of the callers check its fields.
 */
const emit = (scope: Scope, event: EventContext): void => scope.emit(event as SifakaEvent)

/** Every call in flight listens to one signal; by default Node warns of a leak at more than ten listeners. */
export const raiseListenerLimit = (signal: AbortSignal): AbortSignal => (setMaxListeners(0, signal), signal)

/**
 * Opens a scope that aborts when its parent aborts or when `abort` is called. Call `release` at the end, since a
 * listener on a long-lived signal is a memory leak. (`AbortSignal.any` would retain memory on Node 22 and 24.) A scope
 * of one attempt is not `isShared`: few listeners wait for its signal, and to raise their limit is slow.
 */
export function openChildScope(scope: Scope, { isShared = true } = {}) {
  const controller = new AbortController()
  const follow = () => controller.abort(scope.signal.reason)
  if (scope.signal.aborted) follow()
  else scope.signal.addEventListener('abort', follow, { once: true })
  const signal: AbortSignal = controller.signal
  return {
    scope: { ...scope, signal: isShared ? raiseListenerLimit(signal) : signal },
    abort: (reason: unknown) => controller.abort(reason),
    release: () => scope.signal.removeEventListener('abort', follow),
  }
}
