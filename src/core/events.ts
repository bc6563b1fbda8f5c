/** Events as plain data. All event types derive from two tables: `Work` and `PointEvents`. */
import type { ProviderErrorKind } from './error-codes.ts'
import type {
  Answer,
  Critique,
  Generation,
  Iteration,
  Message,
  RateLimit,
  Thought,
  Timed,
  Validation,
  Waste,
} from './types.ts'

/** The kinds of work that `span()` measures, each with the type of its result. */
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

/** Events that happen at one moment and have no duration. */
export interface PointEvents {
  'call-retry': {
    readonly attempt: number
    readonly delayMs: number
    readonly kind: ProviderErrorKind
    readonly reason: string
  }
  /** The account's rate limits, from the headers of an answer or an error; emitted before the body is read. */
  'call-limits': { readonly limits: readonly RateLimit[] }
  /** The answer came from the cache, perhaps by an earlier run, or from an equal call in flight (`shared`). */
  'call-cached': { readonly shared: boolean; readonly earlier: boolean }
  /** The call was sent a second time, since the first attempt takes longer than nearly all other calls. */
  'call-hedged': { readonly afterMs: number }
  /** The request to the model; emitted once, at the start of a call. */
  'call-request': CallRequest
  /** An attempt is sent; a call that ends without this event never reached the provider. */
  'call-sent': object
  /** An attempt brought no answer, but is probably billed. */
  'call-wasted': { readonly wasted: Waste }
  /** The draft was stopped before its end, because no continuation could repair a fault in it. */
  'draft-cut': { readonly validator: string; readonly message: string; readonly savedTokens: number }
  'text-delta': { readonly text: string }
  /** The prompt of the thought that is about to start, so that observers can name it. */
  prompt: { readonly text: string }
}

export type EventOf<Type extends SifakaEvent['type']> = Extract<SifakaEvent, { readonly type: Type }>

export interface CallRequest {
  readonly messages: readonly Message[]
  readonly temperature?: number | undefined
  readonly maxTokens?: number | undefined
  readonly seed?: number | undefined
  /** Whether the answer is requested as JSON. */
  readonly isJson: boolean
  /** The address of the server, if it is not the only one of the provider. */
  readonly address?: string | undefined
}

export type WorkKind = keyof Work

/**
 * The name of a wait is its reason; the name of other work is a prompt's id, an iteration, a validator, a critic or a
 * model.
 */
export type WorkName<K extends WorkKind> = K extends 'wait' ? WaitReason : string

/**
 * One of the nested pieces of work in which an event happened, such as `{ kind: 'critique', name: 'reflexion' }`. All
 * events of one piece of work have the same object: several calls in flight can have equal paths.
 */
export interface PathSegment {
  readonly kind: WorkKind
  readonly name: string
}

export const formatSegment = ({ kind, name }: PathSegment): string => `${kind}:${name}`

/** Converts a path to a string that can serve as a key; equal paths have the same key. */
export const pathKey = (path: readonly PathSegment[]): string => path.map(formatSegment).join('\n')

/** When, and in which work, something happened. */
export interface EventContext {
  /** From the outermost work inwards. */
  readonly path: readonly PathSegment[]
  /** Time of the scope's monotonic clock. */
  readonly atMs: number
}

/** Announces the start, the end or the failure of a piece of work. */
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

/** Receives events synchronously, so it must return quickly. */
export type Sink = (event: SifakaEvent) => void

export interface Observer {
  /** The warning shows this name if `on` throws. */
  readonly name: string
  on(event: SifakaEvent): void
}

/** Sends every event to every observer. An observer that throws is removed with a warning, and the run continues. */
export function fanOut(observers: readonly Observer[], warn: (line: string) => void): Sink {
  const listening = new Set(observers)
  return (event) => {
    for (const observer of listening) {
      try {
        observer.on(event)
      } catch (error) {
        listening.delete(observer)
        warn(`observer "${observer.name}" failed at ${event.type} and was removed: ${String(error)}`)
      }
    }
  }
}
