import { SifakaError } from '../../core/errors.ts'
import { describeWriteFailure } from '../../util/write-failure.ts'

export const codeOf = (error: unknown): unknown => Object(error)['code']

/** For `catch`: undefined if there is no such file. */
export function ignoreAbsent(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error
}

export const writeError = (error: unknown, name: string): SifakaError =>
  new SifakaError('output', describeWriteFailure(error, name), {
    hint: 'all results so far are saved',
    cause: error,
  })

/** For `catch`: throws a `writeError`. */
export const throwWriteError =
  (name: string) =>
  (error: unknown): never => {
    throw writeError(error, name)
  }
