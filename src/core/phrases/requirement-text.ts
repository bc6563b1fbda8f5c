/**
 * Phrases of the validators' requirements and messages, which the simulated model parses: each phrase is defined beside
 * its parser, so that both change together.
 */

const AT_LEAST = 'at least'
const AT_MOST = 'at most'
const EXACTLY = 'exactly'
const MUST = ', must '
const PART_SEPARATOR = '; '
export const LEADING_TITLE = 'level-1 heading at the start'

/** For example `1 word` or `2 words`; the parameter `unit` is a plural. */
export const amount = (count: number, unit: string): string =>
  `${count} ${count === 1 ? unit.slice(0, -1) : unit}`

/** For example `400 to 600 words`, `at least 400 words`, `at most 600 words` or `exactly 5 words`. */
export function rangeText(
  { min = 0, max = Infinity }: { readonly min?: number | undefined; readonly max?: number | undefined },
  unit: string,
): string {
  if (min === max) return `${EXACTLY} ${amount(min, unit)}`
  if (max === Infinity) return `${AT_LEAST} ${amount(min, unit)}`
  return min === 0 ? `${AT_MOST} ${amount(max, unit)}` : `${min} to ${amount(max, unit)}`
}

const RANGE = RegExp(`(?:(\\d+) to|(${AT_LEAST}|${AT_MOST}|${EXACTLY})) (\\d+) ([a-z]+)`, 'g')

/** For example `"solar", "wind"`. */
export const quotedList = (terms: readonly string[]): string => terms.map((term) => `"${term}"`).join(', ')

/** `"a", "b"`; or `at least 1 of "a", "b"` if not all terms are required. */
export const termList = (terms: readonly string[], atLeast = terms.length): string =>
  `${atLeast === terms.length ? '' : `${AT_LEAST} ${atLeast} of `}${quotedList(terms)}`

const THIRD_PERSON = { contain: 'contains', match: 'matches' } as const
type Verb = keyof typeof THIRD_PERSON

const states = (terms: readonly string[], state: string): string =>
  `${quotedList(terms)} ${terms.length === 1 ? 'is' : 'are'} ${state}`

/** For example `"solar" is missing`. */
export const missingTerms = (terms: readonly string[]): string => states(terms, 'missing')

/** For example `"cheap", "fast" are forbidden`. */
export const forbiddenTerms = (terms: readonly string[]): string => states(terms, 'forbidden')

/** States that none of the terms occurs, where one would suffice: `contains none of "a", "b"`. */
export const noneOf = (terms: readonly string[]): string => `contains none of ${quotedList(terms)}`

/** A statement about a text: `contains "a"`, `does not match /a/u`. */
export const statementOf = (verb: Verb, object: string, negated = false): string =>
  negated ? `does not ${verb} ${object}` : `${THIRD_PERSON[verb]} ${object}`

/** The words that follow "must": `contain "a"`, `not contain "a"`. */
export const dutyOf = (verb: Verb, object: string, negated = false): string =>
  `${negated ? 'not ' : ''}${verb} ${object}`

const eitherForm = (verb: Verb): string => `(not )?(?:${THIRD_PERSON[verb]}|${verb})`
const QUOTED_LIST = '"[^"]*"(?:, "[^"]*")*'
const TERMS = RegExp(`${eitherForm('contain')} (?:${AT_LEAST} (\\d+) of )?(${QUOTED_LIST})`)
const TERM_FAULT = RegExp(`(?:(contains none of) )?(${QUOTED_LIST})(?: (?:is|are) (missing|forbidden))?$`)
const PATTERN = RegExp(
  `${eitherForm('match')} /(.+)/([a-z]*)(?: (?:${EXACTLY} |${AT_LEAST} )?(\\d+).* times?)?$`,
)

const VALID_JSON = 'valid JSON'

/** In a requirement, the schema follows this phrase; messages omit the schema. */
export const validJson = (hasSchema: boolean): string =>
  hasSchema ? `${VALID_JSON} that matches the schema` : VALID_JSON

const JSON_DEMAND = RegExp(`\\b${VALID_JSON}\\b`)

export const demandsJson = (text: string): boolean => JSON_DEMAND.test(text)

/** Joins the parts of a requirement or of a message to one text. */
export const joinParts = (parts: readonly string[]): string => parts.join(PART_SEPARATOR)

/** The message of a failed validation: `388 words, must be 400 to 600 words`; only the fact if it has no duty. */
export const failedCheck = (fact: string, duty: string): string =>
  duty === '' ? fact : `${fact}${MUST}${duty}`

/** One requirement, parsed from its text. `unit` is a plural, such as `words`. */
export type StatedRequirement =
  | { readonly kind: 'count'; readonly unit: string; readonly min: number; readonly max: number }
  | { readonly kind: 'includes'; readonly terms: readonly string[]; readonly atLeast: number }
  | { readonly kind: 'excludes'; readonly terms: readonly string[] }
  | { readonly kind: 'matches'; readonly source: string; readonly flags: string; readonly times: number }
  | { readonly kind: 'avoids'; readonly source: string; readonly flags: string }
  | { readonly kind: 'title' }

/** Parses all requirements that a text, such as a message, contains. */
export const readRequirements = (text: string): StatedRequirement[] =>
  text
    .trim()
    .split(PART_SEPARATOR)
    .flatMap((part) => readDuty(part.slice(part.lastIndexOf(MUST) + 1)))

const termsIn = (list: string): string[] => list.slice(1, -1).split('", "')

function readDuty(duty: string): StatedRequirement[] {
  const [, mustNotMatch, source, flags = '', times = 1] = PATTERN.exec(duty) ?? []
  if (source !== undefined && mustNotMatch) return [{ kind: 'avoids', source, flags }]
  if (source !== undefined) return [{ kind: 'matches', source, flags, times: Number(times) }]
  const [, none, listed, fault] = TERM_FAULT.exec(duty) ?? []
  if (listed !== undefined && (none || fault)) {
    const named = termsIn(listed)
    if (fault === 'forbidden') return [{ kind: 'excludes', terms: named }]
    return [{ kind: 'includes', terms: named, atLeast: none ? 1 : named.length }]
  }
  const [, mustNotContain, atLeast, list] = TERMS.exec(duty) ?? []
  const terms = list && termsIn(list)
  if (terms && mustNotContain) return [{ kind: 'excludes', terms }]
  if (terms) return [{ kind: 'includes', terms, atLeast: Number(atLeast ?? terms.length) }]
  const counts = [...duty.matchAll(RANGE)].map(([, from, bound, number, word = '']): StatedRequirement => ({
    kind: 'count',
    unit: word.endsWith('s') ? word : `${word}s`,
    min: Number(from ?? (bound === AT_MOST ? 0 : number)),
    max: bound === AT_LEAST ? Infinity : Number(number),
  }))
  return duty.includes(LEADING_TITLE) ? [{ kind: 'title' }, ...counts] : counts
}
