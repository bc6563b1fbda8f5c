import { UNSPACED_SCRIPTS } from './unspaced-scripts.ts'

/** A term, and which of its occurrences in a text count. */
export interface Term {
  readonly term: string
  readonly caseSensitive: boolean
  /** If true, the term is not found within a longer word: `art` does not occur in `party`. */
  readonly wholeWord: boolean
}

/** In the scripts without spaces, any occurrence is a whole word. */
const IN_WORD = String.raw`(?![${UNSPACED_SCRIPTS}])[\p{L}\p{N}\p{M}_]`
const WORD_CHARACTER = RegExp(IN_WORD, 'u')
const REST_OF_WORD = RegExp(`(?:${IN_WORD})*`, 'uy')

/** Counts occurrences without overlaps. The term is plain text, not a pattern. */
export function countOccurrences(text: string, { term, caseSensitive, wholeWord }: Term): number {
  return [...findOccurrences(foldCase(text, caseSensitive), foldCase(term, caseSensitive), wholeWord)].length
}

/**
 * Converts to lower case, and both forms of the Greek sigma to one, unless case matters. Apply it to both text and
 * term.
 */
export const foldCase = (text: string, caseSensitive: boolean): string =>
  caseSensitive ? text : text.toLowerCase().replaceAll('ς', 'σ')

/** Converts to upper case first, which unifies more spellings: "ß", "ﬁ" and "ı" become "SS", "FI" and "I". */
export const foldAllCases = (text: string): string =>
  foldCase(text.toUpperCase(), false).replaceAll('i\u0307', 'i')

/** Yields the index of each occurrence, without overlaps. Both strings must be results of `foldCase`. */
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

/** The next index to search from: after the rest of the word, which may be very long, if `at` is within a word. */
function nextStart(text: string, at: number, inWord: boolean): number {
  if (!inWord) return at + 1
  REST_OF_WORD.lastIndex = at
  REST_OF_WORD.test(text)
  return Math.max(REST_OF_WORD.lastIndex, at + 1)
}

/** Whether the boundary lies within a word. `inWord`: the term has a word character at this boundary. */
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
 * How often `inner` certainly occurs within one occurrence of `outer`. A case-sensitive `inner` is not certain to
 * occur in an `outer` that ignores case. A whole word at an edge of `outer` does not count, since the word may
 * continue beyond it.
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

/** What one code point becomes when case is ignored: "ﬁ" becomes "fi", "ß" becomes "ss", and "ŉ" becomes "'n". */
const ONE_WITHOUT_CASE = /ff[il]|f[fil]|s[st]|'n|aʾ/gi

/**
 * The smallest number of code points, before normalization, of a text that contains the term. Normalization replaces
 * one code point by at most three (composition exclusions), and never by one below U+0300. An ellipsis is one code
 * point.
 */
export function minCharacters(term: string, caseSensitive = true): number {
  const shortest = term.replace(/\.{3}/g, '…')
  const points = [...(caseSensitive ? shortest : shortest.replace(ONE_WITHOUT_CASE, 'x'))]
  const isStable = points.every((point) => point === '…' || (point.codePointAt(0) ?? 0) < 0x300)
  return isStable ? points.length : Math.ceil(points.length / 3)
}
