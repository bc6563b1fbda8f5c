/** Counts that must lie in a range, and how one says so. */

export interface Range {
  readonly min?: number | undefined
  readonly max?: number | undefined
}

export const isOrdered = ({ min = 0, max = Infinity }: Range): boolean => min <= max

/** 1 inside the range, else the smaller of count and bound in the larger: always less than 1. */
export const nearness = (count: number, { min = 0, max = Infinity }: Range): number =>
  count < min ? count / min : count > max ? max / count : 1

/** `1 word`, `2 words`; the unit is given as a plural. */
export const amount = (count: number, unit: string): string =>
  `${count} ${count === 1 ? unit.slice(0, -1) : unit}`

/** `400 to 600 words`, `at least 400 words`, `at most 600 words`, `exactly 5 words`. */
export function rangeText({ min = 0, max = Infinity }: Range, unit: string): string {
  if (min === max) return `exactly ${amount(min, unit)}`
  if (max === Infinity) return `at least ${amount(min, unit)}`
  return min === 0 ? `at most ${amount(max, unit)}` : `${min} to ${amount(max, unit)}`
}

/** `at least 60`, `at most 8`, `6 to 8`: bounds of a measure that has no unit. */
export function boundsText({ min, max }: Range): string {
  if (min === undefined) return `at most ${max}`
  return max === undefined ? `at least ${min}` : `${min} to ${max}`
}

/** How often a global expression matches, without a list of the matches: a text may hold millions. */
export function countMatches(text: string, pattern: RegExp): number {
  let count = 0
  pattern.lastIndex = 0
  while (pattern.test(text)) count++
  return count
}
