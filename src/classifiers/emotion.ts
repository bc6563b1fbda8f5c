/**
 * By the words of Ekman's six basic emotions (Ekman 1992, An Argument for Basic Emotions), with emphasis and
 * negation. Irony, and feelings told without a word for them, are beyond it.
 */
import type { Classification } from './classifier.ts'
import { confidenceOf } from './confidence.ts'
import type { ClassifierDefinition } from './definition.ts'
import { EMOTION_WORDS, EMOTIONS, type Emotion } from './emotion-words.ts'
import { knowingEnglish } from './english.ts'
import { excerptOf, prose, sentencesOf } from './text.ts'

export const emotion: ClassifierDefinition = {
  name: 'emotion',
  summary: 'The emotion that an English text expresses: one of six, or neutral',
  labels: ['anger', 'disgust', 'fear', 'joy', 'neutral', 'sadness', 'surprise'],
  create: () => ({
    name: emotion.name,
    labels: emotion.labels,
    classify: knowingEnglish('neutral', classify),
  }),
}

interface Cues {
  readonly emotion: Emotion
  readonly plain: RegExp
  readonly soft: RegExp
}

const CUES: readonly Cues[] = EMOTIONS.map((each) => ({
  emotion: each,
  plain: anyOf(EMOTION_WORDS[each].plain),
  soft: anyOf(EMOTION_WORDS[each].soft),
}))

/** Words, "several words" and emoji of a list as one expression; `*` is any ending. */
function anyOf(list: string): RegExp {
  const terms = [...list.matchAll(/"([^"]+)"|(\S+)/g)].map(([, phrase, word = '']) => phrase ?? word)
  const sources = terms.map((term) =>
    term.replaceAll('*', String.raw`\p{L}*`).replaceAll(' ', String.raw`\s`),
  )
  return new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${sources.join('|')})(?![\p{L}\p{N}])`, 'giu')
}

const PLAIN = 2
const SOFT = 0.8
const NEGATED =
  /(?:\b(?:not|never|no|without|hardly|nothing|nor|isn't|wasn't|aren't|don't|didn't|doesn't|won't|can't)\W+(?:\p{L}+\W+){0,2})$/iu
const EMPHASISED =
  /\b(?:very|so|really|extremely|absolutely|totally|completely|incredibly|deeply|such an?|utterly|truly)\W+$/iu
/** How much of the text before a word is looked at for "not" and "very". */
const REACH = 32
/** Feeling per sentence from which a text is no longer neutral. */
const FROM = 0.9
/** One feeling in a long report does not make it a letter of love. */
const CALM_SENTENCE = 0.35

type Feelings = Record<Emotion, number>

function classify(text: string): Classification {
  const total: Feelings = { anger: 0, disgust: 0, fear: 0, joy: 0, sadness: 0, surprise: 0 }
  const sentences = sentencesOf(prose(excerptOf(text)))
  let calm = 0
  for (const sentence of sentences) {
    const felt = feelingsOf(sentence)
    for (const each of EMOTIONS) total[each] += felt[each]
    if (EMOTIONS.every((each) => felt[each] < FROM)) calm += CALM_SENTENCE
  }
  const [first, second] = EMOTIONS.map((each) => ({ each, felt: total[each] })).toSorted(
    (a, b) => b.felt - a.felt,
  )
  if (!first || !second) return { label: 'neutral', confidence: confidenceOf(0, 1) }
  const threshold = Math.max(FROM, calm)
  if (first.felt < threshold) {
    const doubt = first.felt / threshold
    return { label: 'neutral', confidence: confidenceOf(1 - doubt, 1) }
  }
  const margin = Math.min(first.felt - second.felt, first.felt - threshold / 2)
  return { label: first.each, confidence: confidenceOf(margin, 2.5) }
}

function feelingsOf(sentence: string): Feelings {
  const felt: Feelings = { anger: 0, disgust: 0, fear: 0, joy: 0, sadness: 0, surprise: 0 }
  const lift = sentence.includes('!') ? 1.15 : 1
  const add = (each: Emotion, regex: RegExp, weight: number) => {
    for (const match of sentence.matchAll(regex)) {
      const before = sentence.slice(Math.max(0, match.index - REACH), match.index)
      const force = weight * lift * (EMPHASISED.test(before) ? 1.4 : 1)
      if (!NEGATED.test(before)) felt[each] += force
      // "Not happy" is sad; "not afraid" is nothing in particular.
      else if (each === 'joy') felt.sadness += force / 2
    }
  }
  for (const { emotion: each, plain, soft } of CUES) {
    add(each, plain, PLAIN)
    add(each, soft, SOFT)
  }
  if (/\?!|!\?|\?{2}/.test(sentence)) felt.surprise += SOFT
  return felt
}
