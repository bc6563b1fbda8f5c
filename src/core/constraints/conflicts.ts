/**
 * Finds pairs of constraints that no text can satisfy together, or only a contrived text, such as "solar,solar,solar"
 * for three times "solar" in one word.
 */
import { truncate } from '../../util/truncate.ts'
import type { Bounds, Constraint } from './constraint.ts'
import { describeEdgeConflict, describeForbiddenEdge, edgePhrases } from './edges.ts'
import { matchesEachEdge, matchesEachText, neverMatchesText } from './expressions.ts'
import { minCount, minCountWithTerm } from './min-counts.ts'
import { isSatisfiable } from './number-ranges.ts'
import { foldCase, minOccurrencesWithin, type Term } from './terms.ts'

export type ConstraintKind = Constraint['kind']
type ConstraintOf<K extends ConstraintKind> = Extract<Constraint, { kind: K }>

export interface ConflictRule {
  readonly firstKind: ConstraintKind
  readonly secondKind: ConstraintKind
  /** Returns why no text can satisfy both constraints, or undefined. */
  readonly describe: (first: Constraint, second: Constraint) => string | undefined
  /** Constraints with different keys never exclude each other. */
  readonly keyOf: (constraint: Constraint) => string
}

const isOfKind = <K extends ConstraintKind>(constraint: Constraint, kind: K): constraint is ConstraintOf<K> =>
  constraint.kind === kind

const rule = <A extends ConstraintKind, B extends ConstraintKind>(
  firstKind: A,
  secondKind: B,
  describe: (first: ConstraintOf<A>, second: ConstraintOf<B>) => string | undefined,
  keyOf: (constraint: ConstraintOf<A | B>) => string = () => '',
): ConflictRule => ({
  firstKind,
  secondKind,
  keyOf: (constraint) => keyOf(constraint as ConstraintOf<A | B>),
  describe: (first, second) =>
    isOfKind(first, firstKind) && isOfKind(second, secondKind) ? describe(first, second) : undefined,
})

/** In JSON, no line begins with "#", "- " or "1. ", and no line underlines another as a heading. */
const UNITS_OUTSIDE_JSON = ['headings', 'bullets', 'headings with #', 'bulleted lines', 'numbered items']

const CONFLICT_RULES: readonly ConflictRule[] = [
  rule('count', 'count', (first, second) =>
    minCount(second.unit, first) > second.max
      ? `at least ${first.min} ${first.unit} do not fit in ${second.max} ${second.unit}`
      : undefined,
  ),
  rule('occurs', 'occurs', (first, second) =>
    first.min > 0 &&
    second.max < Infinity &&
    (first.folded ?? '').includes(second.folded ?? '') &&
    first.min * minOccurrencesWithin(first, second) > second.max
      ? `${describeRequired(first)}, and ${describeAllowed(second)}`
      : undefined,
  ),
  rule('occurs', 'count', (first, second) => {
    if (minCountWithTerm(second.unit, first) <= second.max) return undefined
    return first.min === 1
      ? `"${first.term}" alone is longer than ${second.max} ${second.unit}`
      : `"${first.term}" ${first.min} times does not fit in ${second.max} ${second.unit}`
  }),
  rule('occurs', 'letters', (first, second) =>
    first.min > 0 && !second.some && first.caseSensitive && hasLetter(first.term, second.case)
      ? `"${first.term}" is required, and ${CASE_NAMES[second.case]} letters are forbidden`
      : undefined,
  ),
  rule(
    'letters',
    'letters',
    (first, second) =>
      first.case === second.case && first.some && !second.some
        ? `${CASE_NAMES[first.case]} letters are both required and forbidden`
        : undefined,
    (each) => each.case,
  ),
  rule('begins', 'begins', (first, second) => describeEdgeConflict(first, second, 'begin')),
  rule('ends', 'ends', (first, second) => describeEdgeConflict(first, second, 'end')),
  rule('begins', 'begins-not', (first, second) => describeForbiddenEdge(first, second, 'begin')),
  rule('ends', 'ends-not', (first, second) => describeForbiddenEdge(first, second, 'end')),
  rule('text', 'matches', (first, second) =>
    second.min > 0 && neverMatchesText(second, first.text)
      ? `the text must be "${first.text}", and ${describeMatches(second)} must match`
      : undefined,
  ),
  rule('text', 'occurs', (first, second) =>
    second.min > 0 && !skeletonOf(first.text).includes(skeletonOf(second.term))
      ? `the text must be "${first.text}", and ${describeRequired(second)}`
      : undefined,
  ),
  rule('language', 'language', (first, second) =>
    first.anyOf.some((code) => second.anyOf.includes(code))
      ? undefined
      : `the language must be ${first.anyOf.join(' or ')}, and ${second.anyOf.join(' or ')}`,
  ),
  rule('json', 'json', ({ types: first }, { types: second }) => {
    const widen = (type: string) => (type === 'integer' ? 'number' : type)
    const overlap =
      !first || !second || first.some((one) => second.some((other) => widen(one) === widen(other)))
    return overlap
      ? undefined
      : `the JSON must be of type ${first.join(' or ')}, and of type ${second.join(' or ')}`
  }),
  rule('json', 'count', (_, second) =>
    second.min > 0 && UNITS_OUTSIDE_JSON.includes(second.unit)
      ? `JSON cannot contain ${second.unit}, and ${second.min} or more are required`
      : undefined,
  ),
  rule(
    'matches',
    'matches',
    (first, second) => {
      const isSame = first.source === second.source && first.flags === second.flags
      const conflicts =
        (isSame && first.min > second.max) || (first.min > 0 && second.max === 0 && isWider(second, first))
      return conflicts
        ? `${describeMatches(first)} must match ${timesText(first.min)} or more, and ${describeMatches(second)} ${second.max === 0 ? 'never' : `${timesText(second.max)} at most`}`
        : undefined
    },
    (each) => each.source,
  ),
  rule('begins', 'matches', (first, second) =>
    second.max === 0 && matchesEachEdge(second, first, 'begin')
      ? describeForbidden('begin', first, second)
      : undefined,
  ),
  rule('ends', 'matches', (first, second) =>
    second.max === 0 && matchesEachEdge(second, first, 'end')
      ? describeForbidden('end', first, second)
      : undefined,
  ),
  rule('occurs', 'matches', (first, second) =>
    first.min > 0 && second.max === 0 && matchesEachText(second, first, 'anywhere')
      ? `${describeRequired(first)}, and ${describeMatches(second)} must never match`
      : undefined,
  ),
  rule(
    'measure',
    'measure',
    (first, second) =>
      first.name === second.name && first.to === second.to && first.min > second.max
        ? `the ${first.name} must be at least ${first.min}, and at most ${second.max}`
        : undefined,
    (each) => each.name,
  ),
  rule(
    'numbers',
    'numbers',
    (first, second) =>
      first.name === second.name && first.atLeast > 0 && !isSatisfiable(intersectionOf(first, second))
        ? `${first.atLeast} or more ${first.name} are required, and no number is in all ranges`
        : undefined,
    (each) => each.name,
  ),
  rule(
    'label',
    'label',
    (first, second) =>
      first.name !== second.name || first.anyOf.some((label) => second.anyOf.includes(label))
        ? undefined
        : `the ${first.name} must be ${first.anyOf.join(' or ')}, and ${second.anyOf.join(' or ')}`,
    (each) => each.name,
  ),
  rule(
    'label',
    'no-label',
    (first, second) =>
      first.name === second.name && first.anyOf.join() === second.label && first.from >= second.below
        ? `the ${first.name} must be ${second.label}, and must not be ${second.label}`
        : undefined,
    (each) => each.name,
  ),
  rule(
    'verdict',
    'verdict',
    (first, second) =>
      first.key === second.key && first.passes && !second.passes
        ? `"${truncate(first.title, MAX_TITLE_CHARACTERS)}" is both required and forbidden`
        : undefined,
    (each) => each.key,
  ),
]

