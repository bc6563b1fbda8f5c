import * as z from 'zod'
import { messageOf } from '../core/failure.ts'
import type { Definition, Validator } from '../core/ports.ts'
import { amount, isOrdered, nearness, rangeText, type Range } from './count.ts'
import type { ValidatorNeeds } from './needs.ts'
import { longestQuickText } from './quick-pattern.ts'
import { withinTime } from './time-limit.ts'
import { verdict, type Check } from './verdict.ts'

/** The most letters of a match that a message shows. */
const LONGEST_SAMPLE = 40

const source = z.string().min(1)
const sources = z.union([source, z.array(source).min(1).max(100)]).optional()

const options = z
  .strictObject({
    required: sources.describe('regular expressions that the text must match'),
    forbidden: sources.describe('regular expressions that the text must not match'),
    flags: z
      .string()
      .regex(/^[imsuv]*$/, 'expected letters of "imsuv"')
      .default('u')
      .describe('flags of the regular expressions, of i, m, s, u and v'),
    min: z.int().min(0).optional().describe('the fewest matches of each required one; default: 1'),
    max: z.int().min(1).optional().describe('the most matches of each required one'),
  })
  .refine(({ required, forbidden }) => required ?? forbidden, 'expected required, forbidden or both')
  .refine(({ required, min, max }) => required || (min ?? max) === undefined, {
    path: ['required'],
    message: 'expected a regular expression whose matches min and max count',
  })
  .refine(({ min = 1, max }) => isOrdered({ min, max }), {
    path: ['max'],
    message: 'expected max to be at least min',
  })
  .superRefine(({ required, forbidden, flags }, context) => {
    const check = (path: string, text: string) => {
      try {
        RegExp(text, flags)
      } catch (error) {
        context.addIssue({ code: 'custom', path: [path], message: messageOf(error) })
      }
    }
    for (const text of toList(required)) check('required', text)
    for (const text of toList(forbidden)) check('forbidden', text)
  })

interface Rule {
  readonly regex: RegExp
  /** The same, to find every match. */
  readonly everywhere: RegExp
  readonly quickUpTo: number
  readonly range: Range
  readonly requirement: string
  /** What follows "must" when the rule is broken. */
  readonly duty: string
}

export const pattern: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'pattern',
  summary: 'The text matches regular expressions, or does not',
  options,
  create({ required, forbidden, flags, min, max }) {
    const range = { min: min ?? 1, max }
    const times = (min ?? max) === undefined ? '' : ` ${rangeText(range, 'times')}`
    const rules: readonly Rule[] = [
      ...toList(required).map((text) => {
        const { regex, ...search } = searchFor(text, flags)
        return { regex, ...search, range, requirement: `matches ${regex}${times}`, duty: `match${times}` }
      }),
      ...toList(forbidden).map((text) => {
        const { regex, ...search } = searchFor(text, flags)
        return {
          regex,
          ...search,
          range: { max: 0 },
          requirement: `does not match ${regex}`,
          duty: 'not match',
        }
      }),
    ]
    const requirement = rules.map((rule) => rule.requirement).join('; ')
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
    }
  },
}

function searchFor(source: string, flags: string): Pick<Rule, 'regex' | 'everywhere' | 'quickUpTo'> {
  const regex = RegExp(source, flags)
  return { regex, everywhere: RegExp(source, `${flags}g`), quickUpTo: longestQuickText(regex) }
}

function check({ regex, everywhere, quickUpTo, range, duty }: Rule, text: string): Check {
  let count = 0
  let first = ''
  const find = () => {
    for (const [match] of text.matchAll(everywhere)) if (++count === 1) first = match
  }
  if (text.length <= quickUpTo) find()
  else withinTime(`pattern ${regex} on ${text.length} characters`, find)
  const sample = first.length > LONGEST_SAMPLE ? `${first.slice(0, LONGEST_SAMPLE)}…` : first
  const excess = count > (range.max ?? Infinity) ? ` (first "${sample}")` : ''
  return {
    score: nearness(count, range),
    fact: `${regex} matches ${amount(count, 'times')}${excess}`,
    duty,
  }
}

const toList = (texts: string | readonly string[] | undefined): readonly string[] =>
  typeof texts === 'string' ? [texts] : (texts ?? [])
