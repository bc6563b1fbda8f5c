/** Whether two beginnings, or two endings, exclude each other. */
import type { Edge } from './constraint.ts'
import { withPlainMarks } from './plain-marks.ts'
import { foldAllCases } from './terms.ts'

/** How the phrases of two edges are compared. */
interface Comparison {
  readonly edge: 'begin' | 'end'
  readonly caseSensitive: boolean
  /** What may stand before the phrases, and is not compared. */
  readonly ignored?: RegExp | undefined
}

const MARKS = /^[^\p{L}\p{N}]+/u
const SPACE_AND_QUOTES = /^[\s"'“”„‟‘’‚‛«»‹›`]+/u

/** Two beginnings conflict unless one is a prefix of the other; endings are reversed before they are compared. */
export function describeEdgeConflict(first: Edge, second: Edge, edge: 'begin' | 'end'): string | undefined {
  const isFirstWord = (first.isFirstWord ?? false) || (second.isFirstWord ?? false)
  const isQuotable = (first.quotable ?? false) || (second.quotable ?? false)
  const how: Comparison = {
    edge,
    caseSensitive: first.caseSensitive && second.caseSensitive,
    ignored: isFirstWord ? MARKS : isQuotable ? SPACE_AND_QUOTES : undefined,
  }
  const others = toComparable(second, how)
  const compatible = toComparable(first, how).some((one) =>
    others.some((other) => one.startsWith(other) || other.startsWith(one)),
  )
  return compatible
    ? undefined
    : `the text must ${edge} with ${edgePhrases(first)}, and with ${edgePhrases(second)}`
}

/** The edges conflict if each phrase of the first begins, or ends, with a forbidden phrase. */
export function describeForbiddenEdge(
  first: Edge,
  forbidden: Edge,
  edge: 'begin' | 'end',
): string | undefined {
  const { caseSensitive } = forbidden
  if (first.quotable || first.isFirstWord || (caseSensitive && !first.caseSensitive)) return undefined
  const others = toComparable(forbidden, { edge, caseSensitive })
  return toComparable(first, { edge, caseSensitive }).every((one) =>
    others.some((other) => one.startsWith(other)),
  )
    ? `the text must ${edge} with ${edgePhrases(first)}, and not with ${edgePhrases(forbidden)}`
    : undefined
}

const comparables = new WeakMap<Edge, Map<string, readonly string[]>>()

/**
 * The phrases from the outside inward, without differences in typography. Cached, since one edge is compared with many.
 */
function toComparable(given: Edge, { edge, caseSensitive, ignored }: Comparison): readonly string[] {
  const known = comparables.get(given) ?? new Map<string, readonly string[]>()
  comparables.set(given, known)
  const key = `${caseSensitive} ${ignored?.source ?? ''}`
  const phrases =
    known.get(key) ??
    given.anyOf.map((phrase) => {
      const plain = withPlainMarks(phrase)
      const letters = [...(caseSensitive ? plain : foldAllCases(plain)).normalize('NFD')]
      const inward = (edge === 'begin' ? letters : letters.toReversed()).join('')
      return ignored ? inward.replace(ignored, '') : inward.trimStart()
    })
  known.set(key, phrases)
  return phrases
}

/** For example `"Dear" or "Hello"`. */
export const edgePhrases = ({ anyOf, label }: Edge): string =>
  label ?? anyOf.map((phrase) => JSON.stringify(phrase)).join(' or ')
