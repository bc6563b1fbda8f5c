/** Texts of which some repeat an earlier one with a few words changed, and the texts that `distinct` must accept. */
import { seededRandom } from '../../src/util/random.ts'

const SIZE = 3
const VOCABULARY = 4000

/** The numbers of the words of each text; a share of the texts are duplicates. */
export function* textsWithDuplicates(count: number, seed: number, share = 0.3): Generator<readonly number[]> {
  const random = seededRandom(seed)
  const below = (most: number) => Math.floor(random() * most)
  const texts: (readonly number[])[] = []
  for (let number = 0; number < count; number++) {
    const original = random() < share ? texts[below(texts.length)] : undefined
    const words = original ? [...original] : Array.from({ length: 15 + below(30) }, () => below(VOCABULARY))
    const changes = original ? below(words.length * 0.12) : 0
    for (let change = 0; change < changes; change++) words[below(words.length)] = below(VOCABULARY)
    texts.push(words)
    yield words
  }
}

export const textOf = (words: readonly number[]): string => words.map((word) => `w${word}`).join(' ')

/** Exact similarities: counts, for each earlier text, the runs of three words that it shares with a new one. */
export class ExactSimilarity {
  readonly #textsOf = new Map<number, number[]>()
  readonly #sizes: number[] = []

  add(words: readonly number[]): void {
    const shingles = shinglesOf(words)
    for (const shingle of shingles) {
      const texts = this.#textsOf.get(shingle)
      if (texts) texts.push(this.#sizes.length)
      else this.#textsOf.set(shingle, [this.#sizes.length])
    }
    this.#sizes.push(shingles.size)
  }

  /** The greatest Jaccard similarity to a text that was added. */
  greatest(words: readonly number[]): number {
    const shingles = shinglesOf(words)
    const shared = new Map<number, number>()
    for (const shingle of shingles)
      for (const text of this.#textsOf.get(shingle) ?? []) shared.set(text, (shared.get(text) ?? 0) + 1)
    let greatest = 0
    for (const [text, count] of shared)
      greatest = Math.max(greatest, count / (shingles.size + (this.#sizes[text] ?? 0) - count))
    return greatest
  }
}

const shinglesOf = (words: readonly number[]): ReadonlySet<number> =>
  new Set(
    words
      .slice(SIZE - 1)
      .map((_, start) => words.slice(start, start + SIZE).reduce((key, word) => key * VOCABULARY + word, 0)),
  )
