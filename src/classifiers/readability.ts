/**
 * Flesch (1948), A New Readability Yardstick; Kincaid et al. (1975), Derivation of New Readability Formulas;
 * Gunning (1952), The Technique of Clear Writing; reading speed after Brysbaert (2019), How Many Words Do We Read
 * per Minute? All of them apply to English only.
 */
import { DefaultMap } from '../util/default-map.ts'
import type { ClassifierDefinition } from './classifier.ts'
import { confidenceOf } from './confidence.ts'
import { isEnglish } from './english.ts'
import { sentencesOf } from './sentences.ts'
import { excerptOf, proseOf } from './text.ts'
import { meanOf } from '../util/statistics.ts'

export interface Readability {
  /** Flesch reading ease: 0 is the hardest, 60 to 70 is plain English, 121 is the easiest. */
  readonly ease: number
  /** Flesch-Kincaid grade: years of school, from 0. */
  readonly grade: number
  /** Gunning fog index: years of school, with more weight on long words. */
  readonly fog: number
  /** The time to read the whole text silently, at `WORDS_PER_MINUTE`. */
  readonly readingSeconds: number
}

export const WORDS_PER_MINUTE = 238
/** The Flesch-Kincaid grade up to which a text is simple: 14-year-olds understand it. */
const MAX_SIMPLE_GRADE = 9

export const readability = {
  name: 'readability',
  summary: `Simple or complex English: a Flesch-Kincaid grade of up to ${MAX_SIMPLE_GRADE} is simple`,
  labels: ['simple', 'complex'] as const,
  async create() {
    const measure = await loadReadability()
    return (text) => {
      const { grade } = measure(text)
      const margin = isEnglish(text) ? Math.abs(grade - MAX_SIMPLE_GRADE) : 0
      return { label: grade <= MAX_SIMPLE_GRADE ? 'simple' : 'complex', confidence: confidenceOf(margin, 5) }
    }
  },
} satisfies ClassifierDefinition

/** The reading ease of a text of one-syllable words. */
const MAX_EASE = 121
/** The repeats are bounded, since an unbounded `+` overflows the stack on a word of five million letters. */
const WORD = /[\p{L}\p{N}]{1,64}(?:['’.,-][\p{L}\p{N}]{1,64}){0,9}/gu
/** Gunning does not count the syllable of these endings. */
const LIGHT_ENDING = /(?:es|ed|ing)$/i

/** Resolves to a function that measures a text; for a long text, ease, grade and fog are those of an excerpt. */
export async function loadReadability(): Promise<(text: string) => Readability> {
  const { syllable } = await import('syllable')
  return (text) => {
    const syllables = new DefaultMap<string, number>((word) => Math.max(1, syllable(word)))
    const sentences = sentencesOf(proseOf(excerptOf(text))).map((sentence) => sentence.match(WORD) ?? [])
    const words = sentences.flat()
    if (words.length === 0) return { ease: MAX_EASE, grade: 0, fog: 0, readingSeconds: 0 }
    const perSentence = words.length / sentences.filter((each) => each.length > 0).length
    const perWord = meanOf(words.map((word) => syllables.get(word)))
    const hardWords = sentences.flatMap((each) =>
      each.filter((word, index) => isHard(word, index, syllables)),
    ).length
    return {
      ease: Math.min(MAX_EASE, Math.max(0, 206.835 - 1.015 * perSentence - 84.6 * perWord)),
      grade: Math.max(0, 0.39 * perSentence + 11.8 * perWord - 15.59),
      fog: 0.4 * (perSentence + (100 * hardWords) / words.length),
      readingSeconds: (60 * countWords(text)) / WORDS_PER_MINUTE,
    }
  }
}

/** Whether a word has three syllables or more and is neither a name nor a hyphenated compound. */
function isHard(word: string, index: number, syllables: DefaultMap<string, number>): boolean {
  if (syllables.get(word) < 3 || word.includes('-')) return false
  if (index > 0 && /^\p{Lu}/u.test(word)) return false
  return syllables.get(word.replace(LIGHT_ENDING, '')) >= 3
}

function countWords(text: string): number {
  let count = 0
  WORD.lastIndex = 0
  while (WORD.test(text)) count++
  return count
}
