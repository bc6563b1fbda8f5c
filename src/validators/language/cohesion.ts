/** How the sentences of a text hang together, measured so that it does not grow with its length. */
import { wordsOf } from '../../classifiers/text.ts'
import { hasTransition } from './transitions.ts'

const SEQUENCE = 3
const WINDOW = 150
const SHORTEST_REPEATED = 4

/**
 * The share of a text that says again what it just said: word sequences that occurred before in the same stretch
 * of 150 words, the mean over all stretches; or whole sentences that occurred before, if that is more.
 */
export function repetition(sentences: readonly string[]): number {
  const sentencesInWords = sentences.map(wordsOf)
  const words = sentencesInWords.flat()
  const stretches = Math.max(1, Math.round(words.length / WINDOW))
  const size = Math.ceil(words.length / stretches)
  const shares = Array.from({ length: stretches }, (_, index) =>
    repeatedShare(sequences(words.slice(index * size, (index + 1) * size))),
  )
  const whole = sentencesInWords
    .filter((each) => each.length >= SHORTEST_REPEATED)
    .map((each) => each.join(' '))
  return Math.max(shares.reduce((sum, share) => sum + share, 0) / stretches, repeatedShare(whole))
}

const sequences = (words: readonly string[]): string[] =>
  words.slice(SEQUENCE - 1).map((_, index) => words.slice(index, index + SEQUENCE).join(' '))

const repeatedShare = (items: readonly string[]): number =>
  items.length === 0 ? 0 : 1 - new Set(items).size / items.length

const REFERRING =
  /^[^\p{L}]*(?:\p{L}+\s){0,2}(?:this|that|these|those|it|its|they|them|their|he|she|his|her|him|such|both|another|others?|same|one|here|there|who|which)(?!\p{L})/iu
/** Shared by sentences about anything. */
const LIGHT = new Set(
  (
    'the a an and or but of to in on at for with from by as is are was were be been being has have had do does did not ' +
    'no can could will would should may might must it its this that these those there here he she they them ' +
    'his her their who what which when where why how all any some more most very so than then also'
  ).split(' '),
)
/** Whoever speaks goes on speaking. */
const PERSON = /^(?:i|me|my|we|us)$/
/** How many sentences back a sentence may refer. */
const REACH = 3
const STEM = 5

/** The share of the sentences after the first that refer to one before: by a transition, a pronoun or a shared word. */
export function linkedShare(sentences: readonly string[]): number {
  if (sentences.length < 2) return 1
  const stems = sentences.map(
    (sentence) =>
      new Set(
        wordsOf(sentence)
          .filter((word) => (word.length > 2 || PERSON.test(word)) && !LIGHT.has(word))
          .map((word) => word.slice(0, STEM)),
      ),
  )
  const linked = sentences.filter((sentence, index) => {
    if (index === 0) return false
    if (hasTransition(sentence) || REFERRING.test(sentence)) return true
    const before = stems.slice(Math.max(0, index - REACH), index)
    return [...(stems[index] ?? [])].some((stem) => before.some((each) => each.has(stem)))
  })
  return linked.length / (sentences.length - 1)
}

export const transitionShare = (sentences: readonly string[]): number =>
  sentences.length === 0 ? 0 : sentences.filter(hasTransition).length / sentences.length

const FEWEST_PARAGRAPHS = 3
/** No heading, list, table, quotation or code. */
const IS_PROSE = /^(?!\s*(?:[#>|`~]|[-*+•]\s|\d+[.)]\s| {4}|\t)).*[\p{L}]/u

/** The longest paragraph's words for each of the mean one's; 1 where there are fewer than three. */
export function imbalance(text: string): number {
  const sizes = text
    .split(/\n(?:[^\S\n]*\n)+/)
    .filter((paragraph) => IS_PROSE.test(paragraph))
    .map((paragraph) => wordsOf(paragraph).length)
  if (sizes.length < FEWEST_PARAGRAPHS) return 1
  return (Math.max(...sizes) * sizes.length) / sizes.reduce((sum, size) => sum + size, 0)
}
