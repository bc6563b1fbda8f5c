/** Makes texts equal that differ only in typography: in kinds of spaces, hyphens, quotation marks and dots. */
import { withPlainMarks } from '../../core/constraints/plain-marks.ts'
import { foldAllCases } from '../../core/constraints/terms.ts'
import { sortedIndex } from './sorted-index.ts'

/** Matches characters that `toComparable` may have to replace. In other texts, it changes only the case. */
const NEEDS_CHANGE = /[^ -~]|  /
/** If only these characters are to be replaced, normal forms and marks need no search, which takes long. */
const NEEDS_ONLY_SPACES = /^[ -~\t-\r]*$/

/**
 * Makes texts comparable: in normalization form C, with plain marks, and without case unless it matters. Apply it to
 * both the text and the term.
 */
export function toComparable(text: string, caseSensitive: boolean): string {
  if (!NEEDS_CHANGE.test(text)) return caseSensitive ? text : text.toLowerCase()
  if (last.text !== text || last.caseSensitive !== caseSensitive)
    last = { text, caseSensitive, comparable: replaceAllMarks(text, caseSensitive) }
  return last.comparable
}

/** The validators of a text need the same result one after another. */
let last = { text: '', caseSensitive: false, comparable: '' }

function replaceAllMarks(text: string, caseSensitive: boolean): string {
  if (NEEDS_ONLY_SPACES.test(text)) {
    const spaced = text.replace(/[\t-\r]\s*| \s+/g, ' ')
    return caseSensitive ? spaced : spaced.toLowerCase()
  }
  const normal = text.normalize()
  return withPlainMarks(caseSensitive ? normal : foldAllCases(normal))
}

/** Whether a text may contain the term without its marks: `...` as one character, or `"` as a curly quote. */
export const hasVariantMarks = (term: string): boolean => /["“”„‟…]|\.{3}/.test(term)

/** A white-space run, or a few characters of a word with the accents and Hangul vowels that join them. */
const PIECE = /\s+|(?:\S[\p{M}\u1160-\u11ff]*){1,24}/gu

/** Returns a function that converts indices of `toComparable(text, caseSensitive)` to indices of the text. */
export function createIndexMap(text: string, caseSensitive: boolean): (at: number) => number {
  if (!NEEDS_CHANGE.test(text)) return (at) => at
  const lengthOf = (piece: string) => toComparable(piece, caseSensitive).length
  const starts: number[] = []
  const foldedStarts: number[] = []
  let folded = 0
  for (const { 0: piece, index } of text.matchAll(PIECE)) {
    starts.push(index)
    foldedStarts.push(folded)
    folded += lengthOf(piece)
  }
  return (at) => {
    const index = sortedIndex(foldedStarts, at)
    const start = starts[index] ?? 0
    const piece = text.slice(start, starts[index + 1])
    const rest = at - (foldedStarts[index] ?? 0)
    let length = piece.length
    // White space of any length becomes one space.
    if (/^\s/.test(piece)) return rest === 0 ? start : start + length
    while (length > 0 && lengthOf(piece.slice(0, length)) > rest) length--
    return start + length
  }
}
