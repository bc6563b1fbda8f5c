/** Whether a number can be in ranges that several validators state. */
import type { Bounds, NumberRanges } from './constraint.ts'

/** Whether some number is in a range of every list of `inside` and in no range of `outside`. */
export function isSatisfiable({ inside, outside }: NumberRanges): boolean {
  const allowed = inside.reduce<readonly Bounds[]>(intersect, [{ min: -Infinity, max: Infinity }])
  const refused = outside.toSorted((one, other) => one.min - other.min)
  return allowed.some((range) => !isCovered(range, refused))
}

const intersect = (some: readonly Bounds[], others: readonly Bounds[]): Bounds[] =>
  some.flatMap((one) =>
    others
      .map((other) => ({ min: Math.max(one.min, other.min), max: Math.min(one.max, other.max) }))
      .filter(({ min, max }) => min <= max),
  )

/** `refused` is sorted by minimum. */
function isCovered({ min, max }: Bounds, refused: readonly Bounds[]): boolean {
  let coveredTo: number | undefined
  for (const each of refused) {
    if (each.max < min) continue
    if (each.min > (coveredTo ?? min)) return false
    coveredTo = Math.max(coveredTo ?? min, each.max)
    if (coveredTo >= max) return true
  }
  return false
}
