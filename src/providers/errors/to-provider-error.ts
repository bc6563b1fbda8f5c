/** Turns anything that an SDK or the network throws into a `ProviderError`. All three SDKs use the fields read here. */
import type { ProviderErrorKind as Kind } from '../../core/error-codes.ts'
import { ProviderError } from '../../core/errors.ts'
import { truncate } from '../../util/truncate.ts'
import { classifyErrorResponse, hintForErrorResponse } from './error-kinds.ts'
import { causeChain, classifyNetworkError, fieldOf, type ErrorFacts } from './network-errors.ts'
import { exhaustedResetMs, readRateLimits, type RateLimitHeaders } from './rate-limit-headers.ts'
import { retryAdvice, retryAfterMs, type GetHeader } from './retry-after.ts'

/** What a user of this provider can do about errors, by kind. */
export type ErrorHints = Readonly<Partial<Record<Kind, string>>>

export interface FailedCall {
  readonly provider: string
  /** The model's name without the provider's. */
  readonly modelId: string
  readonly key: string | undefined
  readonly hints: ErrorHints
  readonly now: Date
  readonly baseURL?: string | undefined
  readonly rateLimitHeaders?: RateLimitHeaders | undefined
}

const LABELS: Readonly<Record<Kind, string>> = {
  auth: 'key rejected',
  quota: 'out of credit or over the spend limit',
  'not-found': 'no such model or address',
  input: 'request rejected',
  throttle: 'rate limit exceeded',
  timeout: 'timed out',
  connection: 'no connection',
  server: 'provider error',
  stream: 'the answer was cut off',
  protocol: 'invalid answer',
  down: 'no answer for too long',
  poison: 'fails repeatedly',
}

const DEFAULT_HINTS: ErrorHints = {
  quota: "add credit or raise the spend limit in the provider's console, then resume",
  'not-found': "check the model's name and the provider's base URL",
}

/** Includes the provider's message, but never the key. */
export function toProviderError(error: unknown, call: FailedCall): ProviderError {
  const getHeader = headersOf(error)
  const { kind: likelyKind, status, detail, hint, cause } = understand(error, call)
  const { provider, modelId, key, hints } = call
  const kind = applyAdvice(retryAdvice(getHeader), likelyKind)
  const text = oneLine(detail, key)
  const label = `${provider} ${modelId}: ${status === undefined ? '' : `${status} `}${LABELS[kind]}`
  return new ProviderError(kind, text === '' ? label : `${label}: ${text}`, {
    hint: hint ?? hints[kind] ?? DEFAULT_HINTS[kind],
    cause,
    status,
    requestId: getHeader('request-id') ?? getHeader('x-request-id'),
    retryAfterMs: waitMs(getHeader, kind, call),
  })
}

function understand(error: unknown, { baseURL }: FailedCall): ErrorFacts {
  const known = causeChain(error).find((each) => each instanceof ProviderError)
  if (known) return { kind: known.kind, detail: known.message, hint: known.hint }
  const body = fieldOf(error, 'error')
  const status = fieldOf(error, 'status')
  if (body !== undefined || typeof status === 'number') return fromResponse(error, status, body)
  return classifyNetworkError(error, baseURL)
}

function fromResponse(error: unknown, httpStatus: unknown, envelope: unknown): ErrorFacts {
  const body = fieldOf(envelope, 'error') ?? envelope
  const code = fieldOf(body, 'code')
  const status = [httpStatus, code].find(isErrorStatus)
  const message = [fieldOf(body, 'message'), body, fieldOf(error, 'message')].find(
    (value) => typeof value === 'string',
  )
  const detail = (message ?? '').replace(/^\d{3} (status code \(no body\))?/, '')
  // If a moderator rejected the prompt, OpenRouter sends no code, but metadata whose keys show the cause.
  const metadata = Object.keys(Object(fieldOf(body, 'metadata')))
  const codes = [
    code,
    fieldOf(body, 'type'),
    fieldOf(fieldOf(body, 'details'), 'error_code'),
    ...metadata,
  ].join(' ')
  const response = { status, codes, message: detail, anthropic: fieldOf(envelope, 'type') === 'error' }
  return { kind: classifyErrorResponse(response), status, detail, hint: hintForErrorResponse(response) }
}

const isErrorStatus = (value: unknown): value is number =>
  typeof value === 'number' && value >= 400 && value < 600

/** A later attempt may succeed, unless the provider advises against it. */
const TEMPORARY: readonly Kind[] = ['throttle', 'timeout', 'connection', 'server', 'protocol']

/** The provider's advice decides whether to retry a request; for account errors its error code is more reliable. */
function applyAdvice(advice: boolean | undefined, kind: Kind): Kind {
  if (advice === true && kind === 'input') return 'server'
  return advice === false && TEMPORARY.includes(kind) ? 'input' : kind
}

/** The delay that the provider asks for; else, the time until an exhausted limit resets. */
function waitMs(getHeader: GetHeader, kind: Kind, { now, rateLimitHeaders }: FailedCall): number | undefined {
  const requested = retryAfterMs(getHeader, now)
  if (requested !== undefined || kind !== 'throttle' || rateLimitHeaders === undefined) return requested
  return exhaustedResetMs(readRateLimits(rateLimitHeaders, getHeader, now))
}

const MAX_DETAIL_CHARACTERS = 300

/** Redacts before it cuts, since a part of the key could remain otherwise. */
const oneLine = (text: string, key: string | undefined): string => {
  const redacted = key === undefined ? text : text.replaceAll(key, '[key]')
  return truncate(redacted.replace(/[\s\p{Cc}]+/gu, ' ').trim(), MAX_DETAIL_CHARACTERS)
}

/** The headers that an SDK attached to its error. */
export function headersOf(error: unknown): GetHeader {
  const headers = fieldOf(error, 'headers')
  // Not `instanceof Headers`: there are several such classes.
  const readable = headers instanceof Object && 'get' in headers && typeof headers.get === 'function'
  return (name) => (readable ? ((headers as Headers).get(name) ?? undefined) : undefined)
}
