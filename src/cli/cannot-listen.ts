import { SifakaError, UsageError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'

/** Pass this to `catch` of a function that starts a server at the port of `--port`. */
export function throwCannotListen(error: unknown): never {
  if (error instanceof SifakaError) throw error
  throw new UsageError(
    `cannot start the server: ${messageOf(error)}`,
    'choose another --port, or 0 for any free port',
    error,
  )
}
