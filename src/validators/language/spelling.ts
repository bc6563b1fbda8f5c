import type nspell from 'nspell'
import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { amount, rangeText } from '../../core/phrases/requirement-text.ts'
import { position } from '../shared/position.ts'
import { proseWords } from './prose-words.ts'
import { createTextValidator, listFaults } from '../shared/text-validator.ts'

/**
 * The maximum number of distinct words; a novel has fewer. The rest of the text is not checked, and the message says
 * so.
 */
const MAX_WORDS = 20_000
const MAX_CHARACTERS = 1_500_000
/** Longer words are skipped: they are not real words, and looking them up is slow. */
const MAX_WORD_LENGTH = 30

const options = z.strictObject({
  max: z.int().min(0).default(0).describe('maximum number of misspelled words, each counted once'),
  ignore: z.array(z.string().min(1)).max(10_000).default([]).describe('words to accept, in any case'),
  names: z
    .boolean()
    .default(false)
    .describe('also check capitalized words in the middle of sentences, though they may be names'),
})

export const spelling: ValidatorDefinition<typeof options> = {
  name: 'spelling',
  summary: 'The words of the text are spelled as in American English',
  options,
  async create({ max, ignore, names }) {
    const dictionary = await (dictionaryPromise ??= readDictionary())
    const ignored = new Set(ignore.map((word) => normalized(word).toLowerCase()))
    const requirement = max === 0 ? 'no misspelled words' : rangeText({ max }, 'misspelled words')
    return createTextValidator({
      name: 'spelling',
      tier: 'slow',
      requirement,
      check(text) {
        const { words, end } = distinctWords(text.slice(0, MAX_CHARACTERS), names)
        const misspelled = [...words].filter(
          ([word]) => !(ignored.has(word.toLowerCase()) || isSpelled(dictionary, word)),
        )
        const list = listFaults(misspelled, ([word, at]) => {
          const [suggestion] = dictionary.suggest(word)
          return `"${word}" at ${position(text, at)}${suggestion ? ` (${suggestion}?)` : ''}`
        })
        const limit = end < text.length ? ` in the first ${end} characters` : ''
        const { length } = misspelled
        return {
          score: length > max ? 1 - (length - max) / words.size : 1,
          fact: `${amount(length, 'misspelled words')}${limit}${list && `: ${list}`}`,
          measured: length,
        }
      },
    })
  },
}

const normalized = (word: string): string => word.normalize().replaceAll('’', "'")

/**
 * Maps each word to its first position, without abbreviations in capitals, camelCase and (unless `names`) names. Words
 * after the index `end` are not included.
 */
function distinctWords(text: string, names: boolean): { words: Map<string, number>; end: number } {
  const words = new Map<string, number>()
  const sentenceStarts = new Map<string, number>()
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
    if (!/^\p{Lu}/u.test(word) || names) words.set(word, words.get(word) ?? at)
    else if (isFirst) sentenceStarts.set(word, sentenceStarts.get(word) ?? at)
    else capitalized.add(word)
  }
  // The first word of a sentence is a name if it is also capitalized within a sentence.
  for (const [word, at] of sentenceStarts) {
    if (!capitalized.has(word)) words.set(word, words.get(word) ?? at)
  }
  return { words, end }
}

/** Accepts `café` if the dictionary has `cafe`, and `dog's` if it has `dog`. */
function isSpelled(dictionary: Dictionary, word: string): boolean {
  const stem = word.replace(/'s?$/, '')
  const bare = stem.normalize('NFD').replace(/\p{M}/gu, '')
  return [word, stem, bare, bare.toLowerCase()].some((each) => dictionary.correct(each))
}

type Dictionary = ReturnType<typeof nspell>
let dictionaryPromise: Promise<Dictionary> | undefined

async function readDictionary(): Promise<Dictionary> {
  const [{ default: create }, { default: english }] = await Promise.all([
    import('nspell'),
    import('dictionary-en'),
  ])
  return create({ aff: Buffer.from(english.aff), dic: Buffer.from(english.dic) })
}
