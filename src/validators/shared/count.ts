/** Scores and wording for counts that must lie in a range. */

export interface Range {
  readonly min?: number | undefined
  readonly max?: number | undefined
}

export const isOrdered = ({ min = -Infinity, max = Infinity }: Range): boolean => min <= max

/** Arguments for zod's `refine` that require the option `max` to be at least the option `min`. */
export const ordered = <Min extends string, Max extends string>(min: Min, max: Max) =>
  [
    (options: Readonly<Partial<Record<Min | Max, number | undefined>>>) =>
      isOrdered({ min: options[min], max: options[max] }),
    { path: [max], message: `must be at least ${min}` },
  ] satisfies [unknown, unknown]

/**
 * The score of a count, 0..1: 1 inside the range; outside, the smaller of count and nearest bound divided by the
 * larger.
 */
export const nearness = (count: number, { min = 0, max = Infinity }: Range): number =>
  count < min ? count / min : count > max ? max / count : 1

/** Describes the bounds of a value without a unit: `at least 60`, `at most 8`, `6 to 8`. */
export function boundsText({ min, max }: Range): string {
  if (min === undefined) return `at most ${max}`
  return max === undefined ? `at least ${min}` : `${min} to ${max}`
}

/**
 * Counts the matches of a regular expression with the flag g. It makes no list of them, since there may be millions.
 */
export function countMatches(text: string, pattern: RegExp): number {
  let count = 0
  pattern.lastIndex = 0
  while (pattern.test(text)) count++
  return count
}
