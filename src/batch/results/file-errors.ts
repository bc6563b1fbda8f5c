import { SifakaError } from '../../core/errors.ts'
import { codeOf, describeWriteFailure, machineHint } from '../../util/files/system-errors.ts'

/** The error of a file of a batch. Errors that already name the file and the cure stay as they are. */
export const writeError = (error: unknown, name: string): SifakaError =>
  error instanceof SifakaError
    ? error
    : new SifakaError('output', describeWriteFailure(error, name), {
        hint: ['all results so far are saved', machineHint(error)]
          .filter((part) => part !== undefined)
          .join('; '),
        cause: error,
      })

/** The result can be passed to `catch`: it converts errors of the system to a `writeError`, and throws again. */
export const throwWriteError =
  (name: string) =>
  (error: unknown): never => {
    if (!(error instanceof SifakaError) && typeof codeOf(error) !== 'string') throw error
    throw writeError(error, name)
  }
