/** Recognizes Latin words that are terms in a text of another script, such as the names of programs. */
import { commonWordShare } from './common-words.ts'
import { sumOf } from '../util/statistics.ts'

const LATIN = /\p{sc=Latin}+/gu
const OTHER_LETTER = /(?=\p{L})\P{sc=Latin}/gu
/** The words of these scripts have fewer letters than Latin words. */
const DENSE_LETTER = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u
const DENSITY = 3
/** Below this share of letters, the other script is only quoted. */
const MIN_OTHER_SHARE = 0.25
/** From this share of common English words on, the Latin words are sentences. */
const MAX_COMMON_SHARE = 0.2

/** The text without its Latin words if it is in another script and they form no sentence. */
export function withoutLatinTerms(text: string): string {
  const latin = text.match(LATIN)
  const others = latin && text.match(OTHER_LETTER)
  if (!latin || !others) return text
  const weight = sumOf(others.map((letter) => (DENSE_LETTER.test(letter) ? DENSITY : 1)))
  const letters = sumOf(latin.map(({ length }) => length))
  if (weight < MIN_OTHER_SHARE * (weight + letters)) return text
  const words = latin.map((word) => word.toLowerCase())
  return commonWordShare(words, 'en') >= MAX_COMMON_SHARE ? text : text.replace(LATIN, ' ')
}
