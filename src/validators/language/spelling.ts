import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { amount, rangeText } from '../../core/phrases/requirement-text.ts'
import { position } from '../shared/position.ts'
import { proseWords } from './prose-words.ts'
import { correctionsOf } from './corrections.ts'
import {
  DIALECTS_OF_ENGLISH,
  englishDictionary,
  hunspellDictionary,
  readProjectWords,
  type Dictionary,
} from './dictionary.ts'
import { TECHNICAL_WORDS } from './technical-words.ts'
import { DefaultMap } from '../../util/default-map.ts'
import { FileReads } from '../../util/files/file-reads.ts'
import { createTextValidator, listFaults, type Fault } from '../shared/text-validator.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

/**
 * The maximum number of distinct words; a novel has fewer. The rest of the text is not checked, and the message says
 * so.
 */
const MAX_WORDS = 20_000
const MAX_CHARACTERS = 1_500_000
/** The number of words for which corrections are searched; a search takes about a millisecond. */
const MAX_CORRECTED = 500
/** Longer words are skipped: they are not real words, and looking them up is slow. */
const MAX_WORD_LENGTH = 30

const options = lazyStrictObject(() => ({
  max: z.int().min(0).default(0).describe('maximum number of misspelled words, each counted once'),
  ignore: z.array(z.string().min(1)).max(10_000).default([]).describe('words to accept, in any case'),
  names: z
    .boolean()
    .default(false)
    .describe('also check capitalized words in the middle of sentences, though they may be names'),
  dialect: z.enum(DIALECTS_OF_ENGLISH).default('American').describe('the variety of English'),
  dictionary: z
    .string()
    .min(1)
    .optional()
    .describe('a Hunspell file instead of English: de_DE.dic, with de_DE.aff beside it'),
}))

export const spelling: ValidatorDefinition<typeof options> = {
  name: 'spelling',
  summary: 'The words of the text are spelled as in a dictionary, by default of American English',
  options,
  async create({ max, ignore, names, dialect, dictionary: path }, { files = new FileReads() }) {
    const dictionary = await (path === undefined
      ? englishDictionary(dialect)
      : hunspellDictionary(path, files))
    const accepted = [...ignore, ...readProjectWords(files)]
    const ignored = new Set(accepted.map((word) => normalized(word).toLowerCase()))
    const isCorrect = (word: string) =>
      ignored.has(word.toLowerCase()) ||
      TECHNICAL_WORDS.has(word.toLowerCase().replace(/'s?$/, '')) ||
      isSpelled(dictionary, word)
    const requirement = max === 0 ? 'no misspelled words' : rangeText({ max }, 'misspelled words')
    return createTextValidator({
      name: 'spelling',
      tier: 'slow',
      requirement,
      ...(max === 0 && { duty: '' }),
      check(text) {
        const { words, end } = distinctWords(text.slice(0, MAX_CHARACTERS), names)
        const misspelled = [...words].filter(([word]) => !isCorrect(word))
        const list = listFaults(misspelled, ([word, [at = 0]]) => {
          const [suggestion] = dictionary.suggest(word)
          return `"${word}" at ${position(text, at)}${suggestion ? ` (${suggestion}?)` : ''}`
        })
        const limit = end < text.length ? ` in the first ${end} characters` : ''
        const { length } = misspelled
        return {
          score: length > max ? 1 - (length - max) / words.size : 1,
          fact: `${amount(length, 'misspelled words')}${limit}${list && `: ${list}`}`,
          measured: length,
          faults: misspelled.flatMap(([word, places], index) =>
            placesOf(word, places, index < MAX_CORRECTED ? correctionsOf(word, isCorrect) : []),
          ),
        }
      },
    })
  },
}

/** One fault per occurrence. The correction is certain if only one word of the dictionary is an edit away. */
function placesOf(word: string, places: readonly number[], corrections: readonly string[]): Fault[] {
  const [correction, ...others] = corrections
  const advice = correction === undefined ? '' : `: ${[correction, ...others.slice(0, 2)].join(' or ')}?`
  return places.map((at) => ({
    at,
    end: at + word.length,
    message: `"${word}" is misspelled${advice}`,
    ...(others.length === 0 && { replacement: correction }),
  }))
}

const normalized = (word: string): string => word.normalize().replaceAll('’', "'")

/**
 * Maps each word to its positions, without abbreviations in capitals, camelCase and (unless `names`) names. Words
 * after the index `end` are not included.
 */
function distinctWords(text: string, names: boolean): { words: Map<string, number[]>; end: number } {
  const words = new DefaultMap<string, number[]>(() => [])
  const sentenceStarts = new DefaultMap<string, number[]>(() => [])
  const capitalized = new Set<string>()
  let end = text.length
  for (const { word: written, at, isFirst } of proseWords(text)) {
    if (words.size + sentenceStarts.size >= MAX_WORDS) {
      end = at
      break
    }
    const word = normalized(written)
    if (word.length > MAX_WORD_LENGTH || !/^[\p{Script=Latin}\p{M}']+$/u.test(word)) continue
    if (/\p{L}\p{Lu}/u.test(word)) continue
    if (!/^\p{Lu}/u.test(word) || names) words.get(word).push(at)
    else if (isFirst) sentenceStarts.get(word).push(at)
    else capitalized.add(word)
  }
  // The first word of a sentence is a name if it is also capitalized within a sentence.
  for (const [word, places] of sentenceStarts) {
    if (!capitalized.has(word)) words.set(word, words.get(word).concat(places))
  }
  return { words, end }
}

/** Accepts `café` if the dictionary has `cafe`, and `dog's` if it has `dog`. */
function isSpelled(dictionary: Dictionary, word: string): boolean {
  const stem = word.replace(/'s?$/, '')
  const bare = stem.normalize('NFD').replace(/\p{M}/gu, '')
  return [word, stem, bare, bare.toLowerCase()].some((each) => dictionary.correct(each))
}
