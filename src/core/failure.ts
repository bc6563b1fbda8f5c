import { SifakaError } from './errors.ts'
import type { Failure } from './types.ts'

/** The codes of failures that came from outside: the work was stopped, nobody failed at it. */
const INTERRUPTIONS: readonly string[] = ['cancelled', 'deadline', 'budget']
export const isInterruption = (code: string): boolean => INTERRUPTIONS.includes(code)

/** An abort's reason says why by its code; without one it was a plain cancellation. */
export const interruptionCode = (signal: AbortSignal): string =>
  signal.reason instanceof SifakaError && isInterruption(signal.reason.code)
    ? signal.reason.code
    : 'cancelled'

/** A throw, as a third state beside pass and fail. */
export function toFailure(role: Failure['role'], name: string, error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) return { role, name, code: interruptionCode(signal), message: messageOf(signal.reason) }
  return {
    role,
    name,
    code: error instanceof SifakaError ? error.code : 'error',
    message: adviceOf(error),
    ...(error instanceof SifakaError && error.usage ? { usage: error.usage } : {}),
  }
}

export const isFailure = (answer: object): answer is Failure => 'role' in answer

/** Tells those that answered from those that could not. */
export const separate = <T extends object>(
  answers: readonly (T | Failure)[],
): { answered: T[]; failures: Failure[] } => ({
  answered: answers.filter((answer): answer is T => !isFailure(answer)),
  failures: answers.filter(isFailure),
})

/** With what can be done about it, where that is known. */
const adviceOf = (error: unknown): string =>
  error instanceof SifakaError && error.hint ? `${messageOf(error)} (${error.hint})` : messageOf(error)

/** One line from whatever was thrown. */
export const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? ''
