/** Cuts a text to `maxCharacters` code points; the last one is then "…". */
export function truncate(text: string, maxCharacters: number): string {
  const characters = [...text]
  return characters.length <= maxCharacters ? text : `${characters.slice(0, maxCharacters - 1).join('')}…`
}

/** The first line of a text, cut to `maxCharacters` code points. */
export const firstLine = (text: string, maxCharacters: number): string =>
  truncate(text.trim().split(/[\r\n]/, 1)[0] ?? '', maxCharacters)
