import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { withPlainMarks } from '../../core/constraints/plain-marks.ts'
import { countWithin, outsideBounds } from '../../core/constraints/bounds.ts'
import { findOccurrences, minCharacters } from '../../core/constraints/terms.ts'
import { amount, quotedList, rangeText, statementOf } from '../../core/phrases/requirement-text.ts'
import { nearness, ordered, type Range } from '../shared/count.ts'
import { caseOption, nonBlankString } from '../shared/fixed-text.ts'
import { settledLetters, settledWords } from '../shared/settled.ts'
import { createTextValidator } from '../shared/text-validator.ts'
import { createIndexMap, hasVariantMarks, toComparable } from '../shared/typography.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const bound = z.int().min(0).max(100_000_000).optional()

const options = lazyStrictObject(() => ({
  term: nonBlankString.describe('the letter, word or phrase to count'),
  min: bound.describe('minimum number of occurrences'),
  max: bound.describe('maximum number of occurrences'),
  exactly: bound.describe('the exact number of occurrences, instead of min and max'),
  caseSensitive: caseOption,
  wholeWord: z.boolean().default(false).describe('count whole words only: not "art" in "party"'),
}))
  .refine(({ min, max, exactly }) => (min ?? max ?? exactly) !== undefined, 'needs min, max or exactly')
  .refine(({ min, max, exactly }) => exactly === undefined || (min ?? max) === undefined, {
    path: ['exactly'],
    message: 'must not be combined with min or max',
  })
  .refine(...ordered('min', 'max'))

export const frequency: ValidatorDefinition<typeof options> = {
  name: 'frequency',
  summary: 'A letter, word or phrase occurs a given number of times',
  options,
  create({ term: given, exactly, min = exactly, max = exactly, ...search }) {
    const term = { term: withPlainMarks(given.normalize()), ...search }
    const occurs = { kind: 'occurs', ...term, min: min ?? 0, max: max ?? Infinity } as const
    const fold = (text: string) => toComparable(text, search.caseSensitive)
    const needle = fold(given)
    const times = rangeText({ min, max }, 'times')
    const contained = statementOf('contain', quotedList([given]))
    const check = (folded: string, bounds: Range) => {
      const measured = [...findOccurrences(folded, needle, search.wholeWord)].length
      return {
        score: nearness(measured, bounds),
        fact: `${contained} ${amount(measured, 'times')}`,
        measured,
      }
    }
    return createTextValidator({
      name: 'frequency',
      tier: 'instant',
      requirement: `${contained} ${times}`,
      duty: `contain it ${times}`,
      constraints: hasVariantMarks(given)
        ? [
            { ...occurs, min: 0 },
            countWithin('characters', { min: occurs.min * minCharacters(term.term, false) }),
          ]
        : [occurs],
      constraintsIfFailed: hasVariantMarks(given) ? [] : outsideBounds(occurs),
      check(text) {
        const folded = fold(text)
        const result = check(folded, { min, max })
        if (result.measured <= (max ?? Infinity)) return result
        const indexOf = createIndexMap(text, search.caseSensitive)
        const excess = [...findOccurrences(folded, needle, search.wholeWord)].slice(max)
        const faults = excess.map((at) => ({
          at: indexOf(at),
          end: indexOf(at + needle.length),
          message: `${quotedList([given])}, must occur ${times}`,
        }))
        return { ...result, faults }
      },
      checkPrefix(text) {
        const settled = search.wholeWord ? fold(settledWords(text)) : settledLetters(fold(text))
        return check(settled, { max })
      },
    })
  },
}
