/** Cuts a text to `maxCharacters` code points; the last one is then "…". */
export function truncate(text: string, maxCharacters: number): string {
  const characters = [...text]
  return characters.length <= maxCharacters ? text : `${characters.slice(0, maxCharacters - 1).join('')}…`
}
