/** Finds pairs of constraints that no text can satisfy together. Every conflict that these rules report is certain. */
import type { Bounds, Constraint, Edge } from './constraint.ts'
import {
  endsInWord,
  foldCase,
  minCharacters,
  minOccurrencesWithin,
  startsInWord,
  type Term,
} from './terms.ts'

type ConstraintKind = Constraint['kind']
type ConstraintOf<K extends ConstraintKind> = Extract<Constraint, { kind: K }>
/** Returns why no text can satisfy both constraints, or undefined. */
type ConflictRule = (first: Constraint, second: Constraint) => string | undefined

const isOfKind = <K extends ConstraintKind>(constraint: Constraint, kind: K): constraint is ConstraintOf<K> =>
  constraint.kind === kind

const rule =
  <A extends ConstraintKind, B extends ConstraintKind>(
    firstKind: A,
    secondKind: B,
    describe: (first: ConstraintOf<A>, second: ConstraintOf<B>) => string | undefined,
  ): ConflictRule =>
  (first, second) =>
    isOfKind(first, firstKind) && isOfKind(second, secondKind) ? describe(first, second) : undefined

const CONFLICT_RULES: readonly ConflictRule[] = [
  rule('count', 'count', (first, second) =>
    minCount(second.unit, first) > second.max
      ? `at least ${first.min} ${first.unit} do not fit in ${second.max} ${second.unit}`
      : undefined,
  ),
  rule('occurs', 'occurs', (first, second) =>
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
  rule('letters', 'letters', (first, second) =>
    first.case === second.case && first.some && !second.some
      ? `${CASE_NAMES[first.case]} letters are both required and forbidden`
      : undefined,
  ),
  rule('begins', 'begins', (first, second) => describeEdgeConflict(first, second, 'begin')),
  rule('ends', 'ends', (first, second) => describeEdgeConflict(first, second, 'end')),
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
  // In JSON, no line begins with "#" or "- ", and no line underlines another as a heading.
  rule('json', 'count', (_, second) =>
    second.min > 0 && ['headings', 'bullets'].includes(second.unit)
      ? `JSON cannot contain ${second.unit}, and ${second.min} or more are required`
      : undefined,
  ),
]

/**
 * Returns why no text can satisfy both constraints, or undefined. Rules depend on the order: call this with both
 * orders.
 */
export const describeConflict: ConflictRule = (first, second) =>
  CONFLICT_RULES.map((describe) => describe(first, second)).find((conflict) => conflict !== undefined)

/**
 * The minimum number of a smaller unit in a text with `count` of a larger one. Each sentence and paragraph has at least
 * one word, and each word at least one character. Between two sentences there is at least one character; between two
 * words there may be none, as in Chinese and Thai. Lines may be empty. One character makes at most four tokens.
 */
const MIN_COUNTS: Readonly<Record<string, Readonly<Record<string, (count: number) => number>>>> = {
  words: { characters: (count) => count },
  sentences: { words: (count) => count, characters: (count) => 2 * count - 1 },
  paragraphs: { words: (count) => count, characters: (count) => 2 * count - 1 },
  lines: { characters: (count) => count - 1 },
  tokens: { characters: (count) => Math.ceil(count / 4) },
}

function minCount(unit: string, { unit: countedUnit, min }: ConstraintOf<'count'>): number {
  if (unit === countedUnit || min <= 0) return min
  return MIN_COUNTS[countedUnit]?.[unit]?.(min) ?? 0
}

/** The minimum length, in this unit, of a text with `min` occurrences of a term. */
function minCountWithTerm(unit: string, { term, wholeWord, min }: Term & Bounds): number {
  if (min <= 0) return 0
  const separators = wholeWord && startsInWord(term) && endsInWord(term) ? min - 1 : 0
  if (unit === 'characters') return min * minCharacters(term) + separators
  const gaps = term.trim().match(/\s+/g)?.length ?? 0
  return unit === 'words' && gaps > 0 ? min * gaps + 1 : 0
}

const describeRequired = ({ term, min }: Term & Bounds): string =>
  `"${term}" is required${min === 1 ? '' : ` ${min} times`}`

const describeAllowed = ({ term, max }: Term & Bounds): string =>
  max === 0 ? `"${term}" is forbidden` : `"${term}" is allowed ${max === 1 ? 'once' : `${max} times`}`

const CASE_NAMES = { upper: 'capital', lower: 'small' }

/**
 * Validators define upper and lower case differently. To be certain, both the category and the case mapping must
 * agree.
 */
const hasLetter = (term: string, letterCase: 'upper' | 'lower'): boolean =>
  [...term].some((letter) =>
    letterCase === 'upper'
      ? /[\p{Lu}\p{Lt}]/u.test(letter) && letter !== letter.toLowerCase()
      : /\p{Ll}/u.test(letter) && letter !== letter.toUpperCase(),
  )

const SPACE_AND_QUOTES = /^[\s"'“”„‟‘’‚‛«»‹›`]+/u

/** Two beginnings conflict unless one is a prefix of the other; endings are reversed before they are compared. */
function describeEdgeConflict(first: Edge, second: Edge, edge: 'begin' | 'end'): string | undefined {
  const quotable = (first.quotable ?? false) || (second.quotable ?? false)
  const caseSensitive = first.caseSensitive && second.caseSensitive
  const comparable = ({ anyOf }: Edge): string[] =>
    anyOf.map((phrase) => {
      const letters = [...foldCase(phrase, caseSensitive).normalize('NFD')]
      const inward = (edge === 'begin' ? letters : letters.toReversed()).join('')
      return quotable ? inward.replace(SPACE_AND_QUOTES, '') : inward.trimStart()
    })
  const others = comparable(second)
  const compatible = comparable(first).some((one) =>
    others.some((other) => one.startsWith(other) || other.startsWith(one)),
  )
  return compatible
    ? undefined
    : `the text must ${edge} with ${phrasesOf(first)}, and with ${phrasesOf(second)}`
}

const phrasesOf = ({ anyOf, label }: Edge): string =>
  label ?? anyOf.map((phrase) => JSON.stringify(phrase)).join(' or ')
