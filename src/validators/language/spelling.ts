import type nspell from 'nspell'
import * as z from 'zod'
import type { Definition, Validator } from '../../core/ports.ts'
import { amount, rangeText } from '../shared/count.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { position } from '../shared/position.ts'
import { proseWords } from './prose-words.ts'
import { listed, verdict } from '../shared/verdict.ts'

/** Words that differ; a novel has fewer. What comes after them is not looked at, and the message says so. */
const MOST_WORDS = 20_000
/** A novel has fewer letters too. */
const LONGEST_TEXT = 1_500_000
/** What is longer is no word, and takes long to look for. */
const LONGEST_WORD = 30
const MOST_SHOWN = 5

const options = z.strictObject({
  max: z.int().min(0).default(0).describe('the most words that may be misspelled, each counted once'),
  ignore: z.array(z.string().min(1)).max(10_000).default([]).describe('words that are right, in any case'),
  names: z
    .boolean()
    .default(false)
    .describe(
      'check words with a capital letter too, though they may be names; default: only where a sentence starts',
    ),
})

export const spelling: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'spelling',
  summary: 'The words of the text are spelled as in American English',
  options,
  async create({ max, ignore, names }) {
    const dictionary = await loadDictionary()
    const ignored = new Set(ignore.map(plain))
    const bound = max === 0 ? 'no misspelled words' : rangeText({ max }, 'misspelled words')
    const isRight = (word: string): boolean =>
      ignored.has(word) || ignored.has(word.toLowerCase()) || isSpelled(dictionary, word)
    return {
      name: 'spelling',
      tier: 'slow',
      requirement: bound,
      validate({ text }) {
        const { words, end } = differentWords(text.slice(0, LONGEST_TEXT), names)
        const wrong = [...words].filter(([word]) => !isRight(word))
        const limit = end === text.length ? '' : ` in the first ${end} letters`
        const shown = wrong.map(([word, at], index) =>
          index < MOST_SHOWN ? `"${word}" at ${position(text, at)}${suggestion(dictionary, word)}` : word,
        )
        const which = wrong.length > 0 ? `: ${listed(shown)}` : ''
        return {
          ...verdict('spelling', bound, [
            {
              score: wrong.length > max ? 1 - (wrong.length - max) / words.size : 1,
              fact: `${amount(wrong.length, 'misspelled words')}${limit}${which}`,
              duty: `have ${bound}`,
            },
          ]),
          measured: wrong.length,
        }
      },
    }
  },
}

const plain = (word: string): string => word.normalize().replaceAll('’', "'").toLowerCase()

/** Each word once, with its first place. Names are left out, and what is written in capitals or in camelCase. */
function differentWords(text: string, names: boolean): { words: Map<string, number>; end: number } {
  const words = new Map<string, number>()
  const opening = new Map<string, number>()
  const known = new Set<string>()
  for (const { word: written, at, opens } of proseWords(text)) {
    if (words.size + opening.size >= MOST_WORDS) return { words: merged(words, opening, known), end: at }
    const word = written.normalize().replaceAll('’', "'")
    if (word.length > LONGEST_WORD || !/^[\p{Script=Latin}\p{M}']+$/u.test(word)) continue
    if (/\p{L}\p{Lu}/u.test(word)) continue
    if (!/^\p{Lu}/u.test(word) || names) add(words, word, at)
    else if (opens) add(opening, word, at)
    else known.add(word)
  }
  return { words: merged(words, opening, known), end: text.length }
}

/** Words that open a sentence, but for those that have their capital letter elsewhere too. */
function merged(words: Map<string, number>, opening: Map<string, number>, names: ReadonlySet<string>) {
  for (const [word, at] of opening) if (!names.has(word)) add(words, word, at)
  return words
}

function add(words: Map<string, number>, word: string, at: number): void {
  if (!words.has(word)) words.set(word, at)
}

/** `café` is right where `cafe` is, and `dog's` where `dog` is. */
function isSpelled(dictionary: Dictionary, word: string): boolean {
  const stem = word.replace(/'s?$/, '')
  const bare = stem.normalize('NFD').replace(/\p{M}/gu, '')
  return [word, stem, bare, bare.toLowerCase()].some((each) => dictionary.correct(each))
}

const suggestion = (dictionary: Dictionary, word: string): string => {
  const [first] = dictionary.suggest(word)
  return first === undefined ? '' : ` (${first}?)`
}

type Dictionary = ReturnType<typeof nspell>
let loading: Promise<Dictionary> | undefined

const loadDictionary = (): Promise<Dictionary> => (loading ??= readDictionary())

async function readDictionary(): Promise<Dictionary> {
  const [{ default: create }, { default: english }] = await Promise.all([
    import('nspell'),
    import('dictionary-en'),
  ])
  return create({ aff: Buffer.from(english.aff), dic: Buffer.from(english.dic) })
}
