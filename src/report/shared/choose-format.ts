import { UsageError } from '../../core/errors.ts'
import type { DocumentFormat } from '../../core/formats.ts'
import { getByName } from '../../util/lookup.ts'

/** The format of this name. Throws a `UsageError` if there is none. */
export const getFormat = <Format extends DocumentFormat>(formats: readonly Format[], name: string): Format =>
  getByName(formats, name, (hint) => new UsageError(`there is no format "${name}"`, hint))

/** The format for the path's extension, if there is one. */
export const findByExtension = <Format extends DocumentFormat>(
  formats: readonly Format[],
  path: string,
): Format | undefined =>
  formats.find(({ extensions }) => extensions.some((extension) => path.toLowerCase().endsWith(extension)))

/** The format that `--format` names, or for the extension of `-o`, or `otherwise`. */
export function chooseFormat<Format extends DocumentFormat>(
  formats: readonly Format[],
  { name, path = '-' }: { readonly name: string | undefined; readonly path: string | undefined },
  otherwise: Format,
): Format {
  if (name !== undefined) return getFormat(formats, name)
  const found = path === '-' ? otherwise : findByExtension(formats, path)
  if (found) return found
  const known = formats.map(({ extensions: [extension] }) => extension)
  throw new UsageError(
    `-o must be a ${known.slice(0, -1).join(', ')} or ${known.at(-1)} file, not ${path}`,
    'or set the format with --format',
  )
}
