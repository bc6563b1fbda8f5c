/**
 * Events for machines: plain JSON without any text of a prompt, a draft or an opinion. The keys are stable; new
 * ones may come. Every event has
 *
 *     type, at (ISO time), atMs (since the run began), path (names from the outermost work inwards)
 *
 * `path` is `[]` for the run itself and begins with `thought:<id of the prompt>` for all work on a prompt. Work
 * has a `-start` and then an `-end` or an `-error`; all three have `name`, the latter two `durationMs`, errors
 * `error: { code, message }`. Beside these:
 *
 *     run-start         format, run, model, profile, concurrency, total (null: unknown), settings
 *     passed-over       count (prompts that were done in an earlier run)
 *     thought-start     id
 *     thought-end       id, thoughtId, outcome, stopReason, iterations, bestIteration, usage, error | null
 *     thought-error     id
 *     iteration-end     passed, validations, objections, critiques, failures (how many of each)
 *     generation-end    model, finishReason, cached, usage, processingMs
 *     validation-end    passed, score, measured (null unless a number), severity, usage
 *     critique-end      model, needsImprovement, confidence, severity, suggestions (how many), usage
 *     call-end          model, finishReason, cached, requestId, usage, processingMs
 *     wait-*            name: slot, rate-limit, throttle, circuit, retry or budget
 *     call-retry        attempt, delayMs, kind, reason
 *     call-limits       limits: [{ unit, periodMs, limit, remaining, resetMs }]
 *     call-cached       shared (with an equal call under way)
 *     call-hedged       afterMs
 *     draft-cut         validator, savedTokens
 *     events-lost       count (of events that found no room here)
 *     run-end           summary (that of the timing report), usage of all models
 *
 * What is unknown is null or absent. Text as it is written (`text-delta`) is left out.
 */
import { SifakaError } from '../../core/errors.ts'
import type { SifakaEvent } from '../../core/events.ts'
import { messageOf } from '../../core/failure.ts'
import { blocks } from '../../core/severity.ts'
import type { Answer, Iteration, Thought } from '../../core/types.ts'
import { roundMs } from '../timing/figures.ts'

export const EVENTS_FORMAT = 1

export type MachineEvent = Readonly<Record<string, unknown>> & { readonly type: string }

/** Places events in wall-clock time. */
export interface Epoch {
  /** Wall-clock time of the beginning, in milliseconds since 1970. */
  readonly startedAtMs: number
  /** The same moment by the clock of the events. */
  readonly startedMs: number
}

export function machineEvent(event: SifakaEvent, epoch: Epoch): MachineEvent | undefined {
  const figures = figuresOf(event)
  if (!figures) return undefined
  const place = placeOf(event.type, event.atMs, epoch, event.path)
  return 'durationMs' in event
    ? { ...place, name: event.name, durationMs: roundMs(event.durationMs), ...figures }
    : { ...place, ...('name' in event ? { name: event.name } : {}), ...figures }
}

export const placeOf = (type: string, nowMs: number, epoch: Epoch, path: readonly string[] = []) => {
  const atMs = nowMs - epoch.startedMs
  return { type, at: new Date(epoch.startedAtMs + atMs).toISOString(), atMs: roundMs(atMs), path }
}

/** Undefined for what is left out. */
function figuresOf(event: SifakaEvent): object | undefined {
  switch (event.type) {
    case 'text-delta':
      return undefined
    case 'thought-start':
      return { id: event.name }
    case 'thought-end':
      return thought(event.value)
    case 'thought-error':
      return { id: event.name, error: errorOf(event.error) }
    case 'iteration-end':
      return iteration(event.value)
    case 'generation-end':
      return answer(event.value)
    case 'call-end':
      return { ...answer(event.value), requestId: event.value.requestId ?? null }
    case 'validation-end': {
      const { passed, score, measured, severity = 'error', usage = null } = event.value
      return { passed, score, measured: typeof measured === 'number' ? measured : null, severity, usage }
    }
    case 'critique-end': {
      const { model, needsImprovement, confidence, severity, suggestions, usage } = event.value
      return { model, needsImprovement, confidence, severity, suggestions: suggestions.length, usage }
    }
    case 'call-retry': {
      const { attempt, delayMs, kind, reason } = event
      return { attempt, delayMs: roundMs(delayMs), kind, reason }
    }
    case 'call-limits':
      return { limits: event.limits }
    case 'call-cached':
      return { shared: event.shared }
    case 'call-hedged':
      return { afterMs: roundMs(event.afterMs) }
    case 'draft-cut':
      return { validator: event.validator, savedTokens: event.savedTokens }
    default:
      return 'error' in event ? { error: errorOf(event.error) } : {}
  }
}

const thought = ({
  id,
  prompt,
  outcome,
  stopReason,
  iterations,
  bestIteration,
  usage,
  error,
}: Thought): object => ({
  id: prompt.id,
  thoughtId: id,
  outcome,
  stopReason,
  iterations: iterations.length,
  bestIteration,
  usage,
  error: error && { code: error.code, message: error.message },
})

const iteration = ({ validations, critiques, failures }: Iteration): object => ({
  passed: validations.filter((each) => !blocks(each)).length,
  validations: validations.length,
  objections: critiques.filter(({ needsImprovement }) => needsImprovement).length,
  critiques: critiques.length,
  failures: failures.length,
})

const answer = ({ model, finishReason, cached, usage, processingMs }: Answer): object => ({
  model,
  finishReason,
  cached,
  usage,
  processingMs: processingMs ?? null,
})

const errorOf = (error: unknown): object => ({
  code: error instanceof SifakaError ? error.code : 'error',
  message: messageOf(error),
})
