import type { ServerResponse } from 'node:http'
import type { ErrorCode } from '../core/error-codes.ts'
import { SifakaError } from '../core/errors.ts'
import type { ErrorSummary } from '../core/types.ts'

type ErrorStatus = 400 | 401 | 403 | 404 | 405 | 413 | 415 | 422 | 429 | 500 | 502 | 503 | 504

interface ServiceErrorDetails {
  /** When clients should repeat the request, in seconds. */
  readonly retryAfterS?: number | undefined
  /** Whether the same request would fail again until somebody acts: the SDKs of vendors repeat 429 and 5xx by default. */
  readonly isFinal?: boolean | undefined
  /** The path of the field that is to blame, such as `messages.0.content`. */
  readonly field?: string | undefined
}

/** An error as clients see it. `code` is for programs, like `error.code` in OpenAI's API. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly status: ErrorStatus
  readonly code: string
  readonly field: string | undefined
  readonly #details: ServiceErrorDetails

  constructor(status: ErrorStatus, code: string, message: string, details: ServiceErrorDetails = {}) {
    super(message)
    this.status = status
    this.code = code
    this.field = details.field
    this.#details = details
  }

  /** Tells the client whether and when to repeat the request. */
  setRetryHeaders(outgoing: ServerResponse): void {
    const { retryAfterS, isFinal } = this.#details
    if (retryAfterS !== undefined) outgoing.setHeader('retry-after', String(retryAfterS))
    // The SDKs of OpenAI, Groq and Anthropic obey this header.
    if (isFinal) outgoing.setHeader('x-should-retry', 'false')
  }
}

/** How long clients should wait before they repeat a request that failed temporarily, in seconds. */
const RETRY_AFTER_S = 5

/** The HTTP status of each error code; all other codes are failures of a provider and get 502. */
const STATUSES: Partial<Readonly<Record<ErrorCode, ErrorStatus>>> = {
  usage: 400,
  config: 400,
  input: 400,
  'not-found': 404,
  infeasible: 400,
  throttle: 429,
  quota: 429,
  budget: 429,
  error: 500,
  cancelled: 503,
  store: 503,
  cache: 503,
  timeout: 504,
  deadline: 504,
}

const TEMPORARY: readonly ErrorStatus[] = [503, 504]

/** The key, the account or the operator's limit must be changed first, or sifaka itself. */
const FINAL: readonly ErrorCode[] = ['auth', 'quota', 'budget', 'error']

/** Converts the error with which the work on a request ended. */
export function toServiceError({ code, message }: ErrorSummary): ServiceError {
  const status = STATUSES[code] ?? 502
  const isTemporary = TEMPORARY.includes(status) || code === 'throttle'
  const publicCode = code === 'budget' ? 'insufficient_quota' : code.replaceAll('-', '_')
  const retryAfterS = isTemporary ? RETRY_AFTER_S : undefined
  return new ServiceError(status, publicCode, message, { retryAfterS, isFinal: FINAL.includes(code) })
}

/** Undefined for an error that is a bug in sifaka. */
export function asServiceError(error: unknown): ServiceError | undefined {
  if (error instanceof ServiceError) return error
  if (!(error instanceof SifakaError)) return undefined
  const { code, message, hint } = error
  return toServiceError({ code, message: hint === undefined ? message : `${message} (${hint})` })
}
