/** How a term is looked for. */
export interface Term {
  readonly term: string
  readonly caseSensitive: boolean
  /** `art` does not occur in `party`. */
  readonly wholeWord: boolean
}

const LETTER_OR_DIGIT = /[\p{L}\p{N}_]/u

/** How often the term occurs in the text, without overlaps. Nothing in a term is a pattern. */
export function occurrences(text: string, { term, caseSensitive, wholeWord }: Term): number {
  if (term === '') return 0
  const haystack = caseSensitive ? text : text.toLowerCase()
  const needle = caseSensitive ? term : term.toLowerCase()
  let count = 0
  let at = haystack.indexOf(needle)
  while (at !== -1) {
    const end = at + needle.length
    const inside = wholeWord && (joins(haystack, at, needle.at(0)) || joins(haystack, end, needle.at(-1)))
    if (!inside) count++
    at = haystack.indexOf(needle, inside ? at + 1 : end)
  }
  return count
}

/** Whether a word runs on across this boundary; a term that ends in punctuation has no word to run on. */
function joins(text: string, boundary: number, edge: string | undefined): boolean {
  if (edge !== undefined && !LETTER_OR_DIGIT.test(edge)) return false
  const before = text.slice(Math.max(0, boundary - 2), boundary)
  const after = String.fromCodePoint(text.codePointAt(boundary) ?? 0x20)
  return LETTER_OR_DIGIT.test([...before].at(-1) ?? ' ') && LETTER_OR_DIGIT.test(after)
}
