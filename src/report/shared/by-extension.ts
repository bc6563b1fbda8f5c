import type { DocumentFormat } from '../../core/formats.ts'

/** The format for the path's extension, if there is one. */
export const findByExtension = <Format extends DocumentFormat>(
  formats: readonly Format[],
  path: string,
): Format | undefined =>
  formats.find(({ extensions }) => extensions.some((extension) => path.toLowerCase().endsWith(extension)))
