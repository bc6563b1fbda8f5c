import { sumOf } from '../../util/statistics.ts'
/** Rounds shares of a whole to whole percents that add up to 100 if the shares add up to 1. */
export function wholePercents(shares: readonly number[]): number[] {
  const floors = shares.map((share) => Math.floor(share * 100))
  const total = Math.round(sumOf(shares) * 100)
  let missing = total - sumOf(floors)
  // The largest remainders are rounded up.
  const order = [...shares.keys()].toSorted((one, other) => remainder(shares, other) - remainder(shares, one))
  for (const index of order) {
    if (missing-- <= 0) break
    floors[index] = (floors[index] ?? 0) + 1
  }
  return floors
}

const remainder = (shares: readonly number[], index: number): number => ((shares[index] ?? 0) * 100) % 1
