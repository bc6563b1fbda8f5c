/** Events as plain data. All event types derive from two tables: `Work` and `PointEvents`. */
import type { ProviderErrorKind } from './error-codes.ts'
import type {
  Answer,
  Critique,
  Generation,
  Iteration,
  RateLimit,
  Thought,
  Timed,
  Validation,
} from './types.ts'

/** Kinds of work that `span()` times, with their results. */
export interface Work {
  thought: Thought
  iteration: Iteration
  generation: Generation
  validation: Validation
  critique: Critique
  call: Answer
  wait: { readonly reason: WaitReason }
}

/** Why a call is not sent yet: no permit, a limit, a refusal, trouble at the provider, or the pause before a retry. */
export type WaitReason = 'slot' | 'rate-limit' | 'throttle' | 'circuit' | 'retry' | 'budget'

/** What happens at one moment, without a duration. */
export interface PointEvents {
  'call-retry': {
    readonly attempt: number
    readonly delayMs: number
    readonly kind: ProviderErrorKind
    readonly reason: string
  }
  /** The account's rate limits, from the headers of an answer or an error; emitted before the body is read. */
  'call-limits': { readonly limits: readonly RateLimit[] }
  /** The answer came from the cache, or from an equal call in flight (`shared`). */
  'call-cached': { readonly shared: boolean }
  /** A second copy was sent, since the first takes longer than nearly all calls. */
  'call-hedged': { readonly afterMs: number }
  /** The draft was cut while it was written, because no continuation could repair a fault in it. */
  'draft-cut': { readonly validator: string; readonly message: string; readonly savedTokens: number }
  'text-delta': { readonly text: string }
}

export type WorkKind = keyof Work

/** Waits are named by their reason; other work by the prompt's id, the iteration, a validator, critic or model. */
export type WorkName<K extends WorkKind> = K extends 'wait' ? WaitReason : string

/** One piece of work that contains an event: `{ kind: 'critique', name: 'reflexion' }`. */
export interface PathSegment {
  readonly kind: WorkKind
  readonly name: string
}

export const formatSegment = ({ kind, name }: PathSegment): string => `${kind}:${name}`

/** The same string for the same path, for use as a key. */
export const pathKey = (path: readonly PathSegment[]): string => path.map(formatSegment).join('\n')

/** When, and in which work, something happened. */
export interface EventContext {
  /** From the outermost work inwards. */
  readonly path: readonly PathSegment[]
  /** Reading of the scope's monotonic clock. */
  readonly atMs: number
}

/** The start, the end or the error of a piece of work. */
export type WorkEvent<K extends WorkKind = WorkKind> = {
  [P in K]: EventContext & { readonly name: WorkName<P> } & (
      | { readonly type: `${P}-start` }
      | { readonly type: `${P}-end`; readonly durationMs: number; readonly value: Timed<Work[P]> }
      | { readonly type: `${P}-error`; readonly durationMs: number; readonly error: unknown }
    )
}[K]

export type PointEvent<K extends keyof PointEvents = keyof PointEvents> = {
  [P in K]: EventContext & { readonly type: P } & PointEvents[P]
}[K]

export type SifakaEvent = WorkEvent | PointEvent

/** Synchronous, so observers must return quickly. */
export type Sink = (event: SifakaEvent) => void

export interface Observer {
  /** Named in the warning if `on` throws. */
  readonly name: string
  on(event: SifakaEvent): void
}

/** Sends every event to every observer. An observer that throws is removed with a warning; the work goes on. */
export function fanOut(observers: readonly Observer[], warn: (line: string) => void): Sink {
  const listening = new Set(observers)
  return (event) => {
    for (const observer of listening) {
      try {
        observer.on(event)
      } catch (error) {
        listening.delete(observer)
        warn(`observer "${observer.name}" failed at ${event.type} and was dropped: ${String(error)}`)
      }
    }
  }
}
