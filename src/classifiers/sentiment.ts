/**
 * Hutto & Gilbert (2014), VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text;
 * sentence by sentence, since over a whole text its compound score runs to -1 or 1.
 */
import type { Classification } from './classifier.ts'
import { confidenceOf } from './confidence.ts'
import type { ClassifierDefinition } from './definition.ts'
import { knowingEnglish } from './english.ts'
import { EMPTY, IN_OTHER_WORDS, PHRASES, WEAK, WEAK_IN_OTHER_WORDS } from './sentiment-words.ts'
import { excerptOf, prose, sentencesOf } from './text.ts'

export interface SentimentSettings {
  /** From here up a text is positive; -1 to 1. */
  readonly positiveFrom?: number | undefined
  /** From here down a text is negative; -1 to 1, at most `positiveFrom`. */
  readonly negativeFrom?: number | undefined
}

export const DEFAULT_POSITIVE_FROM = 0.15
export const DEFAULT_NEGATIVE_FROM = -0.15

/** The compound score of one sentence. */
export type Polarity = (sentence: string) => number

export const sentiment: ClassifierDefinition<SentimentSettings> = {
  name: 'sentiment',
  summary: 'The opinion that an English text expresses, by VADER, sentence by sentence',
  labels: ['positive', 'neutral', 'negative'],
  async create({ positiveFrom = DEFAULT_POSITIVE_FROM, negativeFrom = DEFAULT_NEGATIVE_FROM } = {}) {
    const polarity = await loadPolarity()
    const bounds = { positiveFrom, negativeFrom }
    const inEnglish = knowingEnglish('neutral', (text) => label(balance(text, polarity), bounds))
    return { name: sentiment.name, labels: sentiment.labels, classify: inEnglish }
  },
}

/** What a text's sentences say for and against, each as a mean over all of them. */
interface Balance {
  readonly praise: number
  readonly blame: number
}

function balance(text: string, polarity: Polarity): Balance {
  const scores = sentencesOf(prose(excerptOf(text))).map(polarity)
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, scores.length)
  return {
    praise: mean(scores.filter((score) => score > 0)),
    blame: mean(scores.filter((score) => score < 0).map((score) => -score)),
  }
}

interface Bounds {
  readonly positiveFrom: number
  readonly negativeFrom: number
}

function label({ praise, blame }: Balance, { positiveFrom, negativeFrom }: Bounds): Classification {
  const score = praise - blame
  // Praise next to blame makes a clear score less clear.
  const clarity = 1 - Math.min(praise, blame) / Math.max(praise, blame, 0.01)
  if (score >= positiveFrom)
    return { label: 'positive', confidence: confidenceOf(clarity * (score - positiveFrom), 0.5) }
  if (score <= negativeFrom)
    return { label: 'negative', confidence: confidenceOf(clarity * (negativeFrom - score), 0.5) }
  const room = Math.min(positiveFrom - score, score - negativeFrom)
  const widest = (positiveFrom - negativeFrom) / 2
  const calm = 1 - Math.min(1, 2 * (praise + blame))
  return { label: 'neutral', confidence: confidenceOf(room * calm, widest) }
}

/** Pronouns, emphasis and grievance: what makes of "error" or "fast" a judgement. */
const OPINIONATED =
  /\b(?:i|i'm|i've|me|my|we|us|our|very|really|so|too|extremely|incredibly|absolutely|totally|constantly|always|never|again|keeps?|honestly|sadly|unfortunately|every time|all the time|but now|at first)\b|!/i
const SECOND_THOUGHT =
  /\b(?:do|don|did|didn|would|wouldn|can|could)(?:'?t| not) (?:think|believe|feel|find|consider|call|say)\b/i
const NEGATION = /^(?:not|never|nothing|without|hardly|nor|neither|none|cannot|\w+n't)$/

/** Loads VADER; its score is that of the sentence said in words that it knows. */
export async function loadPolarity(): Promise<Polarity> {
  const vader = (await import('vader-sentiment')).default.SentimentIntensityAnalyzer
  const compound = (text: string) => vader.polarity_scores(text).compound
  return (sentence) => {
    const known = PHRASES.reduce((text, [phrase, said]) => text.replace(phrase, said), bare(sentence))
    const weak = OPINIONATED.test(sentence)
      ? (word: string) => WEAK_IN_OTHER_WORDS.get(word)
      : (word: string) => (WEAK.has(word) ? 'thing' : undefined)
    const score = compound(reworded(known, weak))
    return SECOND_THOUGHT.test(sentence) && score > 0 ? -score : score
  }
}

/** VADER takes at most one mark off a word, and not all of them. */
const bare = (sentence: string): string =>
  sentence
    .replace(/["[\]{}*_~|<>#]|--+|[–—…]|\((?=[\p{L}\p{N}])/gu, ' ')
    .replace(/([\p{L}\p{N}])([.,;:!?()]+)(?=\s|$)/gu, '$1 $2')

function reworded(text: string, weak: (word: string) => string | undefined): string {
  return text.replace(/\p{L}+(?:['-]\p{L}+)*/gu, (word) => {
    const lower = word.toLowerCase()
    // VADER knows "not", but neither "Not" nor "NOT".
    const plain = word === word.toUpperCase() && !NEGATION.test(lower) ? word : lower
    return weak(lower) ?? (EMPTY.has(lower) ? 'thing' : (IN_OTHER_WORDS.get(lower) ?? plain))
  })
}
