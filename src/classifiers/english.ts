import type { Classification } from './classifier.ts'
import { wordsOf } from './text.ts'

/** Common in English and rare in its neighbours: no "in", "so" or "was", which are German too. */
const COMMON = new Set(
  (
    'the of and to that it for with as are this you be i have not by from or your can will has my if they but all ' +
    'our more there what do he she when which would their about how were its than been who please should'
  ).split(' '),
)
const LETTERS_LOOKED_AT = 4000
/** Fewer words than this may be English without a common one. */
const FEW = 8
const ENOUGH = 0.06

/** Whether a text reads like English, by its commonest words; a few words in Latin letters may be. */
export function isEnglish(text: string): boolean {
  const words = wordsOf(text.slice(0, LETTERS_LOOKED_AT))
  if (words.length < FEW) return words.every((word) => !/[^\P{L}\p{Script=Latin}]/u.test(word))
  return words.filter((word) => COMMON.has(word)).length >= ENOUGH * words.length
}

/**
 * A classifier that knows English words finds none in other languages. That it found nothing must not pass for a
 * sure answer there: its confidence in the label for "nothing found" is then 0.5.
 */
export const knowingEnglish =
  (nothingFound: string, classify: (text: string) => Classification) =>
  (text: string): Classification => {
    const found = classify(text)
    return found.label === nothingFound && !isEnglish(text) ? { label: nothingFound, confidence: 0.5 } : found
  }
