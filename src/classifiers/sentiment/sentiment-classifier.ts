/**
 * Scores sentiment with VADER (Hutto & Gilbert 2014, VADER: A Parsimonious Rule-based Model for Sentiment Analysis of
 * Social Media Text). Each sentence is scored separately, since VADER's compound score of a long text approaches -1 or
 * 1.
 */
import type { Classification, Classify } from '../classifier.ts'
import { confidenceOf, withCalibration, type Calibration } from '../confidence.ts'
import { withEnglishCheck } from '../english.ts'
import { wholeWords } from '../expression.ts'
import { loadPolarity } from './polarity.ts'
import { sentencesOf } from '../sentences.ts'
import { excerptOf, proseOf } from '../text.ts'
import { sumOf } from '../../util/statistics.ts'

export interface SentimentBounds {
  /** A text is positive from this score up, -1..1. */
  readonly positiveFrom: number
  /** A text is negative from this score down, -1..1; below `positiveFrom`. */
  readonly negativeFrom: number
}

export async function createSentimentClassifier(bounds: SentimentBounds): Promise<Classify> {
  const polarity = await loadPolarity()
  const classifyText = withCalibration(CALIBRATIONS, (text) =>
    classify(sentencesOf(proseOf(excerptOf(text))).map(polarity), bounds),
  )
  return withEnglishCheck('neutral', (text) => doubtJudgement(text, classifyText(text)))
}

/**
 * Measured on halves of TweetEval's sentiment test (6,204 texts) and of SST-2's development set (461), which count
 * equally. SST-2 has no neutral texts.
 */
const CALIBRATIONS: Readonly<Record<'positive' | 'neutral' | 'negative', Calibration>> = {
  positive: [
    [0.55, 0.5],
    [0.7, 0.61],
    [0.85, 0.69],
    [0.95, 0.8],
  ],
  neutral: [
    [0.5, 0.5],
    [0.85, 0.52],
  ],
  negative: [
    [0.55, 0.64],
    [0.75, 0.72],
    [0.85, 0.77],
    [0.95, 0.88],
  ],
}

/**
 * Such texts are common in SST-2, which has no neutral texts, and rare in TweetEval, where half of them are neutral.
 */
const NEUTRAL_JUDGEMENT = 0.1
/** Numbers, names, tags and links, which reports contain more often than judgements. */
const PARTICULARS = /\p{N}|(?<=\S\s)\p{Lu}|[@#][\p{L}\p{N}]|https?:/u
const FRAGMENT = /^[^\p{L}]*\p{Ll}/u
const WORK_OF_ART = wholeWords(
  'movies?|films?|flicks?|comed(?:y|ies)|dramas?|stor(?:y|ies)|plots?|scripts?|screenplays?|characters?|performances?',
  'actors?|acting|audiences?|viewers?|cinema|scenes?|documentar(?:y|ies)|thrillers?|romance|humou?r|dialogues?|sequels?',
  'genres?|hollywood|filmmak(?:ing|ers?)|melodramas?|soundtracks?|remakes?|novels?|premise',
)

/**
 * Lowers the confidence of `neutral` for texts about films and for fragments of sentences without names or numbers:
 * most of them judge, in words that the lexicon lacks.
 */
function doubtJudgement(text: string, found: Classification): Classification {
  if (found.label !== 'neutral' || PARTICULARS.test(text)) return found
  const isJudgement = FRAGMENT.test(text) || WORK_OF_ART.test(text)
  return isJudgement ? { ...found, confidence: NEUTRAL_JUDGEMENT } : found
}

function classify(
  scores: readonly number[],
  { positiveFrom, negativeFrom }: SentimentBounds,
): Classification {
  const mean = (values: readonly number[]) => sumOf(values) / Math.max(1, scores.length)
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
