/** Makes texts equal that differ only in typography: in kinds of spaces, hyphens, quotation marks and dots. */
import { withPlainMarks } from '../../core/constraints/plain-marks.ts'
import { foldAllCases } from '../../core/constraints/terms.ts'

/** Matches characters that `toComparable` may have to replace. In other texts, it changes only the case. */
const NEEDS_CHANGE = /[^ -~]|  /

/**
 * Makes texts comparable: in normalization form C, with plain marks, and without case unless it matters. Apply it to
 * both the text and the term.
 */
export function toComparable(text: string, caseSensitive: boolean): string {
  if (!NEEDS_CHANGE.test(text)) return caseSensitive ? text : text.toLowerCase()
  const normal = text.normalize()
  return withPlainMarks(caseSensitive ? normal : foldAllCases(normal))
}

/** Whether a text may contain the term without its marks: `...` as one character, or `"` as a curly quote. */
export const hasVariantMarks = (term: string): boolean => /["“”„‟…]|\.{3}/.test(term)
