const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
}

/** Describes an error of the file system: "there is no file brief.txt", "cannot read brief.txt: permission denied". */
export function describeReadFailure(error: unknown, path: string): string {
  const { code, message } = Object(error) as { code?: unknown; message?: unknown }
  if (code === 'ENOENT') return `there is no file ${path}`
  return `cannot read ${path}: ${REASONS[String(code)] ?? String(message)}`
}
