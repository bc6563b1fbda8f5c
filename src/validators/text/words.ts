/** Counts words; in scripts without spaces between words, such as Chinese and Thai, by Unicode's word boundaries. */
import { UNSPACED_SCRIPTS } from '../../classifiers/scripts.ts'
import { countMatches } from '../shared/count.ts'

const UNSPACED_LETTERS = RegExp(`[${UNSPACED_SCRIPTS}]`, 'gu')
/** In Unicode, the scripts without spaces come after Latin, Greek, Cyrillic, Hebrew, Arabic and the Indian scripts. */
const MAY_BE_UNSPACED = /[^\0-\u0dff]/
const LETTERS = /\p{L}/gu
/** Intl.Segmenter takes quadratic memory, so a longer run is segmented in pieces. */
const PIECE = RegExp(`(?:[${UNSPACED_SCRIPTS}]|[\\p{L}\\p{M}\\p{N}]){1,200}`, 'gu')

let segmenter: Intl.Segmenter | undefined

/** Whether most letters of a text belong to scripts without spaces between words. */
export const lacksSpaces = (text: string): boolean =>
  MAY_BE_UNSPACED.test(text) && countMatches(text, UNSPACED_LETTERS) * 2 > countMatches(text, LETTERS)

export function countWords(text: string): number {
  if (!lacksSpaces(text)) return countSpacedWords(text)
  let count = 0
  for (const [part] of text.matchAll(/\S+/g)) count += Math.max(1, countSegments(part))
  return count
}

/** The number of parts between white space. The result of `countWords` is never less, however the text continues. */
export const countSpacedWords = (text: string): number => countMatches(text, /\S+/g)

function countSegments(part: string): number {
  if (!MAY_BE_UNSPACED.test(part)) return 1
  segmenter ??= new Intl.Segmenter('en', { granularity: 'word' })
  let count = 0
  for (const [piece] of part.matchAll(PIECE)) {
    for (const { isWordLike } of segmenter.segment(piece)) if (isWordLike) count++
  }
  return count
}
