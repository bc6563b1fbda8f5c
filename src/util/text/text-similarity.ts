import { distance } from 'fastest-levenshtein'

/** The Levenshtein distance between two lists. Together they may contain at most 65,536 distinct items. */
export function editDistance(from: readonly string[], to: readonly string[]): number {
  // The package compares UTF-16 units, so each distinct item is mapped to one unit.
  const units = new Map<string, string>()
  const unitOf = (item: string): string => {
    const unit = units.get(item) ?? String.fromCharCode(units.size)
    units.set(item, unit)
    return unit
  }
  return distance(from.map(unitOf).join(''), to.map(unitOf).join(''))
}

/** The share of words that two texts have in common, from 0 to 1; the order of the words does not count. */
export function wordSimilarity(first: string, second: string): number {
  const words = wordsOf(first)
  const others = wordsOf(second)
  const shared = [...words].filter((word) => others.has(word)).length
  const all = words.size + others.size - shared
  return all === 0 ? 1 : shared / all
}

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu))
