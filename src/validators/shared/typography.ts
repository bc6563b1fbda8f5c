/** Makes texts equal that differ only in typography: in kinds of spaces, hyphens, quotation marks and dots. */
import { foldCase } from '../../core/constraints/terms.ts'

/** White space other than a single space, and what typesetting adds or replaces. */
const VARIANT = /[^\S ]\s*| \s+|[\u00ad\u200b\u2060]|[\u2010\u2011]|[‘’‚‛ʼ]|[“”„‟]|…/g

/** A text without it is comparable as it is, apart from its case. */
const NEEDS_CHANGE = /[^ -~]|  /

const PLAIN_FORMS: readonly (readonly [variants: string, plain: string])[] = [
  ['\u00ad\u200b\u2060', ''],
  ['\u2010\u2011', '-'],
  ['‘’‚‛ʼ', "'"],
  ['“”„‟', '"'],
  ['…', '...'],
]

/** Replaces line breaks and runs of spaces by one space, and curly quotes and the like by their plain forms. */
export const withPlainMarks = (text: string): string =>
  text.replace(VARIANT, (found) => PLAIN_FORMS.find(([variants]) => variants.includes(found))?.[1] ?? ' ')

/**
 * Makes texts comparable: in normalization form C, with plain marks, and without case unless it matters. Apply it to
 * both the text and the term.
 */
export function toComparable(text: string, caseSensitive: boolean): string {
  if (!NEEDS_CHANGE.test(text)) return caseSensitive ? text : text.toLowerCase()
  const normal = text.normalize()
  return withPlainMarks(caseSensitive ? normal : foldAllCases(normal))
}

/** Capital letters have fewer variants than small ones: those of "ß", "ﬁ" and "ı" are "SS", "FI" and "I". */
const foldAllCases = (text: string): string => foldCase(text.toUpperCase(), false).replaceAll('i\u0307', 'i')

/** Whether a text may contain the term without its marks: `...` as one character, or `"` as a curly quote. */
export const hasVariantMarks = (term: string): boolean => /["“”„‟…]|\.{3}/.test(term)
