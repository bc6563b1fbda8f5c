import * as z from 'zod'
import type { Definition, Validator } from '../../core/ports.ts'
import { amount, countMatches, nearness, rangeText, type Range } from '../shared/count.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { rangeOption, readRange } from '../shared/range-option.ts'
import { settledWords } from '../shared/settled.ts'
import { verdict, type Check } from '../shared/verdict.ts'

const options = z
  .strictObject({
    upper: z.boolean().default(false).describe('no small letter anywhere'),
    lower: z.boolean().default(false).describe('no capital letter anywhere'),
    capitalWords: rangeOption.describe(
      'how many words of two or more letters are in capitals only: 3.. or ..2',
    ),
  })
  .refine(
    ({ upper, lower, capitalWords }) => upper || lower || capitalWords !== undefined,
    'expected upper, lower or capitalWords',
  )
  .refine(({ upper, lower }) => !(upper && lower), 'expected either upper or lower, not both')

const CAPITAL = /[\p{Uppercase}\p{Lt}]/gu
const SMALL = /[\p{Lowercase}\p{Lt}]/gu
/** What white space and punctuation leave together; an expression with letter classes would fail on a long one. */
const WORD = /[^\s.,:;!?()[\]{}<>"“”„«»/\\|*_~`=+…–—]+/g

function countCapitalWords(text: string): number {
  let count = 0
  for (const [word] of text.matchAll(WORD)) if (isInCapitals(word)) count++
  return count
}

/** "I" and "A" are not meant by anybody who asks for words in capitals. */
const isInCapitals = (word: string): boolean =>
  !/[\p{Lowercase}\p{Lt}]/u.test(word) && /\p{Lu}[^\p{Lu}]{0,40}\p{Lu}/u.test(word)

/** A letter that is neither capital nor small, as in Chinese, is of no case and right in any. */
function caseCheck(text: string, wrong: RegExp, right: RegExp, name: string): Check {
  const count = countMatches(text, wrong)
  const [first = ''] = RegExp(wrong, 'u').exec(text) ?? []
  return {
    score: count === 0 ? 1 : 1 - count / (count + countMatches(text, right)),
    fact: count === 0 ? `no ${name} letter` : `${amount(count, `${name} letters`)}, first "${first}"`,
    duty: `have no ${name} letter`,
  }
}

const capitalCheck = (text: string, range: Range): Check => {
  const count = countCapitalWords(text)
  const fact = `${amount(count, 'words')} in capitals`
  return { score: nearness(count, range), fact, duty: `have ${rangeText(range, 'words')} in capitals` }
}

export const letterCase: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'case',
  summary: 'The text is in capitals, in small letters, or has a number of words in capitals',
  options,
  create({ upper, lower, capitalWords }) {
    const range = capitalWords === undefined ? undefined : readRange(capitalWords)
    const requirement = [
      ...(upper ? ['in capital letters only'] : []),
      ...(lower ? ['in small letters only'] : []),
      ...(range ? [`has ${rangeText(range, 'words')} in capitals`] : []),
    ].join('; ')
    const caseChecks = (text: string): Check[] => [
      ...(upper ? [caseCheck(text, SMALL, CAPITAL, 'small')] : []),
      ...(lower ? [caseCheck(text, CAPITAL, SMALL, 'capital')] : []),
    ]
    return {
      name: 'case',
      tier: 'instant',
      requirement,
      demands: [
        ...(upper ? [{ kind: 'letters', case: 'lower', some: false } as const] : []),
        ...(lower || (range?.min ?? 0) > 0
          ? [{ kind: 'letters', case: 'upper', some: !lower } as const]
          : []),
      ],
      validate: ({ text }) =>
        verdict('case', requirement, [...caseChecks(text), ...(range ? [capitalCheck(text, range)] : [])]),
      prefix(text) {
        const checks = caseChecks(text)
        const written = settledWords(text)
        if (range && countCapitalWords(written) > (range.max ?? Infinity)) {
          checks.push(capitalCheck(written, range))
        }
        return checks.some(({ score }) => score < 1) ? verdict('case', requirement, checks) : undefined
      },
    }
  },
}
