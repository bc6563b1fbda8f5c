import type { Bounds, Constraint } from './constraint.ts'

/** The constraints of a text whose count is not within the bounds. */
export function outside<Count extends Constraint & Bounds>(count: Count): Constraint[] {
  const below: Constraint = { ...count, min: 0, max: count.min - 1 }
  const above: Constraint = { ...count, min: count.max + 1, max: Infinity }
  const groups = [...(count.min > 0 ? [[below]] : []), ...(count.max < Infinity ? [[above]] : [])]
  return groups.length === 1 ? groups.flat() : [{ kind: 'some', min: 1, groups }]
}
