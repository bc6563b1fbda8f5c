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
  const { code, message } = Object(error) as { code?: unknown; message?: unknown }
  return REASONS[String(code)] ?? String(message ?? error).split('\n', 1)[0] ?? ''
}

/** Describes an error of the file system: "cannot write out.jsonl: no space left". */
export function describeWriteFailure(error: unknown, name: string): string {
  return `cannot write ${name}: ${describeFileFault(error)}`
}
