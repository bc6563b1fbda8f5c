import type { Classification } from './classifier.ts'
import { commonWordShare } from './common-words.ts'
import { confidenceOfOdds } from './confidence.ts'
import { wordsOf } from './text.ts'

const SAMPLE_CHARACTERS = 4000
/** Shorter texts may be English without any common word. */
const MIN_WORDS = 8
const MIN_COMMON_SHARE = 0.06

/** Whether a text has as many common words as English has; a text of a few words needs only Latin letters. */
export function isEnglish(text: string): boolean {
  const words = wordsOf(text.slice(0, SAMPLE_CHARACTERS))
  if (words.length < MIN_WORDS) return words.every((word) => !/[^\P{L}\p{Script=Latin}]/u.test(word))
  return commonWordShare(words, 'en') >= MIN_COMMON_SHARE
}

/** Classifiers of English find no evidence in other languages: "no evidence" then gets a confidence of only 0.5. */
export const withEnglishCheck =
  (labelWithoutEvidence: string, classify: (text: string) => Classification) =>
  (text: string): Classification => {
    const found = classify(text)
    return found.label === labelWithoutEvidence && !isEnglish(text) ? { ...found, confidence: 0.5 } : found
  }

/** Classifies by the log-odds of the first of two labels; the second one is for texts without evidence. */
export const classifyByLogOdds = (
  [likely, other]: readonly [string, string],
  logOddsOf: (text: string) => number,
) =>
  withEnglishCheck(other, (text) => {
    const logOdds = logOddsOf(text)
    return { label: logOdds > 0 ? likely : other, confidence: confidenceOfOdds(logOdds) }
  })
