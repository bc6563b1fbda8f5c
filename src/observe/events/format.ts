/**
 * Events for programs: plain JSON without any text of a prompt, a draft or a critique. Names and keys are a stable
 * contract, to which more may be added. Every event has
 *
 *     type, at (ISO time), atMs (since the start of the run), path (names from the outermost work inwards)
 *
 * `path` is `[]` for the run itself and begins with `thought:<id of the prompt>` for all work on a prompt. Work
 * has a `-start` event, then an `-end` or an `-error` event. All three have `name`, the last two `durationMs`, and
 * errors have `error: { code, message }`. The other fields by type:
 *
 *     run-start         format, run, model, profile, concurrency, total (null: unknown), settings
 *     skipped           (no other fields: the text of an earlier run stays)
 *     thought-start     id
 *     thought-end       id, thoughtId, outcome, stopReason, iterations, bestIteration, usage, error | null
 *     thought-error     id
 *     iteration-end     passed, validations, objections, critiques, failures (each a count)
 *     generation-end    model, finishReason, cached, usage, processingMs
 *     validation-end    passed, score, measured (null unless a number), severity, usage
 *     critique-end      model, needsImprovement, confidence, severity, suggestions (a count), usage
 *     call-end          model, finishReason, cached, requestId, usage, processingMs
 *     wait-*            name: slot, rate-limit, throttle, circuit, retry or budget
 *     call-retry        attempt, delayMs, kind, reason
 *     call-limits       limits: [{ unit, periodMs, limit, remaining, resetMs }]
 *     call-cached       shared (with an equal call in flight), earlier (an answer of an earlier run)
 *     call-hedged       afterMs
 *     call-wasted       wasted (see usage)
 *     draft-cut         validator, savedTokens
 *     events-lost       count (of events that were dropped because the disk was too slow)
 *     run-end           run, summary (as in the timing report), usage of all models
 *
 * Unknown values are null or absent. Events of the types `prompt`, `text-delta`, `call-request` and `call-sent` are
 * not written.
 */
import { formatSegment, type SifakaEvent } from '../../core/events.ts'
import { summarizeError } from '../../core/failure.ts'
import { rejectsText } from '../../core/validation/severity.ts'
import type { Answer } from '../../core/types.ts'
import { pick } from '../../util/pick.ts'
import { roundMs } from '../timing/aggregate.ts'

export const EVENTS_FORMAT = 1

/** One moment on two clocks, to convert event times to wall-clock time. */
export interface Epoch {
  /** The wall-clock time at the start, in milliseconds since 1970. */
  readonly startedAtMs: number
  /** The same moment as read from the clock of the events. */
  readonly startedMs: number
}

/** Converts an event to the JSON of the file; undefined for events that are not written. */
export function toMachineEvent(event: SifakaEvent, epoch: Epoch) {
  const fields = fieldsOf(event)
  if (!fields) return undefined
  return {
    ...eventHeader(event.type, event.atMs, epoch, event.path.map(formatSegment)),
    ...('name' in event ? { name: event.name } : {}),
    ...('durationMs' in event ? { durationMs: roundMs(event.durationMs) } : {}),
    ...fields,
  }
}

/** The fields that every event has. */
export function eventHeader(type: string, nowMs: number, epoch: Epoch, path: readonly string[] = []) {
  const atMs = nowMs - epoch.startedMs
  return { type, at: new Date(epoch.startedAtMs + atMs).toISOString(), atMs: roundMs(atMs), path }
}

function fieldsOf(event: SifakaEvent): object | undefined {
  switch (event.type) {
    case 'text-delta':
    case 'prompt':
    case 'call-request':
    case 'call-sent':
      return undefined
    case 'thought-start':
      return { id: event.name }
    case 'thought-end': {
      const { id: thoughtId, prompt, outcome, stopReason, bestIteration, usage, error } = event.value
      const iterations = event.value.iterations.length
      return { id: prompt.id, thoughtId, outcome, stopReason, iterations, bestIteration, usage, error }
    }
    case 'thought-error':
      return { id: event.name, error: summarizeError(event.error) }
    case 'iteration-end': {
      const { validations, critiques, failures } = event.value
      return {
        passed: validations.filter((each) => !rejectsText(each)).length,
        validations: validations.length,
        objections: critiques.filter(({ needsImprovement }) => needsImprovement).length,
        critiques: critiques.length,
        failures: failures.length,
      }
    }
    case 'generation-end':
      return answerFields(event.value)
    case 'call-end':
      return { ...answerFields(event.value), requestId: event.value.requestId ?? null }
    case 'validation-end': {
      const { passed, score, measured, severity = 'error', usage = null } = event.value
      return { passed, score, measured: typeof measured === 'number' ? measured : null, severity, usage }
    }
    case 'critique-end': {
      const { model, needsImprovement, confidence, severity, suggestions, usage } = event.value
      return { model, needsImprovement, confidence, severity, suggestions: suggestions.length, usage }
    }
    case 'call-retry':
      return { ...pick(event, ['attempt', 'kind', 'reason']), delayMs: roundMs(event.delayMs) }
    case 'call-limits':
      return { limits: event.limits }
    case 'call-cached':
      return { shared: event.shared, earlier: event.earlier }
    case 'call-hedged':
      return { afterMs: roundMs(event.afterMs) }
    case 'call-wasted':
      return { wasted: event.wasted }
    case 'draft-cut':
      return { validator: event.validator, savedTokens: event.savedTokens }
    default:
      return 'error' in event ? { error: summarizeError(event.error) } : {}
  }
}

const answerFields = (answer: Answer) => ({
  ...pick(answer, ['model', 'finishReason', 'cached', 'usage']),
  processingMs: answer.processingMs ?? null,
})
