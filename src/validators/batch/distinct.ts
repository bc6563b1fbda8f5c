import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { ConfigError } from '../../core/errors.ts'
import { amount } from '../../core/phrases/requirement-text.ts'
import type { Prompt } from '../../core/types.ts'
import { truncate } from '../../util/truncate.ts'
import { createTextValidator, type CheckResult } from '../shared/text-validator.ts'
import { NearDuplicates } from './near-duplicates.ts'
import { MAX_COUNT, PhraseCounts } from './phrase-counts.ts'
import { distinctSorted, placedWords, shingleHashes, type PlacedWord } from './shingles.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const wordCount = z.int().min(1).max(20)
const textCount = z.int().min(1).max(MAX_COUNT).optional()

const options = lazyStrictObject(() => ({
  max: z
    .number()
    .min(0.3)
    .max(1)
    .default(0.7)
    .describe(
      'how similar two accepted texts may be: the share of their word sequences that they have in common',
    )
    .meta({ examples: [0.5] }),
  words: wordCount.default(3).describe('how many consecutive words each of these sequences has'),
  maxSameOpening: textCount.describe('how many accepted texts may begin with the same words'),
  openingWords: wordCount.default(4).describe('how many words an opening has'),
  maxSamePhrase: textCount.describe('how many accepted texts may contain the same phrase'),
  phraseWords: wordCount.default(6).describe('how many words a phrase has'),
}))

interface ReadText {
  readonly text: string
  readonly words: readonly PlacedWord[]
  /** The hash of each run of words, in the order of the text. */
  readonly runs: Uint32Array
  /** The distinct runs in ascending order. */
  readonly shingles: Uint32Array
}

