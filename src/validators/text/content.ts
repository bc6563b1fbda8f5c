import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import type { Constraint } from '../../core/constraints/constraint.ts'
import {
  dutyOf,
  forbiddenTerms,
  joinParts,
  missingTerms,
  noneOf,
  quotedList,
  statementOf,
  termList,
} from '../../core/phrases/requirement-text.ts'
import { withPlainMarks } from '../../core/constraints/plain-marks.ts'
import { findOccurrences, type Term } from '../../core/constraints/terms.ts'
import { caseOption, nonBlankString } from '../shared/fixed-text.ts'
import { settledLetters } from '../shared/settled.ts'
import { createTextValidator, type CheckResult, type Fault } from '../shared/text-validator.ts'
import { createIndexMap, hasVariantMarks, toComparable } from '../shared/typography.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const terms = z.array(nonBlankString).min(1).max(1000).optional()

const options = lazyStrictObject(() => ({
  required: terms.describe('terms that the text must contain'),
  forbidden: terms.describe('terms that the text must not contain'),
  anyOf: terms.describe('terms, at least one of which the text must contain'),
  oneOf: terms.describe('terms, exactly one of which the text must contain'),
  atLeast: z
    .int()
    .min(1)
    .optional()
    .describe('minimum number of required terms that the text contains; default: all'),
  caseSensitive: caseOption,
  wholeWord: z.boolean().default(false).describe('find whole words only: not "art" in "party"'),
}))
  .refine(
    ({ required, forbidden, anyOf, oneOf }) => required ?? forbidden ?? anyOf ?? oneOf,
    'needs at least one of required, forbidden, anyOf and oneOf',
  )
  .refine(({ required = [], atLeast = 0 }) => atLeast <= required.length, {
    path: ['atLeast'],
    message: 'must be at most the number of required terms',
  })

/** The text must contain `min` to `max` of these terms. */
interface TermRule {
  readonly terms: readonly string[]
  readonly min: number
  readonly max: number
  /** The words after "contains" in messages. */
  readonly wanted: string
}

/** The terms of a rule that the text contains. */
interface Search {
  readonly rule: TermRule
  readonly present: readonly string[]
}

export const content: ValidatorDefinition<typeof options> = {
  name: 'content',
  summary: 'The text contains the required terms and none of the forbidden ones',
  options,
  create({ required, forbidden, anyOf, oneOf, atLeast, ...how }) {
    const rules = [
      rulesOf(required, atLeast ?? required?.length),
      rulesOf(anyOf, 1),
      rulesOf(oneOf, 1, 1),
      rulesOf(forbidden, 0, 0),
    ].flat()
    /** If `isUnfinished` is true, finds only terms that no continuation of the text can change. */
    const search = (text: string, isUnfinished: boolean): Search[] => {
      const haystack = toComparable(text, how.caseSensitive)
      const end = isUnfinished ? settledLetters(haystack).length : haystack.length
      const contains = (term: string) => {
        const needle = toComparable(term, how.caseSensitive)
        for (const at of findOccurrences(haystack, needle, how.wholeWord)) return at + needle.length <= end
        return false
      }
      return rules.map((rule) => ({ rule, present: rule.terms.filter(contains) }))
    }
    return createTextValidator({
      name: 'content',
      tier: 'instant',
      requirement: joinParts(rules.map(requirementOf)),
      constraints: rules.flatMap((rule) => constraintsOf(rule, how)),
      constraintsIfFailed: [{ kind: 'some', min: 1, groups: rules.flatMap((rule) => failuresOf(rule, how)) }],
      check: (text) =>
        search(text, false).map((found) => ({ ...check(found), faults: findFaults(text, found, how) })),
      checkPrefix: (text) =>
        search(text, true)
          .filter(({ rule, present }) => present.length > rule.max)
          .map(check),
    })
  },
}

/** The places of the terms of which the text contains too many. */
function findFaults(text: string, { rule, present }: Search, { caseSensitive, wholeWord }: How): Fault[] {
  if (present.length <= rule.max) return []
  const haystack = toComparable(text, caseSensitive)
  const indexOf = createIndexMap(text, caseSensitive)
  return present.flatMap((term) => {
    const needle = toComparable(term, caseSensitive)
    const message = rule.max === 0 ? forbiddenTerms([term]) : `"${term}", must contain ${rule.wanted}`
    return [...findOccurrences(haystack, needle, wholeWord)].map((at) => ({
      at: indexOf(at),
      end: indexOf(at + needle.length),
      message,
    }))
  })
}

function rulesOf(terms: readonly string[] | undefined, min = 0, max = Infinity): TermRule[] {
  if (terms === undefined) return []
  const someOf = termList(terms, max === 0 ? terms.length : min)
  return [{ terms, min, max, wanted: max === 1 ? `exactly 1 of ${quotedList(terms)}` : someOf }]
}

const requirementOf = ({ max, wanted }: TermRule): string => statementOf('contain', wanted, max === 0)

/** The weight of a rule is the number of terms that it requires or forbids. */
function check({ rule, present }: Search): CheckResult {
  const { terms, min, max, wanted } = rule
  const result = { duty: dutyOf('contain', wanted, max === 0), weight: min === 0 ? terms.length : min }
  if (present.length < min) {
    const absent = terms.filter((term) => !present.includes(term))
    const score = present.length / min
    if (min === terms.length) return { ...result, score, fact: missingTerms(absent), duty: '' }
    if (min === 1) return { ...result, score, fact: noneOf(terms), duty: '' }
    return {
      ...result,
      score,
      fact: present.length === 0 ? 'contains none' : `contains only ${quotedList(present)}`,
    }
  }
  if (present.length <= max) return { ...result, score: 1, fact: requirementOf(rule) }
  if (max === 0) {
    return { ...result, score: 1 - present.length / terms.length, fact: forbiddenTerms(present), duty: '' }
  }
  return { ...result, score: max / present.length, fact: statementOf('contain', quotedList(present)) }
}

type How = Omit<Term, 'term'>

function constraintsOf({ terms, min, max }: TermRule, how: How): Constraint[] {
  const present = terms.map((term) => presenceOf(term, how))
  const absent = terms.map((term) => absenceOf(term, how))
  return [...someOf(present, min), ...(max === Infinity ? [] : someOf(absent, terms.length - max))]
}

/** The ways to fail a rule: too few of its terms are present, or too many. */
function failuresOf({ terms, min, max }: TermRule, how: How): Constraint[][] {
  const present = terms.map((term) => presenceOf(term, how))
  const absent = terms.map((term) => absenceOf(term, how))
  return [
    ...(min > 0 ? [someOf(absent, terms.length - min + 1)] : []),
    ...(max < terms.length ? [someOf(present, max + 1)] : []),
  ]
}

/** No constraint if the text may contain the term in another form. */
const presenceOf = (term: string, how: How): Constraint[] =>
  hasVariantMarks(term) ? [] : [{ kind: 'includes', term: withPlainMarks(term.normalize()), ...how }]

const absenceOf = (term: string, how: How): Constraint[] => [
  { kind: 'excludes', term: withPlainMarks(term.normalize()), ...how },
]

/** At least `min` of the groups hold. */
function someOf(groups: readonly (readonly Constraint[])[], min: number): Constraint[] {
  if (min === 0) return []
  return min === groups.length ? groups.flat() : [{ kind: 'some', min, groups }]
}
