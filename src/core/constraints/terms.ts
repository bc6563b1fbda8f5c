/** A term, and which of its occurrences in a text count. */
export interface Term {
  readonly term: string
  readonly caseSensitive: boolean
  /** `art` does not occur in `party`. */
  readonly wholeWord: boolean
}

const WORD_CHARACTER = /[\p{L}\p{N}\p{M}_]/u
const REST_OF_WORD = /[\p{L}\p{N}\p{M}_]*/uy

/** Counts without overlaps. The term is plain text, never a pattern. */
export function countOccurrences(text: string, { term, caseSensitive, wholeWord }: Term): number {
  return [...findOccurrences(foldCase(text, caseSensitive), foldCase(term, caseSensitive), wholeWord)].length
}

/** Lower case, with one form for both Greek sigmas; unchanged if case matters. Apply it to text and term alike. */
export const foldCase = (text: string, caseSensitive: boolean): string =>
  caseSensitive ? text : text.toLowerCase().replaceAll('ς', 'σ')

/** The index of each occurrence from left to right, without overlaps; both strings as `foldCase` returns them. */
export function* findOccurrences(text: string, term: string, wholeWord: boolean): Generator<number> {
  if (term === '') return
  for (let at = text.indexOf(term); at !== -1;) {
    const end = at + term.length
    const matches =
      !wholeWord || !(splitsWord(text, at, startsInWord(term)) || splitsWord(text, end, endsInWord(term)))
    if (matches) yield at
    at = text.indexOf(term, matches ? end : nextStart(text, at, startsInWord(term)))
  }
}

/** Skips the rest of the word, which may be megabytes long. */
function nextStart(text: string, at: number, inWord: boolean): number {
  if (!inWord) return at + 1
  REST_OF_WORD.lastIndex = at
  REST_OF_WORD.test(text)
  return Math.max(REST_OF_WORD.lastIndex, at + 1)
}

/** Whether a word continues across the boundary; a term that ends in punctuation has no word to continue. */
function splitsWord(text: string, boundary: number, inWord: boolean): boolean {
  return inWord && endsInWord(text.slice(Math.max(0, boundary - 2), boundary)) && startsInWord(text, boundary)
}

/** Whether the character at this index belongs to a word. */
export const startsInWord = (text: string, at = 0): boolean =>
  WORD_CHARACTER.test(String.fromCodePoint(text.codePointAt(at) ?? 0x20))

/** Whether the last character belongs to a word. */
export const endsInWord = (text: string): boolean =>
  WORD_CHARACTER.test(Array.from(text.slice(-2)).at(-1) ?? ' ')

/**
 * How often `inner` is sure to occur within one occurrence of `outer`. Two matches do not count: a case-sensitive
 * `inner` within an `outer` that ignores case, and a whole word at an edge of `outer`, where a longer word may go on.
 */
export function minOccurrencesWithin(outer: Term, inner: Term): number {
  const isCaseless = /^[\0-\x7f]*$/.test(inner.term) && inner.term.toLowerCase() === inner.term.toUpperCase()
  const caseSensitive = inner.caseSensitive && !isCaseless
  if (caseSensitive && !outer.caseSensitive) return 0
  const text = foldCase(outer.term, caseSensitive)
  const term = foldCase(inner.term, caseSensitive)
  const mayContinue = inner.wholeWord && !outer.wholeWord
  const certain = [...findOccurrences(text, term, inner.wholeWord)].filter((at) => {
    const touchesEdge =
      (at === 0 && startsInWord(term)) || (at + term.length === text.length && endsInWord(term))
    return !(mayContinue && touchesEdge)
  })
  return certain.length
}

/**
 * The smallest number of code points, before normalization, in which the term can occur. Normalization turns one code
 * point into up to three (composition exclusions), but never into one below U+0300.
 */
export function minCharacters(term: string): number {
  const points = [...term]
  const isStable = points.every((point) => (point.codePointAt(0) ?? 0) < 0x300)
  return isStable ? points.length : Math.ceil(points.length / 3)
}
