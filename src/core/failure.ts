/** Errors as data: the third state of a validator, critic or model, beside pass and fail. */
import { isInterruption, type ErrorCode, type InterruptionCode } from './error-codes.ts'
import { SifakaError } from './errors.ts'
import type { ErrorSummary, Failure } from './types.ts'

/** The code of the signal's reason; `cancelled` if the reason has no code of an interruption. */
export const interruptionCode = ({ reason }: AbortSignal): InterruptionCode =>
  reason instanceof SifakaError && isInterruption(reason.code) ? reason.code : 'cancelled'

/** Errors that are thrown after an abort count as the interruption, whatever they are. */
export function toFailure(role: Failure['role'], name: string, error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) return { role, name, code: interruptionCode(signal), message: messageOf(signal.reason) }
  const known = error instanceof SifakaError ? error : undefined
  const message = messageOf(error)
  return {
    role,
    name,
    code: codeOf(error),
    message: known?.hint ? `${message} (${known.hint})` : message,
    ...(known?.usage ? { usage: known.usage } : {}),
  }
}

export const isFailure = (result: object): result is Failure => 'role' in result

export const splitFailures = <T extends object>(
  results: readonly (T | Failure)[],
): { answers: T[]; failures: Failure[] } => ({
  answers: results.filter((result): result is T => !isFailure(result)),
  failures: results.filter(isFailure),
})

/** Anything but a `SifakaError` has the code `error`. */
export const summarizeError = (error: unknown): ErrorSummary => ({
  code: codeOf(error),
  message: messageOf(error),
})

const codeOf = (error: unknown): ErrorCode => (error instanceof SifakaError ? error.code : 'error')

/** The first line of the message. */
export const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? ''
