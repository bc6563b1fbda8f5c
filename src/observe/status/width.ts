/** How many columns a text takes on a terminal. Where terminals differ, the most that any of them takes. */

const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u
/** Drawn over the letter before; the selector that makes an emoji of a sign is not, for it makes it wide. */
const OVER = /(?!\ufe0f)[\p{Mn}\p{Me}]/u
const PLAIN = /^[ -~]*$/

export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length
  let columns = 0
  for (const character of text) columns += columnsOf(character)
  return columns
}

/** As much of the text as goes into so many columns; what is missing shows as "…". */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text
  let kept = ''
  let taken = 1
  for (const character of text) {
    taken += columnsOf(character)
    if (taken > columns) break
    kept += character
  }
  return columns < 1 ? '' : `${kept}…`
}

const columnsOf = (character: string): number => (OVER.test(character) ? 0 : WIDE.test(character) ? 2 : 1)
