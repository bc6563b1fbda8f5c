/** Texts cut to what a classifier looks at: an excerpt, sentences, words. */

const LONGEST_EXCERPT = 24_576
const PIECES = 16

/**
 * The text itself, or of one longer than 24 KB sixteen pieces from all over it, first and last included, so that
 * a judgement of five megabytes costs no more than one of four thousand words.
 */
export function excerptOf(text: string): string {
  if (text.length <= LONGEST_EXCERPT) return text
  const length = LONGEST_EXCERPT / PIECES
  const step = (text.length - length) / (PIECES - 1)
  const pieces = Array.from({ length: PIECES }, (_, index) => {
    const start = Math.floor(index * step)
    const piece = text.slice(start, start + length)
    return index === 0 ? piece : piece.replace(/^\S*/, '')
  })
  return pieces.join('\n\n')
}

/** Words in lower case, apostrophes straight: `don't`. */
export const wordsOf = (text: string): string[] =>
  straight(text)
    .toLowerCase()
    .match(/[\p{L}\p{N}]+(?:'\p{L}+)*/gu) ?? []

/** Curly quotes and apostrophes become those that word lists are written with. */
export const straight = (text: string): string => text.replace(/[‘’ʼ]/g, "'").replace(/[“”]/g, '"')

/** Prose only: code, addresses and tags are nobody's opinion. */
export const prose = (text: string): string =>
  straight(text)
    .replace(/```[^`]*```|`[^`\n]{1,200}`/g, ' code ')
    .replace(/\b(?:https?:\/\/|www\.)\S+/g, ' link ')
    .replace(/<\/?[a-z][^<>]{0,200}>/gi, ' ')

/** The most words of one sentence: a list without punctuation must not count as one breath. */
const LONGEST_SENTENCE = 200
/** Only the end of a token is looked at: one of a million dots must not take long. */
const LONGEST_END = 12
const ENDS = /[.!?…。！？]["'*_)\]]{0,4}$/
const ABBREVIATION =
  /^\(?(?:dr|mr|mrs|ms|prof|st|no|fig|vs|approx|e\.g|i\.e|cf|etc|inc|ltd|\p{Lu}|(?:\p{Lu}\.)+\p{Lu})\.$/iu

/** Sentences as one reads them aloud; a line goes on in the next if that begins in lower case. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = []
  let begun: string[] = []
  const end = () => {
    if (begun.some((token) => /[\p{L}\p{N}]/u.test(token))) sentences.push(begun.join(' '))
    begun = []
  }
  for (const line of text.split(/[\r\n\u2028\u2029]/)) {
    if (!/^\s*\p{Ll}/u.test(line)) end()
    const tokens = line.match(/\S+/g) ?? []
    for (const [index, token] of tokens.entries()) {
      begun.push(token)
      const next = tokens[index + 1] ?? ''
      const ends = ENDS.test(token.slice(-LONGEST_END)) && !/^\p{Ll}/u.test(next)
      if ((ends && !isAbbreviation(token, next)) || begun.length >= LONGEST_SENTENCE) end()
    }
  }
  end()
  return sentences
}

const isAbbreviation = (token: string, next: string): boolean =>
  next !== '' && token.length < 12 && ABBREVIATION.test(token)
