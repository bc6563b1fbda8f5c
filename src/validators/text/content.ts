import * as z from 'zod'
import type { Demand } from '../../core/constraints/demand.ts'
import type { Definition, Validator } from '../../core/ports.ts'
import { inCase, places, type Term } from '../../core/constraints/terms.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { verdict, type Check } from '../shared/verdict.ts'

const terms = z.array(z.string().regex(/\S/, 'expected a term, not white space')).min(1).max(1000).optional()

const options = z
  .strictObject({
    required: terms.describe('terms that the text must contain'),
    forbidden: terms.describe('terms that the text must not contain'),
    anyOf: terms.describe('terms of which the text must contain at least one'),
    oneOf: terms.describe('terms of which the text must contain exactly one'),
    atLeast: z.int().min(1).optional().describe('how many of the required terms are enough; default: all'),
    caseSensitive: z.boolean().default(false).describe('tell capital from small letters'),
    wholeWord: z.boolean().default(false).describe('find whole words only: no "art" in "party"'),
  })
  .refine(
    ({ required, forbidden, anyOf, oneOf }) => required ?? forbidden ?? anyOf ?? oneOf,
    'expected required, forbidden or both, anyOf or oneOf',
  )
  .refine(({ required = [], atLeast = 0 }) => atLeast <= required.length, {
    path: ['atLeast'],
    message: 'expected no more than there are required terms',
  })

/** Some terms, how many of which the text must have. */
interface Rule {
  readonly terms: readonly string[]
  readonly min: number
  readonly max: number
  /** What follows "contains". */
  readonly wanted: string
}

/** The terms of a rule that a text has and that it lacks. */
interface Found {
  readonly rule: Rule
  readonly present: readonly string[]
  readonly absent: readonly string[]
}

export const content: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'content',
  summary: 'The text contains the required terms and none of the forbidden ones',
  options,
  create({ required, forbidden, anyOf, oneOf, atLeast, caseSensitive, wholeWord }) {
    const how = { caseSensitive, wholeWord }
    const rules = [
      ruleOf(required, 'at least', atLeast ?? required?.length),
      ruleOf(anyOf, 'at least', 1),
      ruleOf(oneOf, 'exactly', 1),
      ruleOf(forbidden, 'none', 0),
    ].filter((rule) => rule !== undefined)
    const requirement = rules.map(requirementOf).join('; ')

    /** `settled`: only what no letter that may follow can change. */
    const search = (text: string, settled: boolean): Found[] => {
      const whole = text.normalize()
      const haystack = inCase(whole, caseSensitive)
      const end = settled ? lastLetter(haystack) : haystack.length
      const contains = (term: string) => {
        const needle = inCase(term.normalize(), caseSensitive)
        for (const at of places(haystack, needle, wholeWord)) return at + needle.length <= end
        return false
      }
      return rules.map((rule) => {
        const present = rule.terms.filter(contains)
        return { rule, present, absent: rule.terms.filter((term) => !present.includes(term)) }
      })
    }
    const answer = (found: readonly Found[]) => {
      const checks = found.map(check)
      const weight = found.reduce((sum, { rule }) => sum + weightOf(rule), 0)
      const lost = found.reduce(
        (sum, each, index) => sum + (1 - (checks[index]?.score ?? 1)) * weightOf(each.rule),
        0,
      )
      return { ...verdict('content', requirement, checks), score: (weight - lost) / weight }
    }
    return {
      name: 'content',
      tier: 'instant',
      requirement,
      demands: rules.flatMap((rule) => demandsOf(rule, how)),
      validate: ({ text }) => answer(search(text, false)),
      prefix(text) {
        const broken = search(text, true).filter(({ rule, present }) => present.length > rule.max)
        return broken.length > 0 ? answer(broken) : undefined
      },
    }
  },
}

function ruleOf(
  terms: readonly string[] | undefined,
  how: 'at least' | 'exactly' | 'none',
  number: number | undefined,
): Rule | undefined {
  if (terms === undefined || number === undefined) return undefined
  const all = how !== 'exactly' && (how === 'none' || number === terms.length)
  const wanted = `${all ? '' : `${how} ${number} of `}${quoted(terms)}`
  return { terms, min: number, max: how === 'at least' ? Infinity : number, wanted }
}

const requirementOf = ({ max, wanted }: Rule): string =>
  max === 0 ? `does not contain ${wanted}` : `contains ${wanted}`

/** How much of the score a rule is: a part for each term that it wants or bans. */
const weightOf = ({ min, terms }: Rule): number => (min === 0 ? terms.length : min)

function check({ rule, present, absent }: Found): Check {
  const duty = `${rule.max === 0 ? 'not ' : ''}contain ${rule.wanted}`
  const lacking = Math.max(0, rule.min - present.length)
  if (lacking > 0) return { score: 1 - lacking / rule.min, fact: `missing ${quoted(absent)}`, duty }
  if (present.length <= rule.max) return { score: 1, fact: requirementOf(rule), duty }
  const score = rule.max === 0 ? 1 - present.length / rule.terms.length : rule.max / present.length
  return { score, fact: `contains ${quoted(present)}`, duty }
}

/** Nothing is certain of a term of which only some are required. */
function demandsOf({ terms, min, max }: Rule, how: Omit<Term, 'term'>): Demand[] {
  const kind = max === 0 ? 'excludes' : min === terms.length ? 'includes' : undefined
  return kind === undefined ? [] : terms.map((term) => ({ kind, term: term.normalize(), ...how }))
}

/** Where the last letter starts with its accents: more accents may follow, the rest of a word, or half a letter. */
function lastLetter(text: string): number {
  let at = text.length - (/[\uD800-\uDBFF]/.test(text.at(-1) ?? '') ? 1 : 0)
  while (at > 0) {
    at -= /[\uDC00-\uDFFF]/.test(text.charAt(at - 1)) && at > 1 ? 2 : 1
    if (!/^\p{M}/u.test(text.slice(at, at + 2))) break
  }
  return at
}

const quoted = (terms: readonly string[]): string => terms.map((term) => `"${term}"`).join(', ')
