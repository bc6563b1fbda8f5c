/** Corrects the form of requests to a model after its API refused a request or answered a request for JSON in prose. */
import type { ProviderErrorKind } from '../../core/error-codes.ts'
import { ProviderError } from '../../core/errors.ts'
import type { ModelRequest } from '../../core/ports.ts'
import { DROPPABLE_SETTINGS, type Answer, type DroppedSetting, type ServiceTier } from '../../core/types.ts'
import { ReportedError } from '../errors/reported-error.ts'
import { readReason, type ReportedReason } from '../errors/reported-reason.ts'
import type { ProviderNeeds } from '../provider.ts'
import type { RefusablePart, RequestForm, RequestPart } from './request-form.ts'

/** A request as it was sent. */
export interface SentRequest {
  readonly request: ModelRequest
  readonly body: Readonly<Record<string, unknown>>
  readonly form: RequestForm
  /** The revision of the form that the request followed. */
  readonly revision: number
}

export interface FailedAttempt {
  readonly error: unknown
  /** `error` as a classified error. */
  readonly failure: ProviderError
  readonly nowMs: number
}

/** Returns the failure, with the kind `adapted` if another attempt would differ. */
export function adaptToError(
  sent: SentRequest,
  { error, failure, nowMs }: FailedAttempt,
  refusable: readonly RefusablePart[],
): ProviderError {
  if (!(error instanceof ReportedError)) return failure
  const reason = readReason(error.body)
  const isAdapted =
    adaptToFullTier(sent, failure, reason, nowMs) ||
    (MAY_NAME_A_PART.has(failure.kind) && adaptToRefusal(sent, reason, refusable))
  const { message, status, requestId } = failure
  return isAdapted ? new ProviderError('adapted', message, { status, requestId }) : failure
}

/** Some servers report a part that they do not support as an internal error. */
const MAY_NAME_A_PART: ReadonlySet<ProviderErrorKind> = new Set(['input', 'server'])

function adaptToRefusal(
  { request, body, form, revision }: SentRequest,
  { field, message }: ReportedReason,
  refusable: readonly RefusablePart[],
): boolean {
  if (form.revision !== revision) return true
  const text = `${field} ${message}`
  const maximum = MAXIMUM.exec(message)?.[1]
  const isSent = ({ fields }: RefusablePart) => fields.some((name) => body[name] !== undefined)
  return refusable
    .filter((each) => isSent(each) && each.named.test(text))
    .some(({ part }) => {
      if (part === 'maxTokens' && maximum !== undefined) {
        // A limit that the user set is never changed.
        return request.maxTokens === undefined && form.limitMaxTokens(Number(maximum))
      }
      const isOptional = part === 'structured' && request.schema?.isOptional === true
      return form.refuse(isOptional ? 'optionalSchema' : part, message)
    })
}

/** After the tier `flex` had no capacity, no request asks for that tier for this time. */
const FLEX_PAUSE_MS = 60_000
/** Groq answers 498, OpenAI 429 with this code. */
const NO_CAPACITY = /resource_unavailable|capacity/i

function adaptToFullTier(
  { request, form }: SentRequest,
  { status }: ProviderError,
  { codes, message }: ReportedReason,
  nowMs: number,
): boolean {
  const isFull = status === 498 || (status === 429 && NO_CAPACITY.test(`${codes} ${message}`))
  if (!isFull || request.serviceTier !== 'flex') return false
  form.flexPausedUntilMs = nowMs + FLEX_PAUSE_MS
  return true
}

/** While the tier `flex` has no capacity, removes it from the request, so that the standard tier answers. */
export const withAvailableTier = (request: ModelRequest, form: RequestForm, nowMs: number): ModelRequest =>
  request.serviceTier === 'flex' && nowMs < form.flexPausedUntilMs
    ? { ...request, serviceTier: undefined }
    : request

/** Anthropic: `max_tokens: 16000 > 4096, which is the maximum allowed number of output tokens` */
const MAXIMUM = /max_tokens: \d+ > (\d+)/

/** Returns whether another attempt would differ after an answer without any JSON object. */
export const adaptToProse = ({ form, revision }: SentRequest): boolean =>
  form.revision !== revision || form.refuse('structured', 'it answers in prose')

export const isProse = ({ schema }: ModelRequest, { text, finishReason }: Answer): boolean =>
  schema !== undefined && !schema.isOptional && finishReason === 'stop' && !text.includes('{')

/** The settings of the request that are not sent. `auto` is never dropped: a provider without tiers does the same. */
export function droppedSettings(
  request: ModelRequest,
  form: RequestForm,
  serviceTiers: Readonly<Partial<Record<ServiceTier, string>>>,
): readonly DroppedSetting[] {
  const isAccepted = (setting: DroppedSetting): boolean => {
    if (setting !== 'serviceTier') return form.accepts(setting)
    const { serviceTier = 'auto' } = request
    return serviceTier === 'auto' || (form.accepts(setting) && serviceTiers[serviceTier] !== undefined)
  }
  return DROPPABLE_SETTINGS.filter((setting) => request[setting] !== undefined && !isAccepted(setting))
}

/** Adaptations that affect no setting of the user. */
const SILENT_DIFFERENCES: readonly (readonly [RequestPart, string])[] = [
  ['maxTokens', 'the token limit is sent under its other name'],
  ['optionalSchema', 'drafts are requested without a JSON Schema'],
  ['streamOptions', 'streams are requested without their usage'],
]

/** Reports which settings a model does not receive, and how else its requests were adapted; each fact only once. */
export function createFormReporter({ name, warn, inform }: ProviderNeeds) {
  const reported = new Set<string>()
  const once = (line: string, write: ((line: string) => void) | undefined) => {
    if (!reported.has(line)) write?.(line)
    reported.add(line)
  }
  return (modelId: string, form: RequestForm, dropped: readonly DroppedSetting[]): void => {
    for (const setting of dropped) {
      const reason = form.refusalOf(setting)
      once(
        `${name}:${modelId} does not accept ${setting}, so it is not sent${reason === '' ? '' : `: ${reason}`}`,
        warn,
      )
    }
    for (const [part, difference] of SILENT_DIFFERENCES) {
      if (!form.accepts(part)) once(`${name}:${modelId}: ${difference}`, inform)
    }
    if (form.hasSteppedDown) {
      const mode = form.structured === 'none' ? 'in the prompt' : `by ${form.structured}`
      once(`${name}:${modelId}: JSON is now requested ${mode}`, inform)
    }
  }
}
