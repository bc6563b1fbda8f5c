import { SifakaError } from '../../core/errors.ts'

const MAX_SLOTS = 2 ** 23
const MAX_LOAD = 0.8
/** Higher counts are stored as this. */
export const MAX_COUNT = 250

/** Counts the texts in which each phrase occurs. Two independent hashes stand for a phrase, so it takes nine bytes. */
export class PhraseCounts {
  #first = new Uint32Array(1024)
  #second = new Uint32Array(1024)
  /** 0 for an empty slot, else the count plus one: a slot stays in use when its count falls to 0. */
  #counts = new Uint8Array(1024)
  #size = 0

  get(first: number, second: number): number {
    return Math.max(0, (this.#counts[this.#find(first, second)] ?? 0) - 1)
  }

  add(first: number, second: number): void {
    if (this.#size >= this.#counts.length * MAX_LOAD) this.#grow()
    const slot = this.#find(first, second)
    const count = this.#counts[slot] ?? 0
    if (count === 0) this.#size++
    this.#first[slot] = first
    this.#second[slot] = second
    this.#counts[slot] = Math.min(MAX_COUNT + 1, Math.max(1, count) + 1)
  }

  remove(first: number, second: number): void {
    const slot = this.#find(first, second)
    const count = this.#counts[slot] ?? 0
    if (count > 1) this.#counts[slot] = count - 1
  }

  /** The slot of the phrase, or the empty slot where it belongs. */
  #find(first: number, second: number): number {
    const mask = this.#counts.length - 1
    let slot = first & mask
    while (this.#counts[slot] !== 0 && (this.#first[slot] !== first || this.#second[slot] !== second)) {
      slot = (slot + 1) & mask
    }
    return slot
  }

  #grow(): void {
    const [first, second, counts] = [this.#first, this.#second, this.#counts]
    if (counts.length === MAX_SLOTS) {
      const limit = Math.floor(MAX_SLOTS * MAX_LOAD)
      throw new SifakaError('validator-limit', `distinct counts at most ${limit} different phrases`, {
        hint: 'divide the batch, raise phraseWords, or omit maxSamePhrase',
      })
    }
    this.#first = new Uint32Array(2 * counts.length)
    this.#second = new Uint32Array(2 * counts.length)
    this.#counts = new Uint8Array(2 * counts.length)
    for (const [old, count] of counts.entries()) {
      if (count === 0) continue
      const slot = this.#find(first[old] ?? 0, second[old] ?? 0)
      this.#first[slot] = first[old] ?? 0
      this.#second[slot] = second[old] ?? 0
      this.#counts[slot] = count
    }
  }
}
