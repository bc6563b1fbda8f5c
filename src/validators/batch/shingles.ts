/** Texts as sets of word shingles: all runs of a few consecutive words, hashed. */
import { fnv1a } from '../../util/hash.ts'

/** Chinese and Japanese are not divided into words, so each character counts as one. */
const WORD =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]|[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu

export interface PlacedWord {
  readonly word: string
  readonly at: number
  readonly end: number
}

/** The words without case and punctuation, with their places. */
export const placedWords = (text: string): PlacedWord[] =>
  [...text.matchAll(WORD)].map(({ 0: written, index }) => ({
    word: written.normalize('NFKC').toLowerCase(),
    at: index,
    end: index + written.length,
  }))

/** The hash of each run of `size` words; a shorter text has one shingle, a text without words none. */
export function shingleHashes(words: readonly PlacedWord[], size: number, seed = 0): Uint32Array {
  if (words.length === 0) return new Uint32Array()
  const wordHashes = words.map(({ word }) => mixBits(fnv1a(word)))
  const length = Math.min(size, words.length)
  const hashes = new Uint32Array(words.length - length + 1)
  for (const start of hashes.keys()) {
    let hash = mixBits(length + seed)
    for (let offset = 0; offset < length; offset++)
      hash = mixBits(Math.imul(hash, 31) + (wordHashes[start + offset] ?? 0))
    hashes[start] = hash
  }
  return hashes
}

/** The distinct values in ascending order. */
export function distinctSorted(hashes: Uint32Array): Uint32Array {
  const sorted = hashes.toSorted()
  return sorted.filter((hash, index) => index === 0 || hash !== sorted[index - 1])
}

/** The Jaccard similarity of two sets in ascending order: 1 if they are equal, 0 if they share nothing. */
export function jaccard(one: Uint32Array, other: Uint32Array): number {
  let shared = 0
  for (let left = 0, right = 0; left < one.length && right < other.length;) {
    const difference = (one[left] ?? 0) - (other[right] ?? 0)
    if (difference === 0) shared++
    if (difference <= 0) left++
    if (difference >= 0) right++
  }
  const all = one.length + other.length - shared
  return all === 0 ? 1 : shared / all
}

/** The finalizer of MurmurHash3: each bit of the result depends on all bits. */
export function mixBits(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
