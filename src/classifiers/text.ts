/** Reduces texts to the parts that classifiers read: an excerpt, prose, words. */

const MAX_EXCERPT_CHARACTERS = 24_576
const PIECES = 16

/**
 * Returns a short text unchanged. Of a text above 24 KB, it returns sixteen evenly spaced pieces, so that a text of
 * five megabytes takes no longer than one of four thousand words.
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

/** Replaces code and web addresses by placeholder words, and tags by spaces, since they express no opinion. */
export const proseOf = (text: string): string =>
  straightenQuotes(text)
    .replace(/```[^`]*```|`[^`\n]{1,200}`/g, ' code ')
    .replace(/\b(?:https?:\/\/|www\.)\S+/g, ' link ')
    .replace(/<\/?[a-z][^<>]{0,200}>/gi, ' ')
