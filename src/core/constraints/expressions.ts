/** What the matches of a regular expression certainly contain, and which phrases it certainly matches. */
import { occursAtLeast } from './bounds.ts'
import type { Constraint, Edge } from './constraint.ts'
import { withPlainMarks } from './plain-marks.ts'
import type { Term } from './terms.ts'

type Matches = Extract<Constraint, { kind: 'matches' }>
type Expression = Pick<Matches, 'source' | 'flags'>

const TOKEN = /\\(?:[pPu]\{[^}]*\}|[^])|[^]/gu
const QUANTIFIER = /^[*+?{]/
/** A character without a special meaning, or an escaped one that is no letter and no digit. */
const LITERAL = /^(?:[^\\^$.*+?()[\]{}|]|\\[^\p{L}\p{N}])$/u

/** The literal text with which each match begins and ends at the anchors `^` and `$`. */
function literalsOf({ source, flags }: Expression): {
  readonly start: string
  readonly end: string
  /** The text of an expression that is nothing but a text, apart from anchors; otherwise empty. */
  readonly whole: string
} {
  const tokens: readonly string[] = source.match(TOKEN) ?? []
  if (tokens.includes('|')) return { start: '', end: '', whole: '' }
  const isFrom = tokens[0] === '^'
  const isTo = tokens.at(-1) === '$'
  const body = tokens.slice(isFrom ? 1 : 0, isTo ? -1 : undefined)
  const first = body.findIndex((token, at) => !LITERAL.test(token) || QUANTIFIER.test(body[at + 1] ?? ''))
  const last = body.findLastIndex((token) => !LITERAL.test(token))
  const textOf = (parts: readonly string[]) => parts.map((part) => part.replace(/^\\/, '')).join('')
  const isWhole = first === -1 && body.length > 0
  // With the flag m, the anchors match within the text, too.
  const isAnchored = !flags.includes('m')
  return {
    start: isFrom && isAnchored ? textOf(isWhole ? body : body.slice(0, Math.max(0, first))) : '',
    end: isTo && isAnchored ? textOf(body.slice(last + 1)) : '',
    whole: isWhole ? textOf(body) : '',
  }
}

/** Constraints on a text that the expression matches at least so often: `^Dear` demands a beginning, `solar` a term. */
export function constraintsOfMatch(expression: Expression, times: number): Constraint[] {
  const { start, end, whole } = literalsOf(expression)
  const caseSensitive = !expression.flags.includes('i')
  const plain = (text: string) => withPlainMarks(text.normalize())
  const edge = (kind: 'begins' | 'ends', text: string): Constraint[] =>
    text.trim() === '' ? [] : [{ kind, anyOf: [plain(text)], caseSensitive }]
  return [
    ...edge('begins', start),
    ...edge('ends', end),
    ...(whole.trim() === ''
      ? []
      : [occursAtLeast(plain(whole), start === '' && end === '' ? times : 1, caseSensitive)]),
  ]
}

/** Where a phrase stands in the texts that contain it. */
export type PhrasePlace = 'begin' | 'end' | 'anywhere'

/**
 * Whether the expression matches every text that has the phrase in this place, or every one but contrived texts:
 * "DEAR" for "Dear" where the expression is `^Dear`, or one that begins with a space.
 */
export function matchesEachText(
  { source, flags, quickCharacters = 0 }: Matches,
  { term, caseSensitive, wholeWord }: Term,
  place: PhrasePlace,
): boolean {
  // What a lookaround demands can be far from the phrase.
  if (term.length + 2 > quickCharacters || /\(\?<?[=!]/.test(source)) return false
  const regex = compile({ source, flags })
  const around = wholeWord ? ['', ' ', '\n'] : ['', 'x', ' ', '\n']
  const befores = place === 'begin' ? [''] : around
  const afters = place === 'end' ? [''] : around
  return variantsOf(term, {
    isLiteral: literalsOf({ source, flags }).whole !== '',
    caseSensitive,
    place,
  }).every((phrase) =>
    befores.every((before) => afters.every((after) => matchesWithin(regex, before, phrase, after))),
  )
}

/** Whether the expression does not match the phrase, in any case and spelling, with or without space around it. */
export function neverMatchesText({ source, flags, quickCharacters = 0 }: Matches, phrase: string): boolean {
  if (phrase.length + 4 > quickCharacters) return false
  const regex = compile({ source, flags: flags.includes('i') ? flags : `${flags}i` })
  const around = ['', ' ', '\n']
  return variantsOf(phrase, { isLiteral: false, caseSensitive: false, place: 'begin' }).every((variant) =>
    around.every((before) =>
      around.every((after) => {
        regex.lastIndex = 0
        return !regex.test(before + variant + after)
      }),
    ),
  )
}

/** A match beyond the phrase would depend on what stands around it. */
function matchesWithin(regex: RegExp, before: string, phrase: string, after: string): boolean {
  regex.lastIndex = before.length
  const match = regex.exec(before + phrase + after)
  return match !== null && match.index + match[0].length <= before.length + phrase.length
}

/** The spellings of a phrase that validators do not distinguish; for a literal expression, only the usual ones. */
function variantsOf(
  phrase: string,
  how: { readonly isLiteral: boolean; readonly caseSensitive: boolean; readonly place: PhrasePlace },
): readonly string[] {
  const [first = '', ...rest] = phrase
  const capitalized = first.toUpperCase() + rest.join('')
  // A text seldom begins with a small letter, unless the phrase does.
  const usual = how.place === 'begin' ? [] : [first.toLowerCase() + rest.join('')]
  const others = how.isLiteral ? usual : [phrase.toLowerCase(), phrase.toUpperCase()]
  const cases = how.caseSensitive ? [phrase] : [phrase, capitalized, ...others]
  const marks = how.isLiteral ? MARK_VARIANTS.slice(0, 1) : MARK_VARIANTS
  return cases.flatMap((each) => [each, ...marks.map(([mark, variant]) => each.replaceAll(mark, variant))])
}

/** The first one is usual. */
const MARK_VARIANTS = [
  ["'", '’'],
  ['-', '\u2011'],
  [' ', '\n'],
] as const

const compiled = new Map<string, RegExp>()
const MAX_COMPILED = 1000

/** Cached, since one expression is compared with many phrases. */
function compile({ source, flags }: Expression): RegExp {
  const key = `${flags}/${source}`
  const known = compiled.get(key)
  if (known) return known
  if (compiled.size >= MAX_COMPILED) compiled.clear()
  const regex = RegExp(source, `${flags}g`)
  compiled.set(key, regex)
  return regex
}

/** Whether the expression matches every text that begins, or ends, with one of the phrases. */
export const matchesEachEdge = (
  expression: Matches,
  { anyOf, caseSensitive, quotable = false }: Edge,
  place: 'begin' | 'end',
): boolean =>
  !quotable &&
  anyOf.every((phrase) =>
    matchesEachText(expression, { term: phrase.trim(), caseSensitive, wholeWord: false }, place),
  )
