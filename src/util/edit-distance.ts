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
