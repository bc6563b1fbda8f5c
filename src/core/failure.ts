/**
 * Errors as data. A `Failure` says that a validator, critic or model could not answer; it is neither a pass nor a fail.
 */
import { isInterruption, isSystemFault, type ErrorCode, type InterruptionCode } from './error-codes.ts'
import { SifakaError } from './errors.ts'
import type { ErrorSummary, Failure, Usage } from './types.ts'
import { totalUsage } from './usage.ts'
import { codeOf } from '../util/files/system-errors.ts'

/** The code of the signal's reason if that is an interruption; otherwise `cancelled`. */
export const interruptionCode = ({ reason }: AbortSignal): InterruptionCode =>
  reason instanceof SifakaError && isInterruption(reason.code) ? reason.code : 'cancelled'

/** Once the signal has aborted, any error is reported as the interruption. */
export function toFailure(role: Failure['role'], name: string, error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) return { role, name, code: interruptionCode(signal), message: messageOf(signal.reason) }
  const usage = usageOfError(error)
  return { role, name, ...summarizeWithHint(error), ...(usage ? { usage } : {}) }
}

export const isFailure = (result: object): result is Failure => 'role' in result

export const splitFailures = <T extends object>(
  results: readonly (T | Failure)[],
): { answers: T[]; failures: Failure[] } => ({
  answers: results.filter((result): result is T => !isFailure(result)),
  failures: results.filter(isFailure),
})

/** Like `summarizeError`, but the message also says what the user can do. */
export function summarizeWithHint(error: unknown): ErrorSummary {
  const { code, message } = summarizeError(error)
  const hint = error instanceof SifakaError ? error.hint : undefined
  return { code, message: withHint({ message, hint }) }
}

/** The message and, in parentheses, what the user can do. */
export const withHint = ({
  message,
  hint,
}: Pick<SifakaError, 'message'> & Partial<Pick<SifakaError, 'hint'>>): string =>
  hint ? `${message} (${hint})` : message

/** Errors other than a `SifakaError` and those of the system get the code `error`. */
export const summarizeError = (error: unknown): ErrorSummary => ({
  code: errorCodeOf(error),
  message: messageOf(error),
})

export const errorCodeOf = (error: unknown): ErrorCode =>
  error instanceof SifakaError ? error.code : isSystemFault(codeOf(error)) ? 'local' : 'error'

/** The usage of the work that failed with this error, if it is known. */
export const usageOfError = (error: unknown): Usage | undefined =>
  error instanceof SifakaError ? error.usage : undefined

/** The error with the total of these usages; unchanged if there are none. */
export const withPaidUsage = (error: unknown, paid: readonly Usage[]): unknown =>
  paid.length === 0 || !(error instanceof SifakaError) ? error : error.withUsage(totalUsage(paid))

/** The first line of an error's message. */
export const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? ''
