/** What errors of the file system mean. */

/** The code of an error of the system, of Node.js or of a driver, such as `ENOENT`. */
export const codeOf = (error: unknown): unknown => Object(error).code

/**
 * Whether the process or the machine has no free file. This can happen at any import, since Node opens a file for each
 * part of the program.
 */
export const isOutOfFiles = (error: unknown): boolean => ['EMFILE', 'ENFILE'].includes(String(codeOf(error)))

/** Pass this to `catch`: returns undefined if the file does not exist, and throws every other error again. */
export function ignoreAbsent(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left',
  EDQUOT: 'the disk quota is exceeded',
  EFBIG: 'the file is too large',
  EIO: 'the disk has failed',
  EACCES: 'permission denied',
  EROFS: 'the disk is read-only',
  EISDIR: 'it is a folder',
  EEXIST: 'a file with this name exists',
  ENOTDIR: 'a part of the path is not a folder',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many open files',
  ENFILE: 'too many open files on this machine',
  ENOMEM: 'out of memory',
}

/**
 * The reason of an error of the file system, such as "permission denied"; otherwise the first line of its message,
 * without the code, the name of the system call and its paths.
 */
export function describeFileFault(error: unknown): string {
  const { message = error, syscall } = Object(error) as { message?: unknown; syscall?: unknown }
  if (codeOf(error) === 'ENOENT' && syscall === 'mkdir') return 'its folder cannot be created'
  const [line = ''] = String(message).split('\n', 1)
  return REASONS[String(codeOf(error))] ?? SYSTEM_MESSAGE.exec(line)?.[1] ?? line
}

/** As Node.js writes it, for example "ENOTEMPTY: directory not empty, rmdir 'a'". */
const SYSTEM_MESSAGE = /^E[A-Z0-9]+: (.+?), [a-z_]+(?: '.*')?$/

/** What to do about a fault of this machine, which is no mistake of the user; undefined for other errors. */
export const machineHint = (error: unknown): string | undefined => HINTS[String(codeOf(error))]

const FREE_SPACE = 'free some space, or write to another disk'
const HINTS: Readonly<Record<string, string | undefined>> = {
  ENOSPC: FREE_SPACE,
  EDQUOT: FREE_SPACE,
  EIO: 'write to another disk',
  EMFILE: 'raise the limit with ulimit -n, or work on fewer prompts at a time',
  ENFILE: 'end other programs, or work on fewer prompts at a time',
  ENOMEM: 'end other programs, or work on fewer prompts at a time',
}

/** For example "cannot write out.jsonl: no space left". */
export const describeWriteFailure = (error: unknown, name: string): string =>
  `cannot write ${name}: ${describeFileFault(error)}`

/** For example "there is no file brief.txt" or "cannot read brief.txt: permission denied". */
export const describeReadFailure = (error: unknown, path: string): string =>
  codeOf(error) === 'ENOENT' ? `there is no file ${path}` : `cannot read ${path}: ${describeFileFault(error)}`
