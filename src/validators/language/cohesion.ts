/** Measures the cohesion of a text's sentences, independently of the length of the text. */
import { wordsOf } from '../../classifiers/text.ts'
import { hasTransition } from './transitions.ts'
import { wordSet } from '../../util/text/word-set.ts'
import { sumOf } from '../../util/statistics.ts'

const SEQUENCE_WORDS = 3
const STRETCH_WORDS = 150
const MIN_SENTENCE_WORDS = 4

/**
 * The share of repeated text, 0..1. It is the larger of two shares: the share of three-word sequences that occurred
 * before in the same stretch of about 150 words (mean of all stretches), and the share of whole sentences that occurred
 * before.
 */
export function repetition(sentences: readonly string[]): number {
  const sentencesInWords = sentences.map(wordsOf)
  const words = sentencesInWords.flat()
  const stretches = Math.max(1, Math.round(words.length / STRETCH_WORDS))
  const size = Math.ceil(words.length / stretches)
  const shares = Array.from({ length: stretches }, (_, index) =>
    repeatedShare(sequences(words.slice(index * size, (index + 1) * size))),
  )
  const comparable = sentencesInWords
    .filter((each) => each.length >= MIN_SENTENCE_WORDS)
    .map((each) => each.join(' '))
  return Math.max(sumOf(shares) / stretches, repeatedShare(comparable))
}

const sequences = (words: readonly string[]): string[] =>
  words.slice(SEQUENCE_WORDS - 1).map((_, index) => words.slice(index, index + SEQUENCE_WORDS).join(' '))

const repeatedShare = (items: readonly string[]): number =>
  items.length === 0 ? 0 : 1 - new Set(items).size / items.length

/** A demonstrative or a pronoun among the first words of a sentence. */
const REFERENCE =
  /^[^\p{L}]*(?:\p{L}+\s){0,2}(?:this|that|these|those|it|its|they|them|their|he|she|his|her|him|such|both|another|others?|same|one|here|there|who|which)(?!\p{L})/iu
/** Function words, which do not link sentences, since almost every sentence contains some of them. */
const FUNCTION_WORDS = wordSet(
  'the a an and or but of to in on at for with from by as is are was were be been being has have had do does did not ' +
    'no can could will would should may might must it its this that these those there here he she they them ' +
    'his her their who what which when where why how all any some more most very so than then also',
)
/** First-person pronouns, which link sentences although they are short. */
const FIRST_PERSON = /^(?:i|me|my|we|us)$/
/** A shared word links a sentence only to one of this many sentences before it. */
const MAX_DISTANCE = 3
const STEM_LETTERS = 5

/**
 * The share, 0..1, of sentences after the first that refer to an earlier one by a transition, a pronoun or a repeated
 * word.
 */
export function linkedShare(sentences: readonly string[]): number {
  if (sentences.length < 2) return 1
  const stems = sentences.map(
    (sentence) =>
      new Set(
        wordsOf(sentence)
          .filter((word) => (word.length > 2 || FIRST_PERSON.test(word)) && !FUNCTION_WORDS.has(word))
          .map((word) => word.slice(0, STEM_LETTERS)),
      ),
  )
  const linked = sentences.filter((sentence, index) => {
    if (index === 0) return false
    if (hasTransition(sentence) || REFERENCE.test(sentence)) return true
    const before = stems.slice(Math.max(0, index - MAX_DISTANCE), index)
    return [...(stems[index] ?? [])].some((stem) => before.some((each) => each.has(stem)))
  })
  return linked.length / (sentences.length - 1)
}

export const transitionShare = (sentences: readonly string[]): number =>
  sentences.length === 0 ? 0 : sentences.filter(hasTransition).length / sentences.length

const MIN_PARAGRAPHS = 3
/** Matches a paragraph that is not a heading, list, table, quotation or code. */
const IS_PROSE = /^(?!\s*(?:[#>|`~]|[-*+•]\s|\d+[.)]\s| {4}|\t)).*[\p{L}]/u

/**
 * The number of words in the longest paragraph divided by the mean number; 1 if there are fewer than three paragraphs.
 */
export function paragraphImbalance(text: string): number {
  const sizes = text
    .split(/\n(?:[^\S\n]*\n)+/)
    .filter((paragraph) => IS_PROSE.test(paragraph))
    .map((paragraph) => wordsOf(paragraph).length)
  if (sizes.length < MIN_PARAGRAPHS) return 1
  return (Math.max(...sizes) * sizes.length) / sumOf(sizes)
}
