import type { Bounds, Constraint } from './constraint.ts'

/** A count without the given bound is unbounded on that side. */
export const countWithin = (
  unit: string,
  { min = 0, max = Infinity }: { readonly [Bound in keyof Bounds]?: number | undefined },
): Constraint => ({ kind: 'count', unit, min, max })

/** Also counts occurrences within other words. */
export const occursAtLeast = (term: string, min: number, caseSensitive: boolean): Constraint => ({
  kind: 'occurs',
  term,
  caseSensitive,
  wholeWord: false,
  min: Math.max(0, min),
  max: Infinity,
})

/** The constraints of a text whose count is not within the bounds. */
export function outsideBounds(count: Extract<Constraint, { kind: 'count' | 'occurs' }>): Constraint[] {
  const below = { ...count, min: 0, max: count.min - 1 }
  const above = { ...count, min: count.max + 1, max: Infinity }
  const groups = [...(count.min > 0 ? [[below]] : []), ...(count.max < Infinity ? [[above]] : [])]
  return groups.length === 1 ? groups.flat() : [{ kind: 'some', min: 1, groups }]
}
