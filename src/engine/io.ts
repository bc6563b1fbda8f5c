import type { Clock } from '../core/clock.ts'
import type { Observer } from '../core/events.ts'
import type { AnswerJournal } from '../core/ports.ts'
import type { Registry } from '../plugins/registry.ts'

/** What an engine needs from its process. */
export interface EngineIo {
  /** The validators and critics that settings can name. */
  readonly registry: Registry
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  readonly observers?: readonly Observer[] | undefined
  readonly warn: (line: string) => void
  readonly clock?: Clock | undefined
  /** Once it is aborted no further call is sent; calls in flight may finish. */
  readonly stopping?: AbortSignal | undefined
  /** Finished calls of unfinished prompts, for a run that can be resumed. */
  readonly journal?: AnswerJournal | undefined
}
