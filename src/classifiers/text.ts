/** Reduces texts to what classifiers read: an excerpt, prose, words. */

const MAX_EXCERPT_CHARACTERS = 24_576
const PIECES = 16

/**
 * The text itself; or sixteen evenly spaced pieces of a text above 24 KB, from its beginning to its end, so that five
 * megabytes take no longer than four thousand words.
 */
export function excerptOf(text: string): string {
  if (text.length <= MAX_EXCERPT_CHARACTERS) return text
  const length = MAX_EXCERPT_CHARACTERS / PIECES
  const step = (text.length - length) / (PIECES - 1)
  const pieces = Array.from({ length: PIECES }, (_, index) => {
    const start = Math.floor(index * step)
    const piece = text.slice(start, start + length)
    return index === 0 ? piece : piece.replace(/^\S*/, '')
  })
  return pieces.join('\n\n')
}

/** The words in lower case, with straight apostrophes: `don't`. */
export const wordsOf = (text: string): string[] =>
  straightenQuotes(text)
    .toLowerCase()
    .match(/[\p{L}\p{N}]+(?:'\p{L}+)*/gu) ?? []

/** Replaces curly quotes and apostrophes by those that the word lists use. */
export const straightenQuotes = (text: string): string => text.replace(/[‘’ʼ]/g, "'").replace(/[“”]/g, '"')

/** Replaces code, addresses and tags, which express no opinion. */
export const proseOf = (text: string): string =>
  straightenQuotes(text)
    .replace(/```[^`]*```|`[^`\n]{1,200}`/g, ' code ')
    .replace(/\b(?:https?:\/\/|www\.)\S+/g, ' link ')
    .replace(/<\/?[a-z][^<>]{0,200}>/gi, ' ')
