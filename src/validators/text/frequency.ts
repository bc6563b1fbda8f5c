import * as z from 'zod'
import type { Demand } from '../../core/constraints/demand.ts'
import type { Definition, Validator } from '../../core/ports.ts'
import { occurrences } from '../../core/constraints/terms.ts'
import { amount, isOrdered, nearness, rangeText } from '../shared/count.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { settledWords } from '../shared/settled.ts'
import { verdict } from '../shared/verdict.ts'

const bound = z.int().min(0).max(100_000_000).optional()

const options = z
  .strictObject({
    term: z
      .string()
      .regex(/\S/, 'expected a term, not white space')
      .describe('the letter, word or phrase that is counted'),
    min: bound.describe('the fewest times that it may occur'),
    max: bound.describe('the most times that it may occur'),
    exactly: bound.describe('how often it must occur, instead of min and max'),
    caseSensitive: z.boolean().default(false).describe('tell capital from small letters'),
    wholeWord: z.boolean().default(false).describe('count whole words only: no "art" in "party"'),
  })
  .refine(({ min, max, exactly }) => (min ?? max ?? exactly) !== undefined, 'expected min, max or exactly')
  .refine(({ min, max, exactly }) => exactly === undefined || (min ?? max) === undefined, {
    path: ['exactly'],
    message: 'expected either exactly or min and max',
  })
  .refine(isOrdered, { path: ['max'], message: 'expected max to be at least min' })

export const frequency: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'frequency',
  summary: 'A letter, word or phrase occurs a number of times',
  options,
  create({ term: given, exactly, min = exactly, max = exactly, ...search }) {
    const range = { min, max }
    const term = { term: given.normalize(), ...search }
    const times = rangeText(range, 'times')
    const requirement = `contains "${given}" ${times}`
    const judge = (measured: number) => {
      const fact = `contains "${given}" ${amount(measured, 'times')}`
      const check = { score: nearness(measured, range), fact, duty: `contain it ${times}` }
      return { ...verdict('frequency', requirement, [check]), measured }
    }
    const demands: Demand[] = [{ kind: 'occurs', ...term, min: min ?? 0, max: max ?? Infinity }]
    return {
      name: 'frequency',
      tier: 'instant',
      requirement,
      demands,
      validate: ({ text }) => judge(occurrences(text.normalize(), term)),
      prefix(text) {
        const written = search.wholeWord ? settledWords(text) : text
        const measured = occurrences(written.normalize(), term)
        return measured > (max ?? Infinity) ? judge(measured) : undefined
      },
    }
  },
}
