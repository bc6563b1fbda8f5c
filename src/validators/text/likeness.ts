/** How alike two texts are, from 0 (nothing in common) to 1; in time that grows with their length only. */
import { SifakaError } from '../../core/errors.ts'

export const MEASURES = ['words', 'copied', 'characters'] as const
export type Measure = (typeof MEASURES)[number]

export const likeness: Readonly<Record<Measure, (text: string, reference: string) => number>> = {
  words: cosine,
  copied: containment,
  characters: editSimilarity,
}

/** Bounded: on a word of five million letters `+` overflows the stack. */
const WORD = /[\p{L}\p{N}]{1,64}/gu

/** Words become numbers (FNV-1a), so that five megabytes need no million strings. */
function* hashes(text: string): Generator<number> {
  for (const [word] of text.toLowerCase().matchAll(WORD)) {
    let hash = 0x811c9dc5
    for (let index = 0; index < word.length; index++)
      hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193)
    yield hash >>> 0
  }
}

const joined = (first: number, second: number): number =>
  Math.imul(Math.imul(first, 31) ^ second, 0x01000193) >>> 0

const STOP_WORDS = new Set(
  hashes(
    'the a an and or but of to in on at for with from by as is are was were be been has have had do does did not it its ' +
      'this that these those i you he she we they his her their our your my will would can could if so than then',
  ),
)

const DIMENSIONS = 2 ** 18

/** The cosine of the counts of words, common ones left out, and of pairs of words. */
function cosine(text: string, reference: string): number {
  const [first, second] = [counts(text), counts(reference)]
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

function counts(text: string): Float64Array {
  const vector = new Float64Array(DIMENSIONS)
  const count = (hash: number) => {
    const index = hash % DIMENSIONS
    vector[index] = (vector[index] ?? 0) + 1
  }
  let previous = 0
  for (const hash of hashes(text)) {
    if (!STOP_WORDS.has(hash)) count(hash)
    if (previous !== 0) count(joined(previous, hash))
    previous = hash
  }
  return vector
}

const SHINGLE = 5

/** The share of the text's runs of five words (or of all its words, if fewer) that the reference has too (Broder 1997). */
function containment(text: string, reference: string): number {
  const words = [...hashes(text)]
  if (words.length === 0) return 0
  const size = Math.min(SHINGLE, words.length)
  const known = new Set(shingles([...hashes(reference)], size))
  let copied = 0
  for (const shingle of shingles(words, size)) if (known.has(shingle)) copied++
  return copied / (words.length - size + 1)
}

function* shingles(words: readonly number[], size: number): Generator<number> {
  for (let end = size; end <= words.length; end++) {
    let shingle = 0
    for (let index = end - size; index < end; index++) shingle = joined(shingle, words[index] ?? 0)
    yield shingle
  }
}

/** The work grows with the product of both lengths. */
const MOST_CHARACTERS = 5000

/** 1 less the edits (Levenshtein) from one text to the other, as a share of the longer. */
function editSimilarity(text: string, reference: string): number {
  const [from, to] = [[...text], [...reference]]
  const longest = Math.max(from.length, to.length)
  if (longest > MOST_CHARACTERS) {
    throw new SifakaError(
      'too-long',
      `${longest} characters are too many to count the edits between two texts`,
      {
        hint: `measure=characters is for texts of up to ${MOST_CHARACTERS}; use words or copied`,
      },
    )
  }
  if (longest === 0) return 1
  let row = Uint16Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [i, letter] of from.entries()) {
    const next = new Uint16Array(row.length)
    next[0] = i + 1
    for (let j = 0; j < to.length; j++) {
      const swap = (row[j] ?? 0) + (letter === to[j] ? 0 : 1)
      next[j + 1] = Math.min(swap, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1)
    }
    row = next
  }
  return 1 - (row.at(-1) ?? 0) / longest
}
