import { codeOf } from '../util/files/system-errors.ts'

/** Node opens a file for each part of the program that it loads, at the start and when a command needs it. */
const CODES: readonly unknown[] = ['EMFILE', 'ENFILE']

export const isOutOfFiles = (error: unknown): boolean => CODES.includes(codeOf(error))

export const OUT_OF_FILES = {
  message: 'too many open files',
  hint: 'raise the limit with ulimit -n',
}
