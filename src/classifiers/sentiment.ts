/**
 * Scores sentiment with VADER (Hutto & Gilbert 2014, VADER: A Parsimonious Rule-based Model for Sentiment Analysis of
 * Social Media Text). Each sentence is scored separately, since VADER's compound score of a long text approaches -1 or
 * 1.
 */
import type { Classification, ClassifierDefinition } from './classifier.ts'
import { confidenceOf } from './confidence.ts'
import { withEnglishCheck } from './english.ts'
import { EMPTY_WORDS, PHRASES, SYNONYMS, WEAK_SYNONYMS, WEAK_WORDS } from './sentiment-words.ts'
import { sentencesOf } from './sentences.ts'
import { excerptOf, proseOf } from './text.ts'

export interface SentimentBounds {
  /** A text is positive from this score up, -1..1. */
  readonly positiveFrom: number
  /** A text is negative from this score down, -1..1; below `positiveFrom`. */
  readonly negativeFrom: number
}

export const DEFAULT_BOUNDS: SentimentBounds = { positiveFrom: 0.15, negativeFrom: -0.15 }

/** The compound score of one sentence, -1..1. */
export type Polarity = (sentence: string) => number

export const sentiment: ClassifierDefinition<Partial<SentimentBounds>> = {
  name: 'sentiment',
  summary: 'Sentiment of an English text (VADER): positive, neutral or negative',
  labels: ['positive', 'neutral', 'negative'],
  async create(given) {
    const polarity = await loadPolarity()
    const bounds = { ...DEFAULT_BOUNDS, ...given }
    return withEnglishCheck('neutral', (text) =>
      classify(sentencesOf(proseOf(excerptOf(text))).map(polarity), bounds),
    )
  },
}

function classify(
  scores: readonly number[],
  { positiveFrom, negativeFrom }: SentimentBounds,
): Classification {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, scores.length)
  const praise = mean(scores.filter((score) => score > 0))
  const blame = -mean(scores.filter((score) => score < 0))
  const score = praise - blame
  // The more evenly praise and blame are balanced, the less certain is the score.
  const clarity = 1 - Math.min(praise, blame) / Math.max(praise, blame, 0.01)
  if (score >= positiveFrom)
    return { label: 'positive', confidence: confidenceOf(clarity * (score - positiveFrom), 0.5) }
  if (score <= negativeFrom)
    return { label: 'negative', confidence: confidenceOf(clarity * (negativeFrom - score), 0.5) }
  const distance = Math.min(positiveFrom - score, score - negativeFrom)
  const maxDistance = (positiveFrom - negativeFrom) / 2
  const calmness = 1 - Math.min(1, 2 * (praise + blame))
  return { label: 'neutral', confidence: confidenceOf(distance * calmness, maxDistance) }
}

/**
 * Matches pronouns, emphasis and words of complaint: they show that "error" or "fast" in the same sentence is a
 * judgement.
 */
const OPINIONATED =
  /\b(?:i|i'm|i've|me|my|we|us|our|very|really|so|too|extremely|incredibly|absolutely|totally|constantly|always|never|again|keeps?|honestly|sadly|unfortunately|every time|all the time|but now|at first)\b|!/i
const NEGATED_OPINION =
  /\b(?:do|don|did|didn|would|wouldn|can|could)(?:'?t| not) (?:think|believe|feel|find|consider|call|say)\b/i
const NEGATION = /^(?:not|never|nothing|without|hardly|nor|neither|none|cannot|\w+n't)$/

/** Loads VADER. Its lexicon lacks many words, so the returned function rewords a sentence before it scores it. */
export async function loadPolarity(): Promise<Polarity> {
  const vader = (await import('vader-sentiment')).default.SentimentIntensityAnalyzer
  return (sentence) => {
    let text = separateMarks(sentence)
    for (const [synonym, ...phrases] of PHRASES)
      for (const phrase of phrases) text = text.replace(phrase, synonym)
    const weakSynonym = OPINIONATED.test(sentence)
      ? (word: string) => WEAK_SYNONYMS.get(word)
      : (word: string) => (WEAK_WORDS.has(word) ? NO_OPINION : undefined)
    const score = vader.polarity_scores(reword(text, weakSynonym)).compound
    return NEGATED_OPINION.test(sentence) && score > 0 ? -score : score
  }
}

/** Separates punctuation from words, since VADER strips at most one mark from a word, and only some kinds of marks. */
const separateMarks = (sentence: string): string =>
  sentence
    .replace(/["[\]{}*_~|<>#]|--+|[–—…]|\((?=[\p{L}\p{N}])/gu, ' ')
    .replace(/([\p{L}\p{N}])([.,;:!?()]+)(?=\s|$)/gu, '$1 $2')

/** Replaces words that express no opinion; VADER's lexicon does not contain it. */
const NO_OPINION = 'thing'

function reword(text: string, weakSynonym: (word: string) => string | undefined): string {
  return text.replace(/\p{L}+(?:['-]\p{L}+)*/gu, (word) => {
    const lower = word.toLowerCase()
    // VADER recognizes the negation "not", but neither "Not" nor "NOT".
    const plain = word === word.toUpperCase() && !NEGATION.test(lower) ? word : lower
    return weakSynonym(lower) ?? (EMPTY_WORDS.has(lower) ? NO_OPINION : (SYNONYMS.get(lower) ?? plain))
  })
}
