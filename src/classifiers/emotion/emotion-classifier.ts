/**
 * Weighs words for Ekman's six basic emotions (Ekman 1992, An Argument for Basic Emotions), with emphasis and
 * negation. It recognizes neither irony nor emotions that the text does not name.
 */
import { once } from '../../util/once.ts'
import type { Classification, Classify } from '../classifier.ts'
import { calibrated, confidenceOf, leaderOf, type Calibration } from '../confidence.ts'
import { EMOTION_WORDS, EMOTIONS, type Emotion } from './emotion-words.ts'
import { withEnglishCheck } from '../english.ts'
import { wholeWords } from '../expression.ts'
import { sentencesOf } from '../sentences.ts'
import { excerptOf, proseOf } from '../text.ts'

export const createEmotionClassifier = (): Classify => withEnglishCheck('neutral', classify)

const STRONG_WEIGHT = 2
const WEAK_WEIGHT = 0.8

const PATTERNS = EMOTIONS.flatMap((label) => [
  { label, weight: STRONG_WEIGHT, regex: once(() => patternFor(EMOTION_WORDS[label].strong)) },
  { label, weight: WEAK_WEIGHT, regex: once(() => patternFor(EMOTION_WORDS[label].weak)) },
])

/** Matches any item of a list: a word, a "quoted phrase" or an emoji. */
function patternFor(list: string): RegExp {
  const terms = [...list.matchAll(/"([^"]+)"|(\S+)/g)].map(([, phrase, word = '']) => phrase ?? word)
  return RegExp(wholeWords(...terms.map((term) => term.replaceAll('*', String.raw`\p{L}*`))), 'giu')
}

const NEGATED =
  /(?:\b(?:not|never|no|without|hardly|nothing|nor|isn't|wasn't|aren't|don't|didn't|doesn't|won't|can't)\W+(?:\p{L}+\W+){0,2})$/iu
const EMPHASIZED =
  /\b(?:very|so|really|extremely|absolutely|totally|completely|incredibly|deeply|such an?|utterly|truly)\W+$/iu
/** Negation and emphasis are searched for in this many characters before a word. */
const CONTEXT_CHARACTERS = 32
/** A sentence or a short text is neutral if every emotion weighs less than this. */
const MIN_WEIGHT = 0.9
/** Each neutral sentence raises the weight that an emotion needs, so that one sentence does not label a long report. */
const NEUTRAL_SENTENCE_WEIGHT = 0.35

/**
 * All calibrations were measured on halves of the test set of GoEmotions (2,422 texts), of ISEAR (2,640) and of
 * TweetEval's emotion test (709), each for the labels that the set has.
 */
const CALIBRATIONS: Readonly<Record<Emotion, Calibration>> = {
  anger: [
    [0.55, 0.5],
    [0.75, 0.75],
    [0.95, 0.95],
  ],
  disgust: [
    [0.55, 0.5],
    [0.75, 0.8],
    [0.95, 0.95],
  ],
  fear: [
    [0.55, 0.55],
    [0.75, 0.77],
    [0.95, 0.93],
  ],
  joy: [
    [0.65, 0.5],
    [0.75, 0.74],
    [0.95, 0.93],
  ],
  sadness: [
    [0.65, 0.5],
    [0.75, 0.75],
    [0.95, 0.9],
  ],
  surprise: [[0.5, 0.5]],
}
const NEUTRAL: Calibration = [
  [0.7, 0.3],
  [0.85, 0.55],
]
/**
 * Texts in the first person often express an emotion without naming it, most of all when they tell of an experience.
 */
const PERSONAL: Calibration = [[0.5, 0.3]]
const UNNAMED: Calibration = [[0.5, 0.08]]
const FIRST_PERSON = /(?<!\p{L})(?:i|i'm|i've|i'll|i'd|my|me|myself)(?!\p{L})/iu
const STARTS_AS_EXPERIENCE =
  /^[^\p{L}]*(?:when|while|after|seeing|being|having|going|getting|hearing)(?!\p{L})/iu
const PAST_TENSE =
  /(?<!\p{L})(?:was|were|had|did|didn't|wasn't|went|came|saw|got|told|said|made|took|found|knew|felt|left|lost|gave|heard|thought|could|met|stood|fell|\p{L}{3,30}ed)(?!\p{L})/iu
/** A post of social media tags a subject or mentions an account. */
const POST = /(?<![\p{L}\p{N}])[#@][\p{L}_]/u
const EMOJI = /\p{Emoji_Presentation}/u
/** The posts of TweetEval have an emotion, and words such as "terror" and "shocking" in them name a subject. */
const RARE_IN_POSTS: readonly string[] = ['fear', 'disgust', 'surprise']
const SUBJECT_OF_POST: Calibration = [[0.5, 0.1]]
const OWN_IN_POST: Calibration = [[0.5, 0.5]]

function calibrationOf(label: Emotion | 'neutral', text: string): Calibration {
  const isPersonal = FIRST_PERSON.test(text)
  if (RARE_IN_POSTS.includes(label) && POST.test(text)) return isPersonal ? OWN_IN_POST : SUBJECT_OF_POST
  if (label !== 'neutral') return CALIBRATIONS[label]
  if (POST.test(text) || EMOJI.test(text) || STARTS_AS_EXPERIENCE.test(text)) return UNNAMED
  if (isPersonal) return PAST_TENSE.test(text) ? UNNAMED : PERSONAL
  return NEUTRAL
}

type EmotionWeights = Record<Emotion, number>

const noEmotion = (): EmotionWeights => ({ anger: 0, disgust: 0, fear: 0, joy: 0, sadness: 0, surprise: 0 })

function classify(text: string): Classification {
  const total = noEmotion()
  let neutralWeight = 0
  for (const sentence of sentencesOf(proseOf(excerptOf(text)))) {
    const weights = weightsIn(sentence)
    for (const label of EMOTIONS) total[label] += weights[label]
    if (EMOTIONS.every((label) => weights[label] < MIN_WEIGHT)) neutralWeight += NEUTRAL_SENTENCE_WEIGHT
  }
  const threshold = Math.max(MIN_WEIGHT, neutralWeight)
  const { label, votes, lead } = leaderOf(EMOTIONS, total)
  if (votes >= threshold) {
    const strength = confidenceOf(Math.min(lead, votes - threshold / 2), 2.5)
    return { label, confidence: calibrated(calibrationOf(label, text), strength) }
  }
  const strength = confidenceOf(1 - votes / threshold, 1)
  return { label: 'neutral', confidence: calibrated(calibrationOf('neutral', text), strength) }
}

function weightsIn(sentence: string): EmotionWeights {
  const weights = noEmotion()
  const exclamation = sentence.includes('!') ? 1.15 : 1
  for (const { label, weight, regex } of PATTERNS) {
    for (const { index } of sentence.matchAll(regex())) {
      const before = sentence.slice(Math.max(0, index - CONTEXT_CHARACTERS), index)
      const emphasized = weight * exclamation * (EMPHASIZED.test(before) ? 1.4 : 1)
      if (!NEGATED.test(before)) weights[label] += emphasized
      // "Not happy" means sad; "not afraid" means no particular emotion.
      else if (label === 'joy') weights.sadness += emphasized / 2
    }
  }
  if (/\?!|!\?|\?{2}/.test(sentence)) weights.surprise += WEAK_WEIGHT
  return weights
}
