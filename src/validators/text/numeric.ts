import * as z from 'zod'
import { SifakaError } from '../../core/errors.ts'
import type { Definition, Validator } from '../../core/ports.ts'
import { amount, isOrdered, nearness } from '../shared/count.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { findNumbers, NUMBER_KINDS, type Found, type NumberKind } from './numbers.ts'
import { completeLines, position } from '../shared/position.ts'
import { listed, verdict, type Check } from '../shared/verdict.ts'

/** A text with more is no text to be checked. */
const MOST_NUMBERS = 100_000

const RANGE = /^\s*(-?\d+(?:\.\d+)?)\s*\.\.\s*(-?\d+(?:\.\d+)?)\s*$/
const range = z.union([
  z.string().regex(RANGE, 'expected a range such as 1..10'),
  z.tuple([z.number(), z.number()]),
])
const ranges = z
  .array(range.refine((given) => isOrdered(rangeOf(given)), 'expected the smaller bound first'))
  .min(1)
  .max(100)
  .optional()

const options = z
  .strictObject({
    of: z
      .enum(NUMBER_KINDS)
      .default('number')
      .describe(
        'which: plain numbers (no dates, years, times, versions, ordinals or phone numbers), amounts of money, percentages or years',
      ),
    min: z.number().optional().describe('the smallest that each may be'),
    max: z.number().optional().describe('the largest that each may be'),
    allowed: ranges.describe('ranges of which each must be in one: 1..10, or [1, 10]; bounds included'),
    forbidden: ranges.describe('ranges in which none may be'),
    atLeast: z.int().min(1).optional().describe('how many must be there; default: none has to'),
  })
  .refine(
    ({ min, max, allowed, forbidden, atLeast }) =>
      (min ?? max ?? allowed ?? forbidden ?? atLeast) !== undefined,
    'expected min, max, allowed, forbidden or atLeast',
  )
  .refine(({ min = -Infinity, max = Infinity }) => min <= max, {
    path: ['max'],
    message: 'expected max to be at least min',
  })

const NAMES: Readonly<Record<NumberKind, string>> = {
  number: 'numbers',
  money: 'amounts of money',
  percent: 'percentages',
  year: 'years',
}

export const numeric: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'numeric',
  summary: 'The numbers, amounts of money, percentages or years of the text are in a range',
  options,
  create({ of, min, max, allowed = [], forbidden = [], atLeast = 0 }) {
    const inside = allowed.map(rangeOf)
    const outside = forbidden.map(rangeOf)
    const fits = ({ value }: Found): boolean =>
      value >= (min ?? -Infinity) &&
      value <= (max ?? Infinity) &&
      (inside.length === 0 || inside.some((each) => within(value, each))) &&
      !outside.some((each) => within(value, each))
    const names = NAMES[of]
    const bounds = [
      ...(min === undefined ? [] : [`at least ${min}`]),
      ...(max === undefined ? [] : [`at most ${max}`]),
      ...(inside.length > 0 ? [`in ${inside.map(rangeName).join(' or ')}`] : []),
      ...outside.map((each) => `not in ${rangeName(each)}`),
    ].join(' and ')
    const total = atLeast > 0 ? `at least ${counted(atLeast, names)}` : ''
    const requirement = [total, bounds && `all ${names} ${bounds}`].filter(Boolean).join('; ')
    const check = (found: readonly Found[], text: string): Check => {
      const strays = found.filter((each) => !fits(each))
      const shown = strays.length > 0 ? strays : found
      const named = shown.map(
        (each) => `${each.text}${strays.length > 0 ? ` at ${position(text, each.at)}` : ''}`,
      )
      return {
        score: 1 - strays.length / Math.max(1, found.length),
        fact: found.length === 0 ? `no ${names}` : listed(named),
        duty: `have all ${names} ${bounds}`,
      }
    }
    return {
      name: 'numeric',
      tier: 'local',
      requirement,
      validate({ text }) {
        const found = find(text, of)
        const { length } = found
        const amounts = {
          score: nearness(length, { min: atLeast }),
          fact: counted(length, names),
          duty: `be ${total}`,
        }
        const checks = [...(total ? [amounts] : []), ...(bounds ? [check(found, text)] : [])]
        return verdict('numeric', requirement, checks)
      },
      // A number's kind is told by what follows it, on the same line.
      prefix(text) {
        const strays = bounds ? find(completeLines(text), of).filter((each) => !fits(each)) : []
        return strays.length > 0 ? verdict('numeric', requirement, [check(strays, text)]) : undefined
      },
    }
  },
}

interface Interval {
  readonly min: number
  readonly max: number
}

function rangeOf(given: z.infer<typeof range>): Interval {
  const [min, max] = typeof given === 'string' ? (RANGE.exec(given)?.slice(1).map(Number) ?? []) : given
  return { min: min ?? Number.NaN, max: max ?? Number.NaN }
}

const within = (value: number, { min, max }: Interval): boolean => min <= value && value <= max
const rangeName = ({ min, max }: Interval): string => `${min}..${max}`

const counted = (count: number, names: string): string =>
  names === NAMES.money ? `${count} ${count === 1 ? 'amount' : 'amounts'} of money` : amount(count, names)

function find(text: string, of: NumberKind): Found[] {
  const found: Found[] = []
  let count = 0
  for (const each of findNumbers(text)) {
    if (++count > MOST_NUMBERS) {
      throw new SifakaError('validator-limit', `numeric: the text has more than ${MOST_NUMBERS} numbers`)
    }
    if (each.kind === of) found.push(each)
  }
  return found
}