/** No two rules compare the same two kinds. */
const RULES_BY_KINDS: ReadonlyMap<string, ConflictRule> = new Map(
  CONFLICT_RULES.map((each) => [`${each.firstKind} ${each.secondKind}`, each]),
)

/** The rule for constraints of these kinds, in this order. */
export const ruleFor = (first: ConstraintKind, second: ConstraintKind): ConflictRule | undefined =>
  RULES_BY_KINDS.get(`${first} ${second}`)

/** The letters and digits of a text, which no typography changes. */
const skeletonOf = (text: string): string =>
  foldCase(text.normalize('NFKD').toUpperCase(), false).replace(/[^\p{L}\p{N}]/gu, '')

const intersectionOf = (first: ConstraintOf<'numbers'>, second: ConstraintOf<'numbers'>) => ({
  inside: [...first.inside, ...second.inside],
  outside: [...first.outside, ...second.outside],
})

/** Negations and references, which make it uncertain that a flag only adds matches. */
const NOT_MONOTONIC = /\\[PWDSBk\d]|\[\^|\(\?<?!|--|&&/

/** Whether a text that the second expression matches is certain to be matched by the first, which has more flags. */
const isWider = (first: ConstraintOf<'matches'>, second: ConstraintOf<'matches'>): boolean =>
  first.source === second.source &&
  !NOT_MONOTONIC.test(first.source) &&
  [...second.flags].every((flag) => first.flags.includes(flag)) &&
  [...first.flags].every((flag) => second.flags.includes(flag) || 'ims'.includes(flag))

const describeForbidden = (
  edge: 'begin' | 'end',
  required: ConstraintOf<'begins' | 'ends'>,
  forbidden: ConstraintOf<'matches'>,
): string =>
  `the text must ${edge} with ${edgePhrases(required)}, and ${describeMatches(forbidden)} must never match`

const describeMatches = ({ source, flags }: ConstraintOf<'matches'>): string => `/${source}/${flags}`

const MAX_TITLE_CHARACTERS = 100

const timesText = (count: number): string => (count === 1 ? 'once' : `${count} times`)

const describeRequired = ({ term, min }: Term & Bounds): string =>
  `"${term}" is required${min === 1 ? '' : ` ${min} times`}`

const describeAllowed = ({ term, max }: Term & Bounds): string =>
  max === 0 ? `"${term}" is forbidden` : `"${term}" is allowed ${max === 1 ? 'once' : `${max} times`}`

const CASE_NAMES = { upper: 'capital', lower: 'small' }

/**
 * Validators define upper and lower case differently. To be certain, both the category and the case mapping must agree.
 */
const hasLetter = (term: string, letterCase: 'upper' | 'lower'): boolean =>
  [...term].some((letter) =>
    letterCase === 'upper'
      ? /[\p{Lu}\p{Lt}]/u.test(letter) && letter !== letter.toLowerCase()
      : /\p{Ll}/u.test(letter) && letter !== letter.toUpperCase(),
  )
