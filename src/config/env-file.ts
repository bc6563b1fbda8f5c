/** Reads files of environment variables. A line that sets nothing is an error, except in a project's own `.env`. */
import { isUtf8 } from 'node:buffer'
import { parseEnv } from 'node:util'
import { ConfigError } from '../core/errors.ts'
import { readWhole } from '../util/files/read-bytes.ts'
import { describeReadFailure } from '../util/files/system-errors.ts'

/** A comment, an empty line or a variable; a value in quotes can have several lines. */
const ENTRY =
  /[^\S\n]*(?:#[^\n]*|(?:export[^\S\n]+)?([\w.-]+)[^\S\n]*=[^\S\n]*(?:(["'`])[^]*?\2)?[^\n]*)?(?:\n|$)/y

/**
 * Reads the file of `--env-file`. Throws a `ConfigError` that names the line if the file contains anything but
 * variables, each once, and comments. Messages never quote a line, since it may contain a key.
 */
export async function readEnvFile(path: string): Promise<Readonly<Record<string, string | undefined>>> {
  const bytes = await readWhole(path).catch((error: unknown) => {
    throw new ConfigError(`--env-file: ${describeReadFailure(error, path)}`, undefined, error)
  })
  if (!isUtf8(bytes)) throw new ConfigError(`--env-file: ${path} is not UTF-8 text`, 'save it as UTF-8')
  const text = bytes
    .toString()
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
  checkEntries(text, path)
  return parseEnv(text)
}

function checkEntries(text: string, path: string): void {
  const lines = new Map<string, number>()
  let [at, line] = [0, 1]
  while (at < text.length) {
    ENTRY.lastIndex = at
    const [entry, name] = ENTRY.exec(text) ?? []
    const place = `--env-file: ${path}:${line}`
    if (entry === undefined) {
      throw new ConfigError(`${place}: not NAME=value`, 'write one variable on each line; # begins a comment')
    }
    const earlier = name === undefined ? undefined : lines.get(name)
    if (earlier !== undefined) {
      throw new ConfigError(`${place}: ${name} is set in line ${earlier}, too`, 'keep one of its values')
    }
    if (name !== undefined) lines.set(name, line)
    at += entry.length
    line += entry.split('\n').length - 1
  }
}
