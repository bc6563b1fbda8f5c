/** Finds constraints that no text can satisfy together, before any call costs money. Reports only certain conflicts. */
import type { Validator } from '../ports.ts'
import { describeConflict } from './conflicts.ts'
import type { Constraint } from './constraint.ts'

/** Names two validators that exclude each other, and says why; undefined if no conflict is known. */
export function findConflict(
  validators: readonly Pick<Validator, 'name' | 'constraints'>[],
): string | undefined {
  const all = validators.flatMap(({ name, constraints = [] }, index) =>
    constraints
      .flatMap((constraint) => [constraint, ...impliedBy(constraint)])
      .map((constraint) => ({ name, index, constraint })),
  )
  for (const [position, first] of all.entries()) {
    for (const second of all.slice(position + 1)) {
      const conflict =
        describeConflict(first.constraint, second.constraint) ??
        describeConflict(second.constraint, first.constraint)
      if (conflict === undefined) continue
      if (first.index === second.index) return `${first.name} contradicts itself: ${conflict}`
      const both =
        first.name === second.name ? `two ${first.name} validators` : `${first.name} and ${second.name}`
      return `${both} exclude each other: ${conflict}`
    }
  }
  return undefined
}

function impliedBy(constraint: Constraint): Constraint[] {
  if (constraint.kind === 'includes') return [{ ...constraint, kind: 'occurs', min: 1, max: Infinity }]
  if (constraint.kind === 'excludes') return [{ ...constraint, kind: 'occurs', min: 0, max: 0 }]
  if (constraint.kind !== 'begins' && constraint.kind !== 'ends') return []
  const { anyOf, caseSensitive } = constraint
  const [term = '', ...others] = anyOf
  if (others.length > 0) return []
  return [{ kind: 'occurs', term: term.trim(), caseSensitive, wholeWord: false, min: 1, max: Infinity }]
}
