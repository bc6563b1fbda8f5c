/** Simpler constraints that follow from a constraint. */
import type { Constraint, Edge } from './constraint.ts'

const occursOnce = (term: string, caseSensitive: boolean): Constraint => ({
  kind: 'occurs',
  term: term.trim(),
  caseSensitive,
  wholeWord: false,
  min: 1,
  max: Infinity,
})

/** The constraint, except for terms that are required or forbidden, and all that follows from it. */
export function withImplied(constraint: Constraint): readonly Constraint[] {
  switch (constraint.kind) {
    case 'includes':
      return [{ ...constraint, kind: 'occurs', min: 1, max: Infinity }]
    case 'excludes':
      return [{ ...constraint, kind: 'occurs', min: 0, max: 0 }]
    case 'begins':
    case 'ends':
      return [constraint, ...impliedByEdge(constraint)]
    case 'label': {
      const { anyOf } = constraint
      return anyOf.length === 1
        ? [constraint]
        : [
            constraint,
            { kind: 'some', min: 1, groups: anyOf.map((one) => [{ ...constraint, anyOf: [one] }]) },
          ]
    }
    default:
      return [constraint]
  }
}

function impliedByEdge({ anyOf, caseSensitive }: Edge): Constraint[] {
  const groups = anyOf.map((phrase) => [occursOnce(phrase, caseSensitive)])
  return groups.length === 1 ? groups.flat() : [{ kind: 'some', min: 1, groups }]
}
