import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/util/random.ts'
import { NearDuplicates } from '../../../src/validators/batch/near-duplicates.ts'
import { ShingleSets } from '../../../src/validators/batch/shingle-sets.ts'
import { distinctSorted, placedWords, shingleHashes } from '../../../src/validators/batch/shingles.ts'

const SIZE = 3
/** Hashes of 32 bits may coincide, which changes a similarity by less than this. */
const TOLERANCE = 0.01

const shinglesOf = (text: string) => distinctSorted(shingleHashes(placedWords(text), SIZE))

/** All runs of words, as strings. */
function shingleStrings(text: string): ReadonlySet<string> {
  const words = text.split(' ')
  return new Set(words.slice(SIZE - 1).map((_, index) => words.slice(index, index + SIZE).join(' ')))
}

function trueSimilarity(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((each) => other.has(each)).length
  return shared / (one.size + other.size - shared)
}

/** Some texts are earlier ones with a few other words. */
function* textsWithPlants(count: number, seed: number): Generator<string> {
  const random = seededRandom(seed)
  const word = () => `w${Math.floor(random() * 4000)}`
  const texts: string[] = []
  for (let number = 0; number < count; number++) {
    const original = random() < 0.3 ? texts[Math.floor(random() * texts.length)] : undefined
    const words = original?.split(' ') ?? Array.from({ length: 20 + Math.floor(random() * 80) }, word)
    const changes = original === undefined ? 0 : Math.floor(random() * words.length * 0.08)
    for (let change = 0; change < changes; change++) words[Math.floor(random() * words.length)] = word()
    const text = words.join(' ')
    texts.push(text)
    yield text
  }
}

describe('near duplicates', () => {
  it.each([0.5, 0.7, 0.8, 0.9])('finds all texts above %d that brute force finds, and no others', (bound) => {
    const index = new NearDuplicates<number>(bound)
    const accepted: { readonly number: number; readonly set: ReadonlySet<string> }[] = []
    let found = 0
    let number = 0
    for (const text of textsWithPlants(500, 7)) {
      const set = shingleStrings(text)
      const greatest = Math.max(0, ...accepted.map((each) => trueSimilarity(each.set, set)))
      const similar = index.findMostSimilar(shinglesOf(text))
      if (greatest > bound + TOLERANCE) expect(similar?.similarity).toBeCloseTo(greatest, 2)
      if (greatest < bound - TOLERANCE) expect(similar).toBeUndefined()
      number++
      if (similar) {
        found++
        continue
      }
      index.add(number, shinglesOf(text))
      accepted.push({ number, set })
    }
    expect(found).toBeGreaterThan(20)
    index.close()
  })

  it('keeps sets that do not fit into memory on disk', () => {
    const sets = new ShingleSets(1000)
    const random = seededRandom(1)
    const written = Array.from({ length: 3000 }, () =>
      Uint32Array.from({ length: Math.floor(random() * 40) }, () => Math.floor(random() * 2 ** 32)),
    )
    for (const set of written) sets.add(set)
    expect(written.map((_, number) => sets.get(number))).toEqual(written)
    sets.close()
  })

  it('refuses more texts than its bound on memory allows', () => {
    const index = new NearDuplicates<number>(0.8, 100_000)
    expect(() => {
      for (let number = 0; number < 1000; number++) index.add(number, Uint32Array.of(number))
    }).toThrow(/at most \d+ texts/)
  })

  it('does not find a text that was removed', () => {
    const index = new NearDuplicates<string>(0.5)
    const first = index.add('first', shinglesOf('one two three four five'))
    expect(index.findMostSimilar(shinglesOf('one two three four five'))?.name).toBe('first')
    index.remove(first)
    expect(index.findMostSimilar(shinglesOf('one two three four five'))).toBeUndefined()
  })
})
