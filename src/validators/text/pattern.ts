import * as z from 'zod'
import { SifakaError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import type { Definition, Validator } from '../../core/ports.ts'
import { amount, isOrdered, nearness, rangeText, type Range } from '../shared/count.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { longestQuickText } from './quick-pattern.ts'
import { withinTime } from '../shared/time-limit.ts'
import { verdict, type Check } from '../shared/verdict.ts'

/** The most letters of a match that a message shows. */
const LONGEST_SAMPLE = 40

const source = z.string().min(1)
const sources = z.union([source, z.array(source).min(1).max(100)]).optional()

const options = z
  .strictObject({
    required: sources.describe('regular expressions that the text must match'),
    forbidden: sources.describe('regular expressions that the text must not match'),
    counts: z
      .record(
        z.string().min(1),
        z
          .strictObject({
            pattern: source.describe('the regular expression'),
            min: z.int().min(0).optional().describe('the fewest matches'),
            max: z.int().min(0).optional().describe('the most matches'),
          })
          .refine(isOrdered, { path: ['max'], message: 'expected max to be at least min' })
          .refine(({ min, max }) => (min ?? max) !== undefined, 'expected min, max or both'),
      )
      .optional()
      .describe('by name, regular expressions with the fewest and the most matches of each'),
    flags: z
      .string()
      .regex(/^[imsuv]*$/, 'expected letters of "imsuv"')
      .default('u')
      .describe('flags of the regular expressions, of i, m, s, u and v'),
    min: z.int().min(0).optional().describe('the fewest matches of each required one; default: 1'),
    max: z.int().min(1).optional().describe('the most matches of each required one'),
  })
  .refine(
    ({ required, forbidden, counts = {} }) => required ?? forbidden ?? Object.keys(counts)[0],
    'expected required, forbidden or both, or counts',
  )
  .refine(({ required, min, max }) => required || (min ?? max) === undefined, {
    path: ['required'],
    message: 'expected a regular expression whose matches min and max count',
  })
  .refine(({ min = 1, max }) => isOrdered({ min, max }), {
    path: ['max'],
    message: 'expected max to be at least min',
  })
  .superRefine(({ required, forbidden, counts = {}, flags }, context) => {
    const check = (path: string[], text: string) => {
      try {
        RegExp(text, flags)
      } catch (error) {
        context.addIssue({ code: 'custom', path, message: messageOf(error) })
      }
    }
    for (const text of toList(required)) check(['required'], text)
    for (const text of toList(forbidden)) check(['forbidden'], text)
    for (const [name, { pattern: text }] of Object.entries(counts)) check(['counts', name, 'pattern'], text)
  })

interface Search {
  readonly regex: RegExp
  /** The same, to find every match. */
  readonly everywhere: RegExp
  readonly quickUpTo: number
}

interface Rule extends Search {
  /** What messages call it: the regular expression itself, or its name before it. */
  readonly title: string
  readonly range: Range
  readonly requirement: string
  /** What follows "must" when the rule is broken. */
  readonly duty: string
}

export const pattern: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'pattern',
  summary: 'The text matches regular expressions, or does not',
  options,
  create({ required, forbidden, counts = {}, flags, min, max }) {
    const range = { min: min ?? 1, max }
    const times = (min ?? max) === undefined ? '' : ` ${rangeText(range, 'times')}`
    const rules: readonly Rule[] = [
      ...toList(required).map((text) => ruleOf(searchFor(text, flags), range, times)),
      ...toList(forbidden).map((text) => ruleOf(searchFor(text, flags), { max: 0 })),
      ...Object.entries(counts).map(([name, { pattern: text, ...own }]) =>
        ruleOf(searchFor(text, flags), own, ` ${rangeText(own, 'times')}`, name),
      ),
    ]
    const requirement = rules.map((rule) => rule.requirement).join('; ')
    const lasting = rules.filter(({ regex, range: { max: most } }) => most === 0 && lasts(regex))
    let tooSlow = false
    return {
      name: 'pattern',
      tier: 'local',
      requirement,
      validate: ({ text }) =>
        verdict(
          'pattern',
          requirement,
          rules.map((rule) => check(rule, text)),
        ),
      prefix(text) {
        if (lasting.length === 0 || tooSlow) return undefined
        try {
          const checks = lasting.map((rule) => check(rule, text, settledEnd(rule, text)))
          const broken = checks.filter(({ score }) => score < 1)
          return broken.length > 0 ? verdict('pattern', requirement, broken) : undefined
        } catch (error) {
          // Not now, nor for a longer text: `validate` will say so, once.
          if (!(error instanceof SifakaError)) throw error
          tooSlow = true
          return undefined
        }
      },
    }
  },
}

function searchFor(source: string, flags: string): Search {
  const regex = RegExp(source, flags)
  return { regex, everywhere: RegExp(source, `${flags}g`), quickUpTo: longestQuickText(regex) }
}

function ruleOf(search: Search, range: Range, times = '', name?: string): Rule {
  const { regex } = search
  const title = name === undefined ? `${regex}` : `${name} ${regex}`
  const forbidden = range.max === 0
  return {
    title,
    ...search,
    range,
    requirement: forbidden ? `does not match ${title}` : `matches ${title}${times}`,
    duty: forbidden ? 'not match' : `match${times}`,
  }
}

/** Counts the matches that end at `end` or before. */
function check(rule: Rule, text: string, end = text.length): Check {
  const { title, regex, everywhere, quickUpTo, range, duty } = rule
  let count = 0
  let first = ''
  const find = () => {
    for (const { 0: match, index } of text.matchAll(everywhere)) {
      if (index + match.length <= end && ++count === 1) first = match
    }
  }
  if (text.length <= quickUpTo) find()
  else withinTime(`pattern ${regex} on ${text.length} characters`, find)
  const sample = first.length > LONGEST_SAMPLE ? `${first.slice(0, LONGEST_SAMPLE)}…` : first
  const excess = count > (range.max ?? Infinity) ? ` (first "${sample}")` : ''
  return {
    score: nearness(count, range),
    fact: `${title} matches ${amount(count, 'times')}${excess}`,
    duty,
  }
}

/** Whether a match stays one whatever follows: nothing in the expression looks ahead, or for the end. */
const lasts = ({ source: text }: RegExp): boolean => !/\(\?[=!]|\$/.test(text.replace(/\\./gsu, ''))

/** Where a match must have ended to stay one: a word may go on after the last letter, or half of one be there. */
const settledEnd = ({ regex }: Rule, text: string): number =>
  text.length - (/\\b/i.test(regex.source) || /[\uD800-\uDBFF]/.test(text.at(-1) ?? '') ? 1 : 0)

const toList = (texts: string | readonly string[] | undefined): readonly string[] =>
  typeof texts === 'string' ? [texts] : (texts ?? [])