export const distinct: ValidatorDefinition<typeof options> = {
  name: 'distinct',
  summary: 'The text differs from each accepted text of an earlier row',
  options,
  create({ max, words: size, maxSameOpening, openingWords, maxSamePhrase, phraseWords }, { accepted }) {
    if (!accepted)
      throw new ConfigError('distinct compares the texts of a run, and this text belongs to none')
    const texts = new NearDuplicates<Pick<Prompt, 'id' | 'index'>>(max)
    const textNumbers = new Map<string, number>()
    const openings = new PhraseCounts()
    const phrases = new PhraseCounts()
    /** The error that occurred when the index was full; no further text can be compared. */
    let fault: unknown
    let latest: ReadText | undefined
    /** A text is compared before it is added to the accepted ones, so that the last one is often read twice. */
    const read = (text: string): ReadText => {
      if (latest?.text !== text) {
        const words = placedWords(text)
        const runs = shingleHashes(words, size)
        latest = { text, words, runs, shingles: distinctSorted(runs) }
      }
      return latest
    }
    const countPhrases = ({ words }: ReadText, count: 'add' | 'remove') => {
      if (maxSameOpening !== undefined)
        for (const pair of pairsOf(words.slice(0, openingWords), openingWords)) openings[count](...pair)
      if (maxSamePhrase === undefined) return
      const seen = new Map(pairsOf(words, phraseWords).map((pair) => [pair.join(), pair]))
      for (const pair of seen.values()) phrases[count](...pair)
    }
    accepted.watch({
      onAccepted({ id, index }, text) {
        try {
          const readText = read(text)
          countPhrases(readText, 'add')
          textNumbers.set(id, texts.add({ id, index }, readText.shingles))
        } catch (error) {
          fault ??= error
        }
      },
      onRemoved({ id }, text) {
        const number = textNumbers.get(id)
        if (number === undefined) return
        texts.remove(number)
        textNumbers.delete(id)
        countPhrases(read(text), 'remove')
      },
    })
    const percent = Math.round(max * 100)
    const bound = `at most ${percent} % like an earlier text`

    const compare = ({ text, words, runs, shingles }: ReadText): CheckResult => {
      const similar = texts.findMostSimilar(shingles)
      if (!similar) return { score: 1, fact: 'no earlier text is similar', duty: `be ${bound}`, measured: 0 }
      const { name, similarity } = similar
      const place = longestShared(words, runs, new Set(similar.shingles), size)
      const passage = place && text.slice(place.at, place.end)
      const likeness = `${Math.round(similarity * 100)} % like the text of row ${name.index + 1}`
      const message =
        passage === undefined ? likeness : `${likeness}, for example "${truncate(passage, 120)}"`
      return {
        score: 1 - similarity,
        fact: message,
        duty: `be ${bound}`,
        measured: round(similarity),
        faults: [{ at: 0, ...place, message }],
      }
    }
    const checkOpening = (words: readonly PlacedWord[], text: string): CheckResult[] => {
      const [pair] = pairsOf(words.slice(0, openingWords), openingWords)
      if (maxSameOpening === undefined || !pair) return []
      const count = openings.get(...pair)
      const duty = `share its first ${amount(openingWords, 'words')} with fewer than ${amount(maxSameOpening, 'texts')}`
      if (count < maxSameOpening) return [{ score: 1, fact: 'few enough texts share the opening', duty }]
      const end = words[Math.min(openingWords, words.length) - 1]?.end ?? 0
      const at = words[0]?.at ?? 0
      const message = `${amount(count, 'texts')} already begin${count === 1 ? 's' : ''} with "${text.slice(at, end)}"`
      return [{ score: 0.5, fact: message, duty, faults: [{ at, end, message }] }]
    }
    const checkPhrases = (words: readonly PlacedWord[], text: string): CheckResult[] => {
      if (maxSamePhrase === undefined) return []
      const duty = `contain no phrase of ${amount(phraseWords, 'words')} that ${amount(maxSamePhrase, 'texts')} contain`
      const overused = pairsOf(words, phraseWords).flatMap((pair, start) =>
        phrases.get(...pair) >= maxSamePhrase ? [start] : [],
      )
      if (overused.length === 0) return [{ score: 1, fact: 'few enough texts share each phrase', duty }]
      const faults = overused
        .filter((start, position) => overused[position - 1] !== start - 1)
        .map((start) => placeOf(words, start, phraseWords))
        .map((place) => ({
          ...place,
          message: `${amount(maxSamePhrase, 'texts')} already contain "${text.slice(place.at, place.end)}"`,
        }))
      return [{ score: 0.5, fact: faults[0]?.message ?? '', duty, faults }]
    }

    const validator = createTextValidator({
      name: 'distinct',
      tier: 'local',
      requirement: `is ${bound} of the batch`,
      bound,
      check(text) {
        const readText = read(text)
        const { words } = readText
        return [compare(readText), ...checkOpening(words, text), ...checkPhrases(words, text)]
      },
    })
    return {
      ...validator,
      readsPrompt: true,
      cacheable: false,
      mainThreadOnly: true,
      runsLast: true,
      async validate(draft, scope) {
        await accepted.turnOf(draft.prompt, scope.signal)
        if (fault !== undefined) throw fault
        return validator.validate(draft, scope)
      },
    }
  },
}

const round = (value: number): number => Math.round(value * 1000) / 1000

/** Two independent hashes of each phrase of exactly `size` words. */
function pairsOf(words: readonly PlacedWord[], size: number): [number, number][] {
  if (words.length < size) return []
  const second = shingleHashes(words, size, 1)
  return [...shingleHashes(words, size)].map((hash, index) => [hash, second[index] ?? 0])
}

const placeOf = (words: readonly PlacedWord[], start: number, count: number) => ({
  at: words[start]?.at ?? 0,
  end: words[Math.min(start + count, words.length) - 1]?.end ?? 0,
})

/** The longest passage all of whose shingles the other text has. */
function longestShared(
  words: readonly PlacedWord[],
  shingles: Uint32Array,
  others: ReadonlySet<number>,
  size: number,
): { readonly at: number; readonly end: number } | undefined {
  let longest = 0
  let longestEnd = 0
  let length = 0
  for (const [index, shingle] of shingles.entries()) {
    length = others.has(shingle) ? length + 1 : 0
    if (length <= longest) continue
    longest = length
    longestEnd = index
  }
  return longest === 0 ? undefined : placeOf(words, longestEnd - longest + 1, longest + size - 1)
}
