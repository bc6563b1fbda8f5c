import { ConfigError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'
import { FileReads } from '../util/files/file-reads.ts'

/** Reads an option that is a text, or the name of a file with the text: `@FILE`. Throws a `ConfigError`. */
export function readTextOption(
  critic: string,
  option: string,
  given: string,
  files = new FileReads(),
): string {
  if (!given.startsWith('@')) return given
  const path = given.slice(1)
  try {
    const content = files.readText(path).trim()
    if (content !== '') return content
  } catch (error) {
    throw new ConfigError(`critic ${critic}: cannot read its ${option} ${path}`, messageOf(error), error)
  }
  throw new ConfigError(`critic ${critic}: its ${option} ${path} is empty`)
}
