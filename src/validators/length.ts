import * as z from 'zod'
import { UNITS, type Unit } from '../core/contradictions.ts'
import type { Definition, Validator } from '../core/ports.ts'
import { amount, isOrdered, nearness, rangeText } from './count.ts'
import type { ValidatorNeeds } from './needs.ts'
import { countSentences } from './sentences.ts'
import { verdict } from './verdict.ts'

const LARGEST = 100_000_000
const bound = z.int().min(0).max(LARGEST).optional()

const options = z
  .strictObject({
    min: bound.describe('the fewest that the text may have'),
    max: bound.describe('the most that the text may have'),
    unit: z
      .enum(UNITS)
      .default('words')
      .describe('what is counted: characters (code points), words (between white space) or sentences'),
  })
  .refine(({ min, max }) => min !== undefined || max !== undefined, 'expected min, max or both')
  .refine(isOrdered, { path: ['max'], message: 'expected max to be at least min' })

const COUNT: Record<Unit, (text: string) => number> = {
  characters: (text) => [...text].length,
  words: (text) => text.match(/\S+/g)?.length ?? 0,
  sentences: countSentences,
}

export const length: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'length',
  summary: 'The text has a number of characters, words or sentences',
  options,
  create({ unit, ...range }) {
    const requirement = rangeText(range, unit)
    return {
      name: 'length',
      tier: 'instant',
      requirement,
      demands: [{ kind: 'count', unit, min: range.min ?? 0, max: range.max ?? Infinity }],
      validate({ text }) {
        const measured = COUNT[unit](text)
        const fact = amount(measured, unit)
        const check = { score: nearness(measured, range), fact, duty: `be ${requirement}` }
        return { ...verdict('length', requirement, [check]), measured }
      },
    }
  },
}
