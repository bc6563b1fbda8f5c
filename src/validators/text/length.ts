import * as z from 'zod'
import { UNITS } from '../../core/constraints/demand.ts'
import type { Definition, Validator } from '../../core/ports.ts'
import { amount, countMatches, isOrdered, nearness, rangeText } from '../shared/count.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { paragraphsOf } from './paragraphs.ts'
import { countSentences } from '../language/sentences.ts'
import { settledWords } from '../shared/settled.ts'
import { tokenCounter } from './tokens.ts'
import { verdict } from '../shared/verdict.ts'

const LARGEST = 100_000_000
const bound = z.int().min(0).max(LARGEST).optional()

const options = z
  .strictObject({
    min: bound.describe('the fewest that the text may have'),
    max: bound.describe('the most that the text may have'),
    unit: z
      .enum([...UNITS, 'paragraphs', 'tokens'])
      .default('words')
      .describe(
        'what is counted: characters (code points), words (between white space), sentences, ' +
          'paragraphs (between blank lines, headings too) or tokens (of the o200k encoding)',
      ),
  })
  .refine(({ min, max }) => min !== undefined || max !== undefined, 'expected min, max or both')
  .refine(isOrdered, { path: ['max'], message: 'expected max to be at least min' })

const COUNT = {
  characters: (text: string) => countMatches(text, /[^]/gu),
  words: (text: string) => countMatches(text, /\S+/g),
  sentences: countSentences,
  paragraphs: (text: string) => paragraphsOf(text).length,
}

export const length: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'length',
  summary: 'The text has a number of characters, words, sentences, paragraphs or tokens',
  options,
  async create({ unit, ...range }) {
    const requirement = rangeText(range, unit)
    const count = unit === 'tokens' ? await tokenCounter() : COUNT[unit]
    const judge = (measured: number) => {
      const check = {
        score: nearness(measured, range),
        fact: amount(measured, unit),
        duty: `be ${requirement}`,
      }
      return { ...verdict('length', requirement, [check]), measured }
    }
    return {
      name: 'length',
      tier: unit === 'tokens' ? 'local' : 'instant',
      requirement,
      demands: [{ kind: 'count', unit, min: range.min ?? 0, max: range.max ?? Infinity }],
      validate: ({ text }) => judge(count(text)),
      prefix(text) {
        const { max = Infinity } = range
        // Nothing that is counted is smaller than a third of a UTF-16 unit, so that most texts need no counting.
        if (3 * text.length <= max) return undefined
        // A word that grows may still undo the end of a sentence before it, or become fewer tokens.
        const wavers = unit === 'sentences' || unit === 'tokens'
        const measured = count(wavers ? settledWords(text).trimEnd() : text)
        return measured > max ? judge(measured) : undefined
      },
    }
  },
}
