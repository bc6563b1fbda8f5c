import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { withoutOpenTag } from '../../classifiers/sentences/markup.ts'
import { countSentences } from '../../classifiers/sentences.ts'
import { outsideBounds } from '../../core/constraints/bounds.ts'
import { TEXT_UNITS } from '../../core/constraints/constraint.ts'
import { amount, rangeText } from '../../core/phrases/requirement-text.ts'
import { countMatches, nearness, ordered, type Range } from '../shared/count.ts'
import { settledWords } from '../shared/settled.ts'
import { createTextValidator } from '../shared/text-validator.ts'
import { paragraphsOf } from './structure/structure-parts.ts'
import { loadTokenCounter, settledTokens } from './tokens.ts'
import { countSpacedWords, countWords, lacksSpaces } from './words.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const bound = z.int().min(0).max(100_000_000).optional()

const options = lazyStrictObject(() => ({
  min: bound.describe('minimum length, counted in the unit'),
  max: bound.describe('maximum length, counted in the unit').meta({ examples: [120] }),
  unit: z
    .enum([...TEXT_UNITS, 'paragraphs', 'tokens'])
    .default('words')
    .describe(
      'what to count: characters (code points), words (separated by white space; in ' +
        'scripts without spaces, such as Chinese and Thai, by Intl.Segmenter), sentences, ' +
        'paragraphs (separated by blank lines, headings included) or tokens (of the o200k encoding)',
    ),
}))
  .refine(({ min, max }) => min !== undefined || max !== undefined, 'needs min, max or both')
  .refine(...ordered('min', 'max'))

/** A code point that takes two units of UTF-16. */
const SURROGATE_PAIR = /[\ud800-\udbff][\udc00-\udfff]/g

const COUNTERS = {
  characters: (text: string) => text.length - countMatches(text, SURROGATE_PAIR),
  words: countWords,
  sentences: countSentences,
  paragraphs: (text: string) => paragraphsOf(text).length,
}

/** By unit, the part of an unfinished text whose number of units no continuation can lower; default: all of it. */
const SETTLED: Partial<Record<string, (text: string) => string>> = {
  // The last word is left out, since the next word may continue the last sentence.
  sentences: (text) => withoutOpenTag(settledWords(text)).trimEnd(),
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
    const judge = (measured: number, bounds: Range, note = '') => ({
      score: nearness(measured, bounds),
      fact: amount(measured, unit) + note,
      measured,
    })
    // The script of most letters may change as the text continues, so white space alone counts.
    const countSettled =
      unit === 'words' ? countSpacedWords : (text: string) => count(SETTLED[unit]?.(text) ?? text)
    return createTextValidator({
      name: 'length',
      tier: unit === 'tokens' ? 'local' : 'instant',
      requirement,
      duty: `be ${requirement}`,
      constraints: [{ kind: 'count', unit, min, max }],
      constraintsIfFailed: outsideBounds({ kind: 'count', unit, min, max }),
      check: (text) =>
        judge(
          count(text),
          range,
          unit === 'words' && lacksSpaces(text) ? ' (counted by Intl.Segmenter)' : '',
        ),
      // A text has at most three units per UTF-16 code unit, whatever the unit, so a short text needs no counting.
      checkPrefix: (text) => (3 * text.length <= max ? undefined : judge(countSettled(text), { max })),
    })
  },
}
