/** Finds the most similar of many texts: MinHash with bands (LSH) finds candidates, an exact comparison decides. */
import { SifakaError } from '../../core/errors.ts'
import { jaccard, mixBits } from './shingles.ts'
import { ShingleSets } from './shingle-sets.ts'

export interface SimilarText<Name> {
  readonly name: Name
  readonly shingles: Uint32Array
  /** The Jaccard similarity, from 0 to 1. */
  readonly similarity: number
}

/** The probability that a text just above the bound is not a candidate. */
const MAX_MISSED = 1e-6
const MAX_BANDS = 64
const MAX_ROWS_PER_BAND = 8
/** Limits the memory of the tables, in bytes. The shingles are not included: most of them are on disk. */
const MAX_TABLE_BYTES = 64_000_000

/** Two texts agree in a band of `rows` hashes with probability similarity ** rows; one such band makes a candidate. */
function bandsFor(bound: number): { readonly bands: number; readonly rows: number } {
  for (let rows = MAX_ROWS_PER_BAND; rows >= 1; rows--) {
    const bands = Math.ceil(Math.log(MAX_MISSED) / Math.log(1 - Math.min(bound, 0.99) ** rows))
    if (bands <= MAX_BANDS) return { bands, rows }
  }
  return { bands: MAX_BANDS, rows: 1 }
}

const NONE = -1

export class NearDuplicates<Name> {
  readonly #bound: number
  readonly #bands: number
  readonly #rows: number
  readonly #sets = new ShingleSets()
  readonly #names: (Name | undefined)[] = []
  readonly #maxTexts: number
  /** Per text and band: the hash of the band, and the next entry of the same slot. */
  #keys: Uint32Array
  #next: Int32Array
  /** Per slot: the newest entry. */
  #heads: Int32Array
  #latest: { readonly shingles: Uint32Array; readonly keys: Uint32Array } | undefined

  constructor(bound: number, maxTableBytes = MAX_TABLE_BYTES) {
    this.#bound = bound
    ;({ bands: this.#bands, rows: this.#rows } = bandsFor(bound))
    this.#maxTexts = Math.floor(maxTableBytes / (this.#bands * 3 * 4))
    this.#keys = new Uint32Array(this.#bands * 64)
    this.#next = new Int32Array(this.#bands * 64)
    this.#heads = new Int32Array(this.#bands * 64).fill(NONE)
  }

  /** Returns the number of the text, for `remove`. */
  add(name: Name, shingles: Uint32Array): number {
    const text = this.#names.length
    if (text >= this.#maxTexts) {
      throw new SifakaError('validator-limit', `distinct compares at most ${this.#maxTexts} texts`, {
        hint: 'divide the batch, or raise max',
      })
    }
    this.#names.push(name)
    this.#sets.add(shingles)
    if (this.#names.length * this.#bands > this.#keys.length) this.#grow()
    this.#bandKeys(shingles).forEach((key, band) => this.#link(text * this.#bands + band, key))
    return text
  }

  remove(text: number): void {
    this.#names[text] = undefined
  }

  /** The text with the greatest similarity above the bound; of equally similar ones, the first. */
  findMostSimilar(shingles: Uint32Array): SimilarText<Name> | undefined {
    const candidates = new Set<number>()
    for (const key of this.#bandKeys(shingles)) {
      for (
        let entry = this.#heads[this.#slotOf(key)] ?? NONE;
        entry !== NONE;
        entry = this.#next[entry] ?? NONE
      ) {
        if (this.#keys[entry] === key) candidates.add(Math.floor(entry / this.#bands))
      }
    }
    let best: SimilarText<Name> | undefined
    for (const text of [...candidates].toSorted((one, other) => one - other)) {
      const name = this.#names[text]
      if (name === undefined) continue
      const set = this.#sets.get(text)
      const similarity = jaccard(shingles, set)
      if (similarity > this.#bound && similarity > (best?.similarity ?? 0))
        best = { name, shingles: set, similarity }
    }
    return best
  }

  close(): void {
    this.#sets.close()
  }

  #bandKeys(shingles: Uint32Array): Uint32Array {
    // A text is searched for before it is added.
    if (this.#latest?.shingles !== shingles) this.#latest = { shingles, keys: this.#hashBands(shingles) }
    return this.#latest.keys
  }

  /** The key of each band: a hash of the smallest hashes of the set under `rows` permutations. */
  #hashBands(shingles: Uint32Array): Uint32Array {
    const keys = new Uint32Array(this.#bands)
    for (let band = 0; band < this.#bands; band++) {
      let key = mixBits(band + 1)
      for (let row = 0; row < this.#rows; row++) {
        const salt = mixBits((band * this.#rows + row + 1) * 0x9e3779b9)
        let least = 0xffffffff
        for (let index = 0; index < shingles.length; index++) {
          const hash = mixBits((shingles[index] ?? 0) ^ salt)
          if (hash < least) least = hash
        }
        key = mixBits(Math.imul(key, 31) + least)
      }
      keys[band] = key
    }
    return keys
  }

  #slotOf(key: number): number {
    return key % this.#heads.length
  }

  #link(entry: number, key: number): void {
    const slot = this.#slotOf(key)
    this.#keys[entry] = key
    this.#next[entry] = this.#heads[slot] ?? NONE
    this.#heads[slot] = entry
  }

  #grow(): void {
    const keys = this.#keys
    const length = Math.min(keys.length * 2, this.#maxTexts * this.#bands)
    this.#keys = new Uint32Array(length)
    this.#next = new Int32Array(length)
    this.#heads = new Int32Array(length).fill(NONE)
    for (let entry = 0; entry < keys.length; entry++) this.#link(entry, keys[entry] ?? 0)
  }
}
