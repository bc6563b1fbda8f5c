/** Simpler constraints that follow from a constraint. */
import type { Constraint, Edge } from './constraint.ts'
import { foldCase, type Term } from './terms.ts'

type Occurs = Extract<Constraint, { kind: 'occurs' }>

const occurs = (term: Term, min: number, max: number): Occurs => ({
  ...term,
  kind: 'occurs',
  folded: foldCase(term.term, false),
  min,
  max,
})

/** The constraint and all that follows from it. Counts of occurrences replace required and forbidden terms. */
export function withImplied(constraint: Constraint): readonly Constraint[] {
  switch (constraint.kind) {
    case 'includes':
      return [occurs(constraint, 1, Infinity)]
    case 'excludes':
      return [occurs(constraint, 0, 0)]
    case 'occurs':
      return [occurs(constraint, constraint.min, constraint.max)]
    case 'begins':
    case 'ends':
      return [constraint, ...impliedByEdge(constraint)]
    case 'label':
      return [constraint, ...impliedByLabels(constraint)]
    default:
      return [constraint]
  }
}

function impliedByLabels(constraint: Extract<Constraint, { kind: 'label' }>): Constraint[] {
  const groups = constraint.anyOf.map((label) => [{ ...constraint, anyOf: [label] }])
  return groups.length === 1 ? [] : [{ kind: 'some', min: 1, groups }]
}

function impliedByEdge(edge: Edge & Pick<Constraint, 'kind'>): Constraint[] {
  const { anyOf, caseSensitive } = edge
  const groups = anyOf.map((phrase) => [
    ...(anyOf.length > 1 ? [{ ...edge, anyOf: [phrase] } as Constraint] : []),
    occurs({ term: phrase.trim(), caseSensitive, wholeWord: false }, 1, Infinity),
  ])
  return groups.length === 1 ? groups.flat() : [{ kind: 'some', min: 1, groups }]
}
