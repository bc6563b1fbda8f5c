/**
 * Flesch (1948), A New Readability Yardstick; Kincaid et al. (1975), Derivation of New Readability Formulas;
 * Gunning (1952), The Technique of Clear Writing; reading speed after Brysbaert (2019), How Many Words Do We Read
 * per Minute? All of them are for English.
 */
import { confidenceOf } from './confidence.ts'
import type { ClassifierDefinition } from './definition.ts'
import { isEnglish } from './english.ts'
import { excerptOf, prose, sentencesOf } from './text.ts'

export interface Readability {
  /** Flesch reading ease: 0 is hardest, 60 to 70 plain English, 121 a text of one-syllable words. */
  readonly ease: number
  /** Flesch-Kincaid grade: years of school, at least 0. */
  readonly grade: number
  /** Gunning's fog index: years of school too, with weight on long words. */
  readonly fog: number
  /** Time to read the whole text silently, at 238 words a minute. */
  readonly readingSeconds: number
}

export const WORDS_PER_MINUTE = 238
/** The hardest grade that counts as simple: what 14-year-olds read. */
const SIMPLE_GRADE = 9

export const readability: ClassifierDefinition = {
  name: 'readability',
  summary: `Simple or complex English: up to a Flesch-Kincaid grade of ${SIMPLE_GRADE}, or above`,
  labels: ['simple', 'complex'],
  async create() {
    const measure = await loadReadability()
    return {
      name: readability.name,
      labels: readability.labels,
      classify(text) {
        const { grade } = measure(text)
        const label = grade <= SIMPLE_GRADE ? 'simple' : 'complex'
        const margin = isEnglish(text) ? Math.abs(grade - SIMPLE_GRADE) : 0
        return { label, confidence: confidenceOf(margin, 5) }
      },
    }
  },
}

const EASIEST = 121
/** Bounded: on a word of five million letters `+` overflows the stack. */
const WORD = /[\p{L}\p{N}]{1,64}(?:['’.,-][\p{L}\p{N}]{1,64}){0,9}/gu
/** These endings make no hard word of an easy one. */
const LIGHT_ENDING = /(?:es|ed|ing)$/i

/** The measures of a text; of a long one, ease, grade and fog are those of an excerpt. */
export async function loadReadability(): Promise<(text: string) => Readability> {
  const { syllable } = await import('syllable')
  return (text) => {
    const syllables = remembering((word) => Math.max(1, syllable(word)))
    const sentences = sentencesOf(prose(excerptOf(text))).map((sentence) => sentence.match(WORD) ?? [])
    const words = sentences.flat()
    if (words.length === 0) return { ease: EASIEST, grade: 0, fog: 0, readingSeconds: 0 }
    const perSentence = words.length / sentences.filter((each) => each.length > 0).length
    const perWord = words.reduce((sum, word) => sum + syllables(word), 0) / words.length
    const hard = sentences.flatMap((each) =>
      each.filter((word, index) => isHard(word, index, syllables)),
    ).length
    return {
      ease: between(0, 206.835 - 1.015 * perSentence - 84.6 * perWord, EASIEST),
      grade: between(0, 0.39 * perSentence + 11.8 * perWord - 15.59, Infinity),
      fog: 0.4 * (perSentence + (100 * hard) / words.length),
      readingSeconds: (60 * countWords(text)) / WORDS_PER_MINUTE,
    }
  }
}

/** Three syllables or more, but for names, compounds of easy words and endings. */
function isHard(word: string, index: number, syllables: (word: string) => number): boolean {
  if (syllables(word) < 3 || word.includes('-')) return false
  if (index > 0 && /^\p{Lu}/u.test(word)) return false
  return syllables(word.replace(LIGHT_ENDING, '')) >= 3
}

function countWords(text: string): number {
  let count = 0
  WORD.lastIndex = 0
  while (WORD.test(text)) count++
  return count
}

/** Texts use few words often. */
function remembering(count: (word: string) => number): (word: string) => number {
  const known = new Map<string, number>()
  return (word) => {
    const found = known.get(word) ?? count(word)
    known.set(word, found)
    return found
  }
}

const between = (least: number, value: number, most: number): number => Math.min(most, Math.max(least, value))
