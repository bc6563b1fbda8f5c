import { distance } from 'fastest-levenshtein'

/** The Levenshtein distance between two lists of at most 65,536 distinct items together. */
export function editDistance(from: readonly string[], to: readonly string[]): number {
  // The package compares UTF-16 units: a code point outside the BMP would count as two edits.
  const units = new Map<string, string>()
  const unitOf = (item: string): string => {
    const unit = units.get(item) ?? String.fromCharCode(units.size)
    units.set(item, unit)
    return unit
  }
  return distance(from.map(unitOf).join(''), to.map(unitOf).join(''))
}
