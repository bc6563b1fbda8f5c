/** What errors of the file system mean. */

/** The code of an error of the system, of Node.js or of a driver, such as `ENOENT`. */
export const codeOf = (error: unknown): unknown => Object(error).code

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
}

/** The reason of an error of the file system, such as "permission denied"; otherwise the first line of its message. */
export function describeFileFault(error: unknown): string {
  const { message = error } = Object(error) as { message?: unknown }
  return REASONS[String(codeOf(error))] ?? String(message).split('\n', 1)[0] ?? ''
}

/** For example "cannot write out.jsonl: no space left". */
export const describeWriteFailure = (error: unknown, name: string): string =>
  `cannot write ${name}: ${describeFileFault(error)}`

/** For example "there is no file brief.txt" or "cannot read brief.txt: permission denied". */
export const describeReadFailure = (error: unknown, path: string): string =>
  codeOf(error) === 'ENOENT' ? `there is no file ${path}` : `cannot read ${path}: ${describeFileFault(error)}`
