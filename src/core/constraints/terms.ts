/** How a term is looked for. */
export interface Term {
  readonly term: string
  readonly caseSensitive: boolean
  /** `art` does not occur in `party`. */
  readonly wholeWord: boolean
}

const WORD = /[\p{L}\p{N}\p{M}_]/u
const REST_OF_WORD = /[\p{L}\p{N}\p{M}_]*/uy

/** How often the term occurs in the text, without overlaps. Nothing in a term is a pattern. */
export function occurrences(text: string, { term, caseSensitive, wholeWord }: Term): number {
  return [...places(inCase(text, caseSensitive), inCase(term, caseSensitive), wholeWord)].length
}

/** Text and term alike, when capital and small letters are the same: the Greek final sigma is one too. */
export const inCase = (text: string, caseSensitive: boolean): string =>
  caseSensitive ? text : text.toLowerCase().replaceAll('ς', 'σ')

/** Where the term starts in the text, from left to right, without overlaps; both as `inCase` made them. */
export function* places(text: string, term: string, wholeWord: boolean): Generator<number> {
  if (term === '') return
  for (let at = text.indexOf(term); at !== -1;) {
    const end = at + term.length
    const whole = !wholeWord || !(joins(text, at, startsInWord(term)) || joins(text, end, endsInWord(term)))
    if (whole) yield at
    at = text.indexOf(term, whole ? end : next(text, at, startsInWord(term)))
  }
}

/** Where the term may start next: not inside the same word, which may be megabytes long. */
function next(text: string, at: number, inWord: boolean): number {
  if (!inWord) return at + 1
  REST_OF_WORD.lastIndex = at
  REST_OF_WORD.test(text)
  return Math.max(REST_OF_WORD.lastIndex, at + 1)
}

/** Whether a word runs on across this boundary; a term that ends in punctuation has no word to run on. */
function joins(text: string, boundary: number, inWord: boolean): boolean {
  return inWord && endsInWord(text.slice(Math.max(0, boundary - 2), boundary)) && startsInWord(text, boundary)
}

export const startsInWord = (text: string, at = 0): boolean =>
  WORD.test(String.fromCodePoint(text.codePointAt(at) ?? 0x20))

export const endsInWord = (text: string): boolean => WORD.test(Array.from(text.slice(-2)).at(-1) ?? ' ')

/**
 * How often, at least, a text that has the one term has the other one with it. A word that runs on beyond the
 * first term may make the other one no whole word, and letters without a case are the same in each.
 */
export function occurrencesWithin(outer: Term, inner: Term): number {
  const caseless = /^[\0-\x7f]*$/.test(inner.term) && inner.term.toLowerCase() === inner.term.toUpperCase()
  const caseSensitive = inner.caseSensitive && !caseless
  if (caseSensitive && !outer.caseSensitive) return 0
  const text = inCase(outer.term, caseSensitive)
  const term = inCase(inner.term, caseSensitive)
  const open = inner.wholeWord && !outer.wholeWord
  const certain = [...places(text, term, inner.wholeWord)].filter(
    (at) =>
      !open || !((at === 0 && startsInWord(term)) || (at + term.length === text.length && endsInWord(term))),
  )
  return certain.length
}

/**
 * The fewest code points of a text, as it was written, in which the term can be found. One code point may be
 * looked at as up to three (composition exclusions), but none of these is from before U+0300.
 */
export function fewestCharacters(term: string): number {
  const points = [...term]
  const sure = points.every((point) => (point.codePointAt(0) ?? 0) < 0x300)
  return sure ? points.length : Math.ceil(points.length / 3)
}
