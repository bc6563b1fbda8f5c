import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { countSentences } from '../../classifiers/sentences.ts'
import { TEXT_UNITS } from '../../core/constraints/constraint.ts'
import { amount, rangeText } from '../../core/phrases/requirement-text.ts'
import { countMatches, nearness, ordered, type Range } from '../shared/count.ts'
import { settledWords } from '../shared/settled.ts'
import { createTextValidator } from '../shared/text-validator.ts'
import { paragraphsOf } from './structure-parts.ts'
import { loadTokenCounter, settledTokens } from './tokens.ts'

const bound = z.int().min(0).max(100_000_000).optional()

const options = z
  .strictObject({
    min: bound.describe('minimum length, counted in the unit'),
    max: bound.describe('maximum length, counted in the unit'),
    unit: z
      .enum([...TEXT_UNITS, 'paragraphs', 'tokens'])
      .default('words')
      .describe(
        'what to count: characters (code points), words (separated by white space), sentences, ' +
          'paragraphs (separated by blank lines, headings included) or tokens (of the o200k encoding)',
      ),
  })
  .refine(({ min, max }) => min !== undefined || max !== undefined, 'needs min, max or both')
  .refine(...ordered('min', 'max'))

const COUNTERS = {
  characters: (text: string) => countMatches(text, /[^]/gu),
  words: (text: string) => countMatches(text, /\S+/g),
  sentences: countSentences,
  paragraphs: (text: string) => paragraphsOf(text).length,
}

/** The part of an unfinished text whose count cannot shrink; default: all of it. */
const SETTLED: Partial<Record<string, (text: string) => string>> = {
  // The next word may continue the last sentence.
  sentences: (text) => settledWords(text).trimEnd(),
  tokens: settledTokens,
}

export const length: ValidatorDefinition<typeof options> = {
  name: 'length',
  summary: 'The text has a given number of characters, words, sentences, paragraphs or tokens',
  options,
  async create({ unit, ...range }) {
    const { min = 0, max = Infinity } = range
    const requirement = rangeText(range, unit)
    const count = unit === 'tokens' ? await loadTokenCounter() : COUNTERS[unit]
    const settled = SETTLED[unit] ?? ((text) => text)
    const check = (text: string, bounds: Range) => {
      const measured = count(text)
      return { score: nearness(measured, bounds), fact: amount(measured, unit), measured }
    }
    return createTextValidator({
      name: 'length',
      tier: unit === 'tokens' ? 'local' : 'instant',
      requirement,
      duty: `be ${requirement}`,
      constraints: [{ kind: 'count', unit, min, max }],
      check: (text) => check(text, range),
      // A text has at most three of any unit per UTF-16 code unit, so that short texts need no counting.
      checkPrefix: (text) => (3 * text.length <= max ? undefined : check(settled(text), { max })),
    })
  },
}
