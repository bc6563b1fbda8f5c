import { SifakaError } from '../../core/errors.ts'
import { fnv1a } from '../../util/hash.ts'
import { once } from '../../util/once.ts'
import { editDistance } from '../../util/text/text-similarity.ts'

export const SIMILARITY_MEASURES = ['words', 'copied', 'characters'] as const
type SimilarityMeasure = (typeof SIMILARITY_MEASURES)[number]

/** The similarity of two texts by each measure, 0..1. All but `characters` take linear time. */
export const measureSimilarity: Readonly<
  Record<SimilarityMeasure, (text: string, reference: string) => number>
> = {
  words: cosine,
  copied: containment,
  characters: editSimilarity,
}

/** The repeat is bounded, since an unbounded `+` overflows the stack on a word of five million letters. */
const WORD = /[\p{L}\p{N}]{1,64}/gu

/** The hashes of the words; numbers need less memory than a million strings. */
function* wordHashes(text: string): Generator<number> {
  for (const [word] of text.toLowerCase().matchAll(WORD)) yield fnv1a(word)
}

const combineHashes = (first: number, second: number): number =>
  Math.imul(Math.imul(first, 31) ^ second, 0x01000193) >>> 0

const stopWords = once(
  () =>
    new Set(
      wordHashes(
        'the a an and or but of to in on at for with from by as is are was were be been has have had do does did not it its ' +
          'this that these those i you he she we they his her their our your my will would can could if so than then',
      ),
    ),
)

const DIMENSIONS = 2 ** 18

/** The cosine similarity of the counts of words (without stop words) and of word pairs. */
function cosine(text: string, reference: string): number {
  const [first, second] = [countVector(text), countVector(reference)]
  let dot = 0
  let firstSquare = 0
  let secondSquare = 0
  for (let index = 0; index < DIMENSIONS; index++) {
    const [a = 0, b = 0] = [first[index], second[index]]
    dot += a * b
    firstSquare += a * a
    secondSquare += b * b
  }
  if (firstSquare === 0 || secondSquare === 0) return firstSquare === secondSquare ? 1 : 0
  return Math.min(1, dot / Math.sqrt(firstSquare * secondSquare))
}

function countVector(text: string): Float64Array {
  const vector = new Float64Array(DIMENSIONS)
  const count = (hash: number) => {
    const index = hash % DIMENSIONS
    vector[index] = (vector[index] ?? 0) + 1
  }
  let previous = 0
  const ignored = stopWords()
  for (const hash of wordHashes(text)) {
    if (!ignored.has(hash)) count(hash)
    if (previous !== 0) count(combineHashes(previous, hash))
    previous = hash
  }
  return vector
}

const SHINGLE_WORDS = 5

/**
 * The share of the text's sequences of five words that also occur in the reference (Broder 1997, On the Resemblance and
 * Containment of Documents). A text of fewer words is a single sequence.
 */
function containment(text: string, reference: string): number {
  const words = [...wordHashes(text)]
  if (words.length === 0) return 0
  const size = Math.min(SHINGLE_WORDS, words.length)
  const known = new Set(shingles([...wordHashes(reference)], size))
  let copied = 0
  for (const shingle of shingles(words, size)) if (known.has(shingle)) copied++
  return copied / (words.length - size + 1)
}

function* shingles(words: readonly number[], size: number): Generator<number> {
  for (let end = size; end <= words.length; end++) {
    let shingle = 0
    for (let index = end - size; index < end; index++) shingle = combineHashes(shingle, words[index] ?? 0)
    yield shingle
  }
}

/** Longer texts are rejected, since counting edits takes time in proportion to the product of both lengths. */
const MAX_CHARACTERS = 5000

/** 1 minus the edit distance divided by the length of the longer text, both in code points. */
function editSimilarity(text: string, reference: string): number {
  const [from, to] = [[...text], [...reference]]
  const longest = Math.max(from.length, to.length)
  if (longest > MAX_CHARACTERS) {
    throw new SifakaError('too-long', `measure=characters cannot compare a text of ${longest} characters`, {
      hint: `it takes at most ${MAX_CHARACTERS}; use measure=words or measure=copied`,
    })
  }
  return longest === 0 ? 1 : 1 - editDistance(from, to) / longest
}
