import type { Clock } from '../core/clock.ts'
import type { Observer } from '../core/events.ts'
import type { AnswerJournal } from '../core/ports.ts'
import type { Scope } from '../core/scope.ts'
import type { Prompt, Thought, Timed } from '../core/types.ts'
import type { CallBudget } from '../middleware/budget.ts'
import type { Registry } from '../plugins/registry.ts'
import type { ProcessLimits } from './process-limits.ts'

/** What an engine needs from its process. */
export interface EngineIo {
  /** The validators and critics that settings can name. */
  readonly registry: Registry
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  readonly observers?: readonly Observer[] | undefined
  readonly warn: (line: string) => void
  /** Receives details that only a verbose run shows. */
  readonly inform?: ((line: string) => void) | undefined
  /** Receives secrets that are found during the run, so that no message shows them. */
  readonly keepSecret?: ((secret: string) => void) | undefined
  readonly clock?: Clock | undefined
  /** When this signal aborts, no further call is sent; calls in flight may finish. */
  readonly stopping?: AbortSignal | undefined
  /** The folder of this user's caches; undefined: by default answers are cached in memory only. */
  readonly cacheFolder?: string | undefined
  /** The id under which thoughts are stored; default: random. */
  readonly runId?: string | undefined
  /** Stores the finished calls of unfinished prompts; set for a run that can be resumed. */
  readonly journal?: AnswerJournal | undefined
  /** Limits that the engine shares with other engines of the process; default: limits of its own. */
  readonly processLimits?: ProcessLimits | undefined
  /**
   * After a thought could not be stored, the time until the store is tried again; set for a service, which outlives an
   * outage. Default: never, since a run stops.
   */
  readonly storeRetryMs?: number | undefined
  /** Limits the spending instead of a budget of this engine's own. */
  readonly budget?: CallBudget | undefined
  /** Works on a prompt in place of this engine, for example on another machine. */
  readonly improveElsewhere?: ((prompt: Prompt, scope: Scope) => Promise<Timed<Thought>>) | undefined
}
