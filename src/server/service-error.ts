import type { ErrorCode } from '../core/error-codes.ts'
import { SifakaError } from '../core/errors.ts'
import { summarizeWithHint } from '../core/failure.ts'
import type { ErrorSummary, Usage } from '../core/types.ts'

type ErrorStatus =
  400 | 401 | 403 | 404 | 405 | 408 | 413 | 415 | 417 | 422 | 429 | 431 | 500 | 502 | 503 | 504

interface ServiceErrorDetails {
  /**
   * When clients should repeat the request, in seconds. Undefined if they should not repeat it by themselves: it would
   * fail again until somebody acts, or it would be paid for again.
   */
  readonly retryAfterS?: number | undefined
  /** The path of the field that is to blame, such as `messages.0.content`. */
  readonly field?: string | undefined
}

/** An error as clients see it. `code` is for programs, like `error.code` in OpenAI's API. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly status: ErrorStatus
  readonly code: string
  readonly field: string | undefined
  readonly #retryAfterS: number | undefined

  constructor(status: ErrorStatus, code: string, message: string, details: ServiceErrorDetails = {}) {
    super(message)
    this.status = status
    this.code = code
    this.field = details.field
    this.#retryAfterS = details.retryAfterS
  }

  /** Whether the same request may succeed soon. */
  get isTemporary(): boolean {
    return this.#retryAfterS !== undefined
  }

  /** Tell the client whether and when to repeat the request, and how to authenticate. */
  get headers(): Headers {
    const headers = new Headers()
    // The SDKs of OpenAI, Groq and Anthropic obey this header; by default, they repeat requests after 429 and 5xx.
    if (this.#retryAfterS === undefined) headers.set('x-should-retry', 'false')
    else headers.set('retry-after', String(this.#retryAfterS))
    if (this.status === 401) headers.set('www-authenticate', 'Bearer')
    return headers
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
  limits: 503,
  local: 503,
  down: 503,
  timeout: 504,
  deadline: 504,
}

/**
 * After these, the same request may succeed without anybody's help. Timeouts are not among them: the client would wait
 * as long again.
 */
const TEMPORARY: readonly ErrorCode[] = [
  'throttle',
  'cancelled',
  'store',
  'cache',
  'limits',
  'local',
  'down',
  'connection',
  'server',
]

/** The codes for which the API of OpenAI has a word of its own. */
const PUBLIC_CODES: Partial<Readonly<Record<ErrorCode, string>>> = {
  throttle: 'rate_limit_exceeded',
  quota: 'insufficient_quota',
  budget: 'insufficient_quota',
  'not-found': 'model_not_found',
}

/** Converts the error with which the work on a request ended; `usage` is what the work has cost. */
export function toServiceError({ code, message }: ErrorSummary, usage?: Usage): ServiceError {
  const isPaid = usage !== undefined && (usage.calls > 0 || usage.wasted.attempts > 0)
  const retryAfterS = TEMPORARY.includes(code) && !isPaid ? RETRY_AFTER_S : undefined
  const publicCode = PUBLIC_CODES[code] ?? code.replaceAll('-', '_')
  return new ServiceError(STATUSES[code] ?? 502, publicCode, message, { retryAfterS })
}

/** Undefined for an error that is a bug in sifaka. */
export function asServiceError(error: unknown): ServiceError | undefined {
  if (error instanceof ServiceError) return error
  if (!(error instanceof SifakaError)) return undefined
  return toServiceError(summarizeWithHint(error), error.usage)
}
