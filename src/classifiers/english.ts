import type { Classification } from './classifier.ts'
import { commonWordShare } from './common-words.ts'
import { confidenceOfOdds, withCalibration, type Calibration } from './confidence.ts'
import { wordsOf } from './text.ts'

const SAMPLE_CHARACTERS = 4000
/** A shorter text may be English even if it contains no common word. */
const MIN_WORDS = 8
const MIN_COMMON_SHARE = 0.06

/** Whether a text is English by its share of common words. A text of a few words needs only Latin letters. */
export function isEnglish(text: string): boolean {
  const words = wordsOf(text.slice(0, SAMPLE_CHARACTERS))
  if (words.length < MIN_WORDS) return words.every((word) => !/[^\P{L}\p{Script=Latin}]/u.test(word))
  return commonWordShare(words, 'en') >= MIN_COMMON_SHARE
}

/**
 * Lowers the confidence to at most 0.5 for a text without evidence that is not English: a classifier of English finds
 * no evidence in any other language.
 */
export const withEnglishCheck =
  (labelWithoutEvidence: string, classify: (text: string) => Classification) =>
  (text: string): Classification => {
    const found = classify(text)
    return found.label === labelWithoutEvidence && !isEnglish(text)
      ? { ...found, confidence: Math.min(0.5, found.confidence) }
      : found
  }

/** Chooses the first of two labels if the log-odds of a text are positive, and the second one otherwise. */
export const classifyByLogOdds = (
  [likely, other]: readonly [string, string],
  calibrations: Readonly<Record<string, Calibration>>,
  logOddsOf: (text: string) => number,
) =>
  withEnglishCheck(
    other,
    withCalibration(calibrations, (text) => {
      const logOdds = logOddsOf(text)
      return { label: logOdds > 0 ? likely : other, confidence: confidenceOfOdds(logOdds) }
    }),
  )
