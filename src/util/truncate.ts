/** Cuts a text to `maxCharacters` code points; "…" as the last one marks the cut. */
export function truncate(text: string, maxCharacters: number): string {
  const characters = [...text]
  return characters.length <= maxCharacters ? text : `${characters.slice(0, maxCharacters - 1).join('')}…`
}
