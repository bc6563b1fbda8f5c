import type { ErrorCode } from '../core/error-codes.ts'
import { SifakaError } from '../core/errors.ts'
import type { ErrorSummary } from '../core/types.ts'

type ErrorStatus = 400 | 401 | 403 | 404 | 405 | 413 | 415 | 422 | 429 | 500 | 502 | 503 | 504

/** An error as clients see it. `code` is for programs, like `error.code` in OpenAI's API. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly status: ErrorStatus
  readonly code: string
  readonly retryAfterS: number | undefined

  constructor(status: ErrorStatus, code: string, message: string, retryAfterS?: number) {
    super(message)
    this.status = status
    this.code = code
    this.retryAfterS = retryAfterS
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

/** Converts the error with which the work on a request ended. */
export function toServiceError({ code, message }: ErrorSummary): ServiceError {
  const status = STATUSES[code] ?? 502
  const isTemporary = TEMPORARY.includes(status) || code === 'throttle'
  const publicCode = code === 'budget' ? 'insufficient_quota' : code.replaceAll('-', '_')
  return new ServiceError(status, publicCode, message, isTemporary ? RETRY_AFTER_S : undefined)
}

/** Undefined for an error that is a bug in sifaka. */
export function asServiceError(error: unknown): ServiceError | undefined {
  if (error instanceof ServiceError) return error
  if (!(error instanceof SifakaError)) return undefined
  const { code, message, hint } = error
  return toServiceError({ code, message: hint === undefined ? message : `${message} (${hint})` })
}
