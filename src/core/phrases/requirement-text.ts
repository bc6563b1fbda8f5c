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

/** `1 word`, `2 words`; the unit is given as a plural. */
export const amount = (count: number, unit: string): string =>
  `${count} ${count === 1 ? unit.slice(0, -1) : unit}`

/** `400 to 600 words`, `at least 400 words`, `at most 600 words`, `exactly 5 words`. */
export function rangeText(
  { min = 0, max = Infinity }: { readonly min?: number | undefined; readonly max?: number | undefined },
  unit: string,
): string {
  if (min === max) return `${EXACTLY} ${amount(min, unit)}`
  if (max === Infinity) return `${AT_LEAST} ${amount(min, unit)}`
  return min === 0 ? `${AT_MOST} ${amount(max, unit)}` : `${min} to ${amount(max, unit)}`
}

const RANGE = RegExp(`(?:(\\d+) to|(${AT_LEAST}|${AT_MOST}|${EXACTLY})) (\\d+) ([a-z]+)`, 'g')

/** `"solar", "wind"` */
export const quotedList = (terms: readonly string[]): string => terms.map((term) => `"${term}"`).join(', ')

/** `"a", "b"`, or `at least 1 of "a", "b"` where fewer than all are enough. */
export const termList = (terms: readonly string[], atLeast = terms.length): string =>
  `${atLeast === terms.length ? '' : `${AT_LEAST} ${atLeast} of `}${quotedList(terms)}`

const THIRD_PERSON = { contain: 'contains', match: 'matches' } as const
type Verb = keyof typeof THIRD_PERSON

/** `contains "a"`, `does not match /a/u`: what is true of a text. */
export const statementOf = (verb: Verb, object: string, negated = false): string =>
  negated ? `does not ${verb} ${object}` : `${THIRD_PERSON[verb]} ${object}`

/** `contain "a"`, `not contain "a"`: what follows "must". */
export const dutyOf = (verb: Verb, object: string, negated = false): string =>
  `${negated ? 'not ' : ''}${verb} ${object}`

const eitherForm = (verb: Verb): string => `(not )?(?:${THIRD_PERSON[verb]}|${verb})`
const TERMS = RegExp(`${eitherForm('contain')} (?:${AT_LEAST} (\\d+) of )?("[^"]*"(?:, "[^"]*")*)`)
const PATTERN = RegExp(
  `${eitherForm('match')} /(.+)/([a-z]*)(?: (?:${EXACTLY} |${AT_LEAST} )?(\\d+).* times?)?$`,
)

const VALID_JSON = 'valid JSON'

/** The schema itself follows in a requirement, and is left out of a message. */
export const validJson = (hasSchema: boolean): string =>
  hasSchema ? `${VALID_JSON} that matches the schema` : VALID_JSON

const JSON_DEMAND = RegExp(`\\b${VALID_JSON}\\b`)

/** Whether a text must be JSON. */
export const demandsJson = (text: string): boolean => JSON_DEMAND.test(text)

/** The parts of a requirement, or of a message, as one text. */
export const joinParts = (parts: readonly string[]): string => parts.join(PART_SEPARATOR)

/** `388 words, must be 400 to 600 words` */
export const failedCheck = (fact: string, duty: string): string => `${fact}${MUST}${duty}`

/** The unit of a count is a plural. */
export type StatedRequirement =
  | { readonly kind: 'count'; readonly unit: string; readonly min: number; readonly max: number }
  | { readonly kind: 'includes'; readonly terms: readonly string[]; readonly atLeast: number }
  | { readonly kind: 'excludes'; readonly terms: readonly string[] }
  | { readonly kind: 'matches'; readonly source: string; readonly flags: string; readonly times: number }
  | { readonly kind: 'avoids'; readonly source: string; readonly flags: string }
  | { readonly kind: 'title' }

/** What the parts of a requirement or of a message require. */
export const readRequirements = (text: string): StatedRequirement[] =>
  text
    .trim()
    .split(PART_SEPARATOR)
    .flatMap((part) => readDuty(part.slice(part.lastIndexOf(MUST) + 1)))

function readDuty(duty: string): StatedRequirement[] {
  const [, mustNotMatch, source, flags = '', times = 1] = PATTERN.exec(duty) ?? []
  if (source !== undefined && mustNotMatch) return [{ kind: 'avoids', source, flags }]
  if (source !== undefined) return [{ kind: 'matches', source, flags, times: Number(times) }]
  const [, mustNotContain, atLeast, list] = TERMS.exec(duty) ?? []
  const terms = list?.slice(1, -1).split('", "')
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
