import { truncate } from '../../util/truncate.ts'

/** The first line of a text, cut to `maxLength` code points. */
export const firstLine = (text: string, maxLength: number): string =>
  truncate(text.trim().split(/[\r\n]/, 1)[0] ?? '', maxLength)
