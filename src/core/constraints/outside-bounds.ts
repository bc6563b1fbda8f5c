import type { Constraint } from './constraint.ts'

/** The constraints of a text whose count is not within the bounds. */
export function outsideBounds(count: Extract<Constraint, { kind: 'count' | 'occurs' }>): Constraint[] {
  const below = { ...count, min: 0, max: count.min - 1 }
  const above = { ...count, min: count.max + 1, max: Infinity }
  const groups = [...(count.min > 0 ? [[below]] : []), ...(count.max < Infinity ? [[above]] : [])]
  return groups.length === 1 ? groups.flat() : [{ kind: 'some', min: 1, groups }]
}
