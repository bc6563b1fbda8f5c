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
  const content = (() => {
    try {
      return files.readText(path).trim()
    } catch (error) {
      throw new ConfigError(`critic ${critic}: cannot read its ${option} ${path}`, messageOf(error), error)
    }
  })()
  if (content === '') throw new ConfigError(`critic ${critic}: its ${option} ${path} is empty`)
  return content
}
