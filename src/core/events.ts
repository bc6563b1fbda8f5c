/** What happens, as plain data. One table of work and one of notes; every event type derives from them. */
import type { ProviderErrorKind } from './errors.ts'
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

/** Work has a start and an end (or an error) and is timed by `span()`. Adding a kind is adding a row. */
export interface Work {
  thought: Thought
  iteration: Iteration
  generation: Generation
  validation: Validation
  critique: Critique
  call: Answer
  wait: Wait
}

/** Why a call is not sent yet: no slot, a limit, a refusal, trouble at the provider, or the pause before a retry. */
export interface Wait {
  readonly reason: 'slot' | 'rate-limit' | 'throttle' | 'circuit' | 'retry' | 'budget'
}

/** Notes happen at a moment. */
export interface Notes {
  'call-retry': {
    readonly attempt: number
    readonly delayMs: number
    readonly kind: ProviderErrorKind
    readonly reason: string
  }
  /** What the headers of an answer, or of a refusal, told of the account's limits; said as soon as they come. */
  'call-limits': { readonly limits: readonly RateLimit[] }
  /** The answer came from the cache, or from an equal call that was under way. */
  'call-cached': { readonly shared: boolean }
  /** A second copy was sent, since the first takes longer than most. */
  'call-hedged': { readonly afterMs: number }
  /** The draft was given up while it was written, for what no rest of it could mend. */
  'draft-cut': { readonly validator: string; readonly message: string; readonly savedTokens: number }
  'text-delta': { readonly text: string }
}

export type Kind = keyof Work

interface Place {
  /** Names from the outermost work inwards: `['thought:p1', 'iteration:2', 'critique:reflexion']`. */
  readonly path: readonly string[]
  /** Reading of the scope's monotonic clock. */
  readonly atMs: number
}

export type WorkEvent = {
  [K in Kind]:
    | (Place & { readonly type: `${K}-start`; readonly name: string })
    | (Place & {
        readonly type: `${K}-end`
        readonly name: string
        readonly durationMs: number
        readonly value: Timed<Work[K]>
      })
    | (Place & {
        readonly type: `${K}-error`
        readonly name: string
        readonly durationMs: number
        readonly error: unknown
      })
}[Kind]

export type NoteEvent = {
  [K in keyof Notes]: Place & { readonly type: K } & Notes[K]
}[keyof Notes]

export type SifakaEvent = WorkEvent | NoteEvent

/** Synchronous, so observers must be quick. */
export type Sink = (event: SifakaEvent) => void

export interface Observer {
  /** As it appears in the warning, should it throw. */
  readonly name: string
  on(event: SifakaEvent): void
}

/** Gives every observer every event. One that throws is dropped, once, with a warning: it must not stop the work. */
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
