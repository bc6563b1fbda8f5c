/** Whether two beginnings, or two endings, exclude each other. */
import type { Edge } from './constraint.ts'
import { withPlainMarks } from './plain-marks.ts'
import { foldAllCases } from './terms.ts'

const SPACE_AND_QUOTES = /^[\s"'“”„‟‘’‚‛«»‹›`]+/u

/** Two beginnings conflict unless one is a prefix of the other; endings are reversed before they are compared. */
export function describeEdgeConflict(first: Edge, second: Edge, edge: 'begin' | 'end'): string | undefined {
  const quotable = (first.quotable ?? false) || (second.quotable ?? false)
  const caseSensitive = first.caseSensitive && second.caseSensitive
  const others = toComparable(second, edge, quotable, caseSensitive)
  const compatible = toComparable(first, edge, quotable, caseSensitive).some((one) =>
    others.some((other) => one.startsWith(other) || other.startsWith(one)),
  )
  return compatible
    ? undefined
    : `the text must ${edge} with ${phrasesOf(first)}, and with ${phrasesOf(second)}`
}

const comparables = new WeakMap<Edge, (readonly string[])[]>()

/**
 * The phrases from the outside inward, without differences in typography. Cached, since one edge is compared with many.
 */
function toComparable(
  given: Edge,
  edge: 'begin' | 'end',
  quotable: boolean,
  caseSensitive: boolean,
): readonly string[] {
  const known = comparables.get(given) ?? []
  comparables.set(given, known)
  return (known[(quotable ? 1 : 0) + (caseSensitive ? 2 : 0)] ??= given.anyOf.map((phrase) => {
    const plain = withPlainMarks(phrase)
    const letters = [...(caseSensitive ? plain : foldAllCases(plain)).normalize('NFD')]
    const inward = (edge === 'begin' ? letters : letters.toReversed()).join('')
    return quotable ? inward.replace(SPACE_AND_QUOTES, '') : inward.trimStart()
  }))
}

const phrasesOf = ({ anyOf, label }: Edge): string =>
  label ?? anyOf.map((phrase) => JSON.stringify(phrase)).join(' or ')
