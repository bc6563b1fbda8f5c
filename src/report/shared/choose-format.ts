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

/** An extension that fits every format, since it states only that the file is text. */
const PLAIN_TEXT = '.txt'

/** Throws a `UsageError` if the extension of the file that `-o` names belongs to other formats than this one. */
export function refuseContradiction(formats: readonly DocumentFormat[], name: string, path: string): void {
  const extension = formats
    .flatMap(({ extensions }) => extensions)
    .find((each) => each !== PLAIN_TEXT && path.toLowerCase().endsWith(each))
  if (extension === undefined) return
  if (formats.some((format) => format.name === name && format.extensions.includes(extension))) return
  throw new UsageError(
    `--format ${name} contradicts -o ${path}`,
    `omit --format to write a ${extension} file, or name a file with another extension`,
  )
}

/**
 * The format that `--format` names, or for the extension of `-o`, or `otherwise`. Throws a `UsageError` if the two
 * contradict each other.
 */
export function chooseFormat<Format extends DocumentFormat>(
  formats: readonly Format[],
  { name, path = '-' }: { readonly name: string | undefined; readonly path: string | undefined },
  otherwise: Format,
): Format {
  if (name !== undefined) {
    const format = getFormat(formats, name)
    refuseContradiction(formats, name, path)
    return format
  }
  return path === '-' ? otherwise : getByExtension(formats, path, '-o', 'or set the format with --format')
}
