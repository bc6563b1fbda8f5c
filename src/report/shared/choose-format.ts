import { UsageError } from '../../core/errors.ts'
import type { DocumentFormat } from '../../core/formats.ts'
import { getByName } from '../../util/lookup.ts'
import { joinOr } from '../../util/join-or.ts'

type FileFormat = Pick<DocumentFormat, 'extensions'>

/** The format of this name. Throws a `UsageError` if there is none. */
export const getFormat = <Format extends DocumentFormat>(formats: readonly Format[], name: string): Format =>
  getByName(formats, name, (hint) => new UsageError(`no format is called "${name}"`, hint))

/** The format for the path's extension, if there is one. */
export const findByExtension = <Format extends FileFormat>(
  formats: readonly Format[],
  path: string,
): Format | undefined =>
  formats.find(({ extensions }) => extensions.some((extension) => path.toLowerCase().endsWith(extension)))

/** The first extension of each format that can be chosen by one. */
export const mainExtensions = (formats: readonly FileFormat[]): string[] =>
  formats.flatMap(({ extensions }) => extensions.slice(0, 1))

/** The format for the extension of the file that `flag` names. Throws a `UsageError` if there is none. */
export function getByExtension<Format extends FileFormat>(
  formats: readonly Format[],
  path: string,
  flag: '-o' | '--report',
  hint?: string,
): Format {
  const found = findByExtension(formats, path)
  if (found) return found
  throw new UsageError(`${flag} must be a ${joinOr(mainExtensions(formats))} file, not ${path}`, hint)
}

/** The format that `--format` names, or for the extension of `-o`, or `otherwise`. */
export function chooseFormat<Format extends DocumentFormat>(
  formats: readonly Format[],
  { name, path = '-' }: { readonly name: string | undefined; readonly path: string | undefined },
  otherwise: Format,
): Format {
  if (name !== undefined) return getFormat(formats, name)
  return path === '-' ? otherwise : getByExtension(formats, path, '-o', 'or set the format with --format')
}
