/** Turns what a call throws into a `ProviderError`: an error that the server reports, or one of the network. */
import type { ProviderErrorKind as Kind } from '../../core/error-codes.ts'
import { ProviderError } from '../../core/errors.ts'
import { truncate } from '../../util/truncate.ts'
import { hideSecrets } from '../access.ts'
import { classifyErrorResponse, hintForErrorResponse } from './error-kinds.ts'
import { causeChain, classifyNetworkError, type ErrorFacts } from './network-errors.ts'
import { exhaustedResetMs, readRateLimits, type RateLimitHeaders } from './rate-limit-headers.ts'
import { ReportedError } from './reported-error.ts'
import { readReason } from './reported-reason.ts'
import { retryAdvice, retryAfterMs as readRetryAfterMs, type GetHeader } from './retry-after.ts'

/** What the user can do about each kind of error. */
export type ErrorHints = Readonly<Partial<Record<Kind, string>>>

export interface FailedCall {
  readonly provider: string
  /** The part after the colon in `provider:model`. */
  readonly modelId: string
  /** Keys and other texts that are removed from the message. */
  readonly secrets: readonly string[]
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
  'answer-unusable': 'unusable answer',
  adapted: 'request adapted',
  down: 'no answer for too long',
  local: 'this machine cannot send requests',
  poison: 'fails repeatedly',
}

const DEFAULT_HINTS: ErrorHints = {
  quota: "add credit or raise the spend limit in the provider's console, then resume",
  local: 'finished results are kept; resume when the machine has room again',
  'not-found': "check the model's name and the provider's base URL",
}

/** The message of the returned error includes the provider's message, but never the key. */
export function toProviderError(error: unknown, call: FailedCall): ProviderError {
  const getHeader: GetHeader = error instanceof ReportedError ? error.getHeader : () => undefined
  const facts = understand(error, call)
  const { status, hint, cause, usage, isUnsent } = facts
  const { provider, modelId, secrets, hints } = call
  const kind = applyAdvice(retryAdvice(getHeader), facts.kind)
  const text = oneLine(facts.detail, secrets)
  const fault = facts.hasNoKey ? 'no key' : LABELS[kind]
  const label = `${provider} ${modelId}: ${status === undefined ? '' : `${status} `}${fault}`
  return new ProviderError(kind, text === '' ? label : `${label}: ${text}`, {
    hint: hint ?? hints[kind] ?? DEFAULT_HINTS[kind],
    cause,
    status,
    requestId: getHeader('request-id') ?? getHeader('x-request-id'),
    retryAfterMs: facts.retryAfterMs ?? waitMs(getHeader, kind, call),
    usage,
    isUnsent,
  })
}

function understand(error: unknown, { baseURL }: FailedCall): ErrorFacts {
  const chain = causeChain(error)
  const known = chain.find((each) => each instanceof ProviderError)
  if (known) {
    const { kind, message: detail, hint, usage, isUnsent } = known
    return { kind, detail, hint, usage, isUnsent, hasNoKey: kind === 'auth' }
  }
  return error instanceof ReportedError ? fromResponse(error) : classifyNetworkError(error, baseURL)
}

function fromResponse({ status: httpStatus, body }: ReportedError): ErrorFacts {
  const reason = readReason(body)
  const status = httpStatus ?? reason.status
  const response = { ...reason, status }
  return {
    kind: classifyErrorResponse(response),
    status,
    detail: reason.message,
    hint: hintForErrorResponse(response),
    retryAfterMs: reason.retryAfterMs,
  }
}

/** Errors after which a later attempt may succeed, unless the provider advises against a retry. */
const TEMPORARY: readonly Kind[] = ['throttle', 'timeout', 'connection', 'server', 'protocol']

/**
 * The provider's advice decides whether an error is temporary, except for errors of the account, whose codes
 * are more reliable.
 */
function applyAdvice(advice: boolean | undefined, kind: Kind): Kind {
  if (advice === true && kind === 'input') return 'server'
  return advice === false && TEMPORARY.includes(kind) ? 'input' : kind
}

/** Returns the delay that the provider asks for, else the time until an exhausted limit resets. */
function waitMs(getHeader: GetHeader, kind: Kind, { now, rateLimitHeaders }: FailedCall): number | undefined {
  const requested = readRetryAfterMs(getHeader, now)
  if (requested !== undefined || kind !== 'throttle' || rateLimitHeaders === undefined) return requested
  return exhaustedResetMs(readRateLimits(rateLimitHeaders, getHeader, now))
}

const MAX_DETAIL_CHARACTERS = 300

/** Redacts secrets before truncating, since truncation could leave a part of one. */
const oneLine = (text: string, secrets: readonly string[]): string => {
  const redacted = hideSecrets(text, secrets)
  return truncate(redacted.replace(/[\s\p{Cc}]+/gu, ' ').trim(), MAX_DETAIL_CHARACTERS)
}
