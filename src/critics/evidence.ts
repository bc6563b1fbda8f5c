/** Checks that a quote, on which a critic bases an objection, occurs in the text. */

/** White space and the style of quotation marks do not count; an empty quote names something that is missing. */
export const occursIn = (text: string, quote: string): boolean => plain(text).includes(plain(quote))

const plain = (text: string): string =>
  text
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201C\u201D]/g, '"')
    .replace(/^["'\s.\u2026]+|["'\s.\u2026]+$/g, '')
    .replace(/\s+/g, ' ')

/** Reduces the confidence by half of the share of quotes that do not occur in the text. */
export function provenConfidence(confidence: number, quotes: readonly string[], text: string): number {
  const unproven = quotes.filter((quote) => !occursIn(text, quote)).length
  return confidence * (1 - unproven / Math.max(1, quotes.length) / 2)
}
