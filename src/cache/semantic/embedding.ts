/**
 * A local embedding: word and character n-grams with their inverse document frequency (IDF), as a sparse vector. It
 * measures how many words two prompts share, also in other forms and in another order; it knows no synonyms.
 */
import { promptWords, stemOf } from './prompt-words.ts'
import { GENERIC_WORDS, STOP_WORDS } from './words.ts'

export type Embedding = ReadonlyMap<string, number>

/**
 * The inverse document frequency of a word among prompts: log(N / n) for a word that n of N prompts contain, in
 * relation to a word that one of 1,000 prompts contains. A stop word is in most prompts, a generic word in about one of
 * six.
 */
const frequencyWeight = (word: string): number =>
  STOP_WORDS.has(word) ? 0 : GENERIC_WORDS.has(word) ? 0.25 : 1
const GRAM_CHARACTERS = 4
/** The weight of all character n-grams of a word together, in relation to the word. */
const GRAM_WEIGHT = 1

export function embed(text: string): Embedding {
  const vector = new Map<string, number>()
  const add = (feature: string, weight: number) => vector.set(feature, (vector.get(feature) ?? 0) + weight)
  for (const word of promptWords(text)) {
    const weight = frequencyWeight(word)
    if (weight === 0) continue
    const stem = stemOf(word)
    add(stem, weight)
    const grams = gramsOf(stem)
    for (const gram of grams) add(`#${gram}`, (weight * GRAM_WEIGHT) / Math.sqrt(grams.length))
  }
  const norm = Math.hypot(...vector.values())
  for (const [feature, weight] of vector) vector.set(feature, weight / norm)
  return vector
}

/** The cosine of two embeddings, from 0 to 1. */
export function similarityOf(one: Embedding, other: Embedding): number {
  let sum = 0
  for (const [feature, weight] of one) sum += weight * (other.get(feature) ?? 0)
  return Math.min(1, sum)
}

/** The words of a prompt under which it can be found: those that say most. */
export function topicWords(text: string, max: number): string[] {
  const stems = new Set(
    promptWords(text)
      .filter((word) => !STOP_WORDS.has(word) && !GENERIC_WORDS.has(word))
      .map(stemOf),
  )
  return [...stems]
    .toSorted((one, other) => other.length - one.length || (one < other ? -1 : 1))
    .slice(0, max)
}

function gramsOf(word: string): string[] {
  const padded = `^${word}$`
  const count = Math.max(1, padded.length - GRAM_CHARACTERS + 1)
  return Array.from({ length: count }, (_, index) => padded.slice(index, index + GRAM_CHARACTERS))
}
