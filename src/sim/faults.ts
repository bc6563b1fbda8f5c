/** The faults of a simulated provider, and the errors that they cause for clients in the same process. */
import { ProviderError } from '../core/errors.ts'
import type { ProviderErrorKind } from '../core/error-codes.ts'

/** Faults that cause an HTTP error. The body, and the status of `overloaded`, depend on the dialect. */
const HTTP_ERRORS = ['rate-limit', 'server-error', 'overloaded', 'quota', 'auth'] as const
/** Faults without an answer. The last three send other content with HTTP 200. */
const NO_ANSWER = ['reset', 'hang', 'redirect', 'html', 'wrong-shape', 'empty-200'] as const
/** Faults that interrupt an answer midway. `bad-body` ends it with invalid data. */
const INTERRUPTIONS = ['reset-body', 'hang-body', 'stream-cut', 'error-event', 'bad-body'] as const
/** Faults that send a valid response with a useless answer. `bad-json` applies only to requests for JSON. */
const MODEL_FAULTS = ['truncated', 'bad-json', 'empty', 'refusal'] as const

export const FAULTS = [...HTTP_ERRORS, ...NO_ANSWER, ...INTERRUPTIONS, ...MODEL_FAULTS] as const

export type HttpErrorFault = (typeof HTTP_ERRORS)[number]
export type ModelFault = (typeof MODEL_FAULTS)[number]
export type FaultKind = (typeof FAULTS)[number]

const isOneOf =
  <T extends FaultKind>(kinds: readonly T[]) =>
  (fault: FaultKind | undefined): fault is T =>
    kinds.some((kind) => kind === fault)

export const isHttpError = isOneOf(HTTP_ERRORS)
export const interruptsAnswer = isOneOf(INTERRUPTIONS)
export const isModelFault = isOneOf(MODEL_FAULTS)
/** Faults that cause no error of their own; only the client's timeout ends them. */
const isHang = isOneOf(['hang', 'hang-body'])

type ErrorFault = Exclude<FaultKind, ModelFault | 'hang' | 'hang-body'>

const ERRORS: Record<ErrorFault, readonly [kind: ProviderErrorKind, message: string, status?: number]> = {
  'rate-limit': ['throttle', '429 rate limit reached', 429],
  'server-error': ['server', '500 the server had an error', 500],
  overloaded: ['server', '503 the server is overloaded', 503],
  quota: ['quota', '429 the quota is exhausted', 429],
  auth: ['auth', '401 the key is not valid', 401],
  reset: ['connection', 'the connection was reset'],
  redirect: ['not-found', 'the server redirects to another address'],
  'reset-body': ['stream', 'the connection was reset in the middle of the answer'],
  'stream-cut': ['stream', 'the answer ended without its last part'],
  'error-event': ['server', 'the server reported overload in the middle of the answer'],
  'bad-body': ['answer-unusable', 'the answer is malformed', 200],
  html: ['protocol', 'the answer is an HTML page', 200],
  'wrong-shape': ['answer-unusable', 'the answer is JSON of another shape', 200],
  'empty-200': ['protocol', 'the answer is empty', 200],
}

/** Returns the error that a client of a real provider would throw; undefined for hangs and model faults. */
export function simulatedError(
  fault: FaultKind | undefined,
  modelName: string,
  retryAfterMs?: number,
): ProviderError | undefined {
  if (fault === undefined || isModelFault(fault) || isHang(fault)) return undefined
  const [kind, message, status] = ERRORS[fault]
  return new ProviderError(kind, `${modelName}: ${message} (simulated)`, {
    status,
    retryAfterMs,
    hint: 'the profile of the simulated provider asks for this fault',
  })
}
