/** Replaces white space, quotation marks and the like, which typesetting varies, by one plain form. */

/** White space other than a single space, and what typesetting adds or replaces. */
const VARIANT = /[^\S ]\s*| \s+|[\u00ad\u200b\u2060]|[\u2010\u2011]|[‘’‚‛ʼ]|[“”„‟]|…/g

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
