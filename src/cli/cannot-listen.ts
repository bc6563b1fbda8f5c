import { SifakaError, UsageError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'

/** For `catch` of a function that starts a server at the port that the flag names. */
export const cannotListen =
  (flag: '--port' | '--metrics-port') =>
  (error: unknown): never => {
    if (error instanceof SifakaError) throw error
    throw new UsageError(
      `${flag}: cannot start the server: ${messageOf(error)}`,
      `choose another ${flag}, or 0 for any free port`,
      error,
    )
  }
