import * as z from 'zod'
import { countWithin } from '../../core/constraints/bounds.ts'
import type { Bounds } from '../../core/constraints/constraint.ts'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { SifakaError } from '../../core/errors.ts'
import { amount } from '../../core/phrases/requirement-text.ts'
import { isOrdered, nearness, ordered, type Range } from '../shared/count.ts'
import { position } from '../shared/position.ts'
import { settledLines } from '../shared/settled.ts'
import { createTextValidator, listFaults } from '../shared/text-validator.ts'
import { findNumbers, NUMBER_KINDS, type NumberInText, type NumberKind } from './numbers.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

/** A text with more numbers is rejected, which bounds the time and the memory for hostile texts. */
const MAX_NUMBERS = 100_000

const RANGE = /^\s*-?\d+(?:\.\d+)?\s*\.\.\s*-?\d+(?:\.\d+)?\s*$/
const range = z.union([
  z.string().regex(RANGE, 'must be a range such as 1..10'),
  z.tuple([z.number(), z.number()]),
])
const ranges = z
  .array(
    range.refine(
      (given) => isOrdered(rangeOf(given)),
      'must be a range whose first bound is not above the second',
    ),
  )
  .min(1)
  .max(100)
  .optional()

const options = lazyStrictObject(() => ({
  of: z
    .enum(NUMBER_KINDS)
    .default('number')
    .describe(
      'what to check: plain numbers (no dates, years, times, versions, ordinals or phone numbers), amounts of money, percentages or years',
    ),
  min: z.number().optional().describe('minimum value'),
  max: z.number().optional().describe('maximum value'),
  allowed: ranges.describe(
    'ranges, one of which must contain each value: 1..10, or [1, 10]; bounds included',
  ),
  forbidden: ranges.describe('ranges that must not contain any value'),
  atLeast: z.int().min(1).optional().describe('minimum number of values; default: 0'),
}))
  .refine(
    ({ min, max, allowed, forbidden, atLeast }) =>
      (min ?? max ?? allowed ?? forbidden ?? atLeast) !== undefined,
    'needs at least one of min, max, allowed, forbidden and atLeast',
  )
  .refine(...ordered('min', 'max'))

const NAMES: Readonly<Record<NumberKind, string>> = {
  number: 'numbers',
  money: 'amounts of money',
  percent: 'percentages',
  year: 'years',
}

export const numeric: ValidatorDefinition<typeof options> = {
  name: 'numeric',
  summary: 'The numbers, amounts of money, percentages or years of the text are in a range',
  options,
  create({ of, min, max, allowed = [], forbidden = [], atLeast = 0 }) {
    const inside = allowed.map(rangeOf)
    const outside = forbidden.map(rangeOf)
    const fits = ({ value }: NumberInText): boolean =>
      contains({ min, max }, value) &&
      (inside.length === 0 || inside.some((each) => contains(each, value))) &&
      !outside.some((each) => contains(each, value))
    const names = NAMES[of]
    const bounds = [
      ...(min === undefined ? [] : [`at least ${min}`]),
      ...(max === undefined ? [] : [`at most ${max}`]),
      ...(inside.length > 0 ? [`in ${inside.map(rangeName).join(' or ')}`] : []),
      ...outside.map((each) => `not in ${rangeName(each)}`),
    ].join(' and ')
    const minCount = atLeast > 0 ? `at least ${countOf(atLeast, names)}` : ''
    const checkValues = (found: readonly NumberInText[], text: string) => {
      const misfits = found.filter((each) => !fits(each))
      const list =
        misfits.length > 0
          ? listFaults(misfits, (each) => `${each.text} at ${position(text, each.at)}`)
          : listFaults(found, (each) => each.text)
      return {
        score: 1 - misfits.length / Math.max(1, found.length),
        fact: list || `no ${names}`,
        faults: misfits.map(({ at, text: found }) => ({
          at,
          end: at + found.length,
          message: `${found}, must be ${bounds}`,
        })),
      }
    }
    const checkCount = (count: number) => ({
      score: nearness(count, { min: atLeast }),
      fact: countOf(count, names),
      duty: `be ${minCount}`,
    })
    return createTextValidator({
      name: 'numeric',
      tier: 'local',
      requirement: [minCount, bounds && `all ${names} ${bounds}`].filter(Boolean).join('; '),
      duty: `have all ${names} ${bounds}`,
      constraints: [
        {
          kind: 'numbers',
          name: names,
          atLeast,
          inside: [[{ min, max }], ...(inside.length > 0 ? [inside] : [])].map((each) => each.map(toBounds)),
          outside: outside.map(toBounds),
        },
        countWithin('numbers', { min: atLeast }),
      ],
      check(text) {
        const found = find(text, of)
        return [
          ...(minCount ? [checkCount(found.length)] : []),
          ...(bounds ? [checkValues(found, text)] : []),
        ]
      },
      // The last line is left out, since the kind of a number depends on the rest of its line.
      checkPrefix: (text) => (bounds ? checkValues(find(settledLines(text), of), text) : undefined),
    })
  },
}

function rangeOf(given: z.infer<typeof range>): Range {
  const [min, max] = typeof given === 'string' ? given.split('..').map(Number) : given
  return { min, max }
}

const contains = ({ min = -Infinity, max = Infinity }: Range, value: number): boolean =>
  min <= value && value <= max
const toBounds = ({ min = -Infinity, max = Infinity }: Range): Bounds => ({ min, max })
const rangeName = ({ min, max }: Range): string => `${min}..${max}`

const countOf = (count: number, names: string): string =>
  names === NAMES.money ? `${count} ${count === 1 ? 'amount' : 'amounts'} of money` : amount(count, names)

function find(text: string, of: NumberKind): NumberInText[] {
  const found: NumberInText[] = []
  let count = 0
  for (const each of findNumbers(text)) {
    if (++count > MAX_NUMBERS) {
      throw new SifakaError('validator-limit', `numeric: the text has more than ${MAX_NUMBERS} numbers`)
    }
    if (each.kind === of) found.push(each)
  }
  return found
}
