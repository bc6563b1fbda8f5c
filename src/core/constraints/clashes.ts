/** Which two demands no text can meet together: one row a pair of kinds, each sure of its ground. */
import type { Bounds, Demand, Edge } from './demand.ts'
import { endsInWord, fewestCharacters, inCase, occurrencesWithin, startsInWord, type Term } from './terms.ts'

type Kind = Demand['kind']
type Of<K extends Kind> = Extract<Demand, { kind: K }>
type Row = readonly [Kind, Kind, (first: Demand, second: Demand) => string | undefined]

/** The casts are safe: `clash` calls a row only with the kinds that it names. */
const row = <A extends Kind, B extends Kind>(
  first: A,
  second: B,
  why: (first: Of<A>, second: Of<B>) => string | undefined,
): Row => [first, second, (one, other) => why(one as Of<A>, other as Of<B>)]

const ROWS: readonly Row[] = [
  row('count', 'count', (first, second) =>
    (first.unit === second.unit ? first.min : leastOf(second.unit, first)) > second.max
      ? `at least ${first.min} ${first.unit} do not fit in ${second.max} ${second.unit}`
      : undefined,
  ),
  row('occurs', 'occurs', (first, second) => {
    if (first.min * occurrencesWithin(first, second) <= second.max) return undefined
    return `${often(first, 'required')}, and ${often(second, 'allowed')}`
  }),
  row('occurs', 'count', (first, second) => {
    if (fewestOf(second.unit, first) <= second.max) return undefined
    return first.min === 1
      ? `"${first.term}" alone is longer than ${second.max} ${second.unit}`
      : `${first.min} times "${first.term}" do not fit in ${second.max} ${second.unit}`
  }),
  row('occurs', 'letters', (first, second) =>
    first.min > 0 && !second.some && first.caseSensitive && has(second.case, first.term)
      ? `"${first.term}" is required, and ${CASES[second.case]} letters are forbidden`
      : undefined,
  ),
  row('letters', 'letters', (first, second) =>
    first.case === second.case && first.some && !second.some
      ? `${CASES[first.case]} letters are required, and they are forbidden`
      : undefined,
  ),
  row('begins', 'begins', (first, second) => edgesClash(first, second, 'begin')),
  row('ends', 'ends', (first, second) => edgesClash(first, second, 'end')),
  row('language', 'language', (first, second) =>
    first.anyOf.some((code) => second.anyOf.includes(code))
      ? undefined
      : `one language cannot be ${first.anyOf.join(' or ')} and ${second.anyOf.join(' or ')}`,
  ),
  row('json', 'json', ({ types: first }, { types: second }) => {
    const number = (type: string) => (type === 'integer' ? 'number' : type)
    const agree =
      !first || !second || first.some((one) => second.some((other) => number(one) === number(other)))
    return agree ? undefined : `JSON of type ${first.join(' or ')} is none of type ${second.join(' or ')}`
  }),
  // Neither "#" nor "- " can begin a line of JSON, and no line of it underlines another.
  row('json', 'count', (_, second) =>
    second.min > 0 && ['headings', 'bullets'].includes(second.unit)
      ? `JSON has no ${second.unit}, and at least ${second.min} must be there`
      : undefined,
  ),
]

/** Why no text can meet both, or nothing when one may. */
export const clash = (first: Demand, second: Demand): string | undefined =>
  ROWS.filter(([one, other]) => first.kind === one && second.kind === other)
    .map(([, , why]) => why(first, second))
    .find((why) => why !== undefined)

/**
 * The fewest of one unit in some of another: a sentence or a paragraph has a word, a word has a character, and
 * one stands between each two. Lines may be empty; a token is a byte at least, a character four at most.
 */
const LEAST: Readonly<Record<string, Readonly<Record<string, (min: number) => number>>>> = {
  words: { characters: (min) => 2 * min - 1 },
  sentences: { words: (min) => min, characters: (min) => 2 * min - 1 },
  paragraphs: { words: (min) => min, characters: (min) => 2 * min - 1 },
  lines: { characters: (min) => min - 1 },
  tokens: { characters: (min) => Math.ceil(min / 4) },
}

const leastOf = (unit: string, { unit: given, min }: Of<'count'>): number =>
  min <= 0 ? 0 : (LEAST[given]?.[unit]?.(min) ?? 0)

/** The fewest of a unit in a text with that many of a term, of which no two overlap. */
function fewestOf(unit: string, { term, wholeWord, min }: Term & Bounds): number {
  if (min <= 0) return 0
  const apart = wholeWord && startsInWord(term) && endsInWord(term) ? min - 1 : 0
  if (unit === 'characters') return min * fewestCharacters(term) + apart
  const gaps = term.trim().match(/\s+/g)?.length ?? 0
  return unit === 'words' && gaps > 0 ? min * gaps + 1 : 0
}

function often({ term, min, max }: Term & Bounds, what: 'required' | 'allowed'): string {
  if (what === 'required') return `"${term}" is required${min === 1 ? '' : ` ${min} times`}`
  return max === 0 ? `"${term}" is forbidden` : `"${term}" is allowed ${max === 1 ? 'once' : `${max} times`}`
}

const CASES = { upper: 'capital', lower: 'small' }

/** A letter for every reading of "capital" and "small": by its class, and by what changing its case does. */
const has = (which: 'upper' | 'lower', term: string): boolean =>
  [...term].some((letter) =>
    which === 'upper'
      ? /[\p{Lu}\p{Lt}]/u.test(letter) && letter !== letter.toLowerCase()
      : /\p{Ll}/u.test(letter) && letter !== letter.toUpperCase(),
  )

const OUTSIDE = /^[\s"'“”„‟‘’‚‛«»‹›`]+/u

/** Two beginnings agree when one goes on where the other stops; an ending is a beginning read backwards. */
function edgesClash(first: Edge, second: Edge, where: 'begin' | 'end'): string | undefined {
  const quotable = (first.quotable ?? false) || (second.quotable ?? false)
  const caseSensitive = first.caseSensitive && second.caseSensitive
  const read = ({ anyOf }: Edge): string[] =>
    anyOf.map((phrase) => {
      const letters = [...inCase(phrase, caseSensitive).normalize('NFD')]
      const inward = (where === 'begin' ? letters : letters.toReversed()).join('')
      return quotable ? inward.replace(OUTSIDE, '') : inward.trimStart()
    })
  const others = read(second)
  const agree = read(first).some((one) =>
    others.some((other) => one.startsWith(other) || other.startsWith(one)),
  )
  return agree ? undefined : `it must ${where} with ${named(first)}, and with ${named(second)}`
}

const named = ({ anyOf, of }: Edge): string =>
  of ?? anyOf.map((phrase) => JSON.stringify(phrase)).join(' or ')
