import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { amount, joinParts, rangeText } from '../../core/phrases/requirement-text.ts'
import { countMatches, nearness, type Range } from '../shared/count.ts'
import { rangeOption, readRange } from '../shared/range-option.ts'
import { settledWords } from '../shared/settled.ts'
import { createTextValidator, type CheckResult, type Fault } from '../shared/text-validator.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const options = lazyStrictObject(() => ({
  upper: z.boolean().default(false).describe('no lower-case letter'),
  lower: z.boolean().default(false).describe('no upper-case letter'),
  capitalWords: rangeOption.describe(
    'the number of words with two or more letters, all of them capitals: 3.. or ..2',
  ),
}))
  .refine(
    ({ upper, lower, capitalWords }) => upper || lower || capitalWords !== undefined,
    'needs upper, lower or capitalWords',
  )
  .refine(({ upper, lower }) => !(upper && lower), 'upper and lower exclude each other')

const CAPITAL = /[\p{Uppercase}\p{Lt}]/gu
const SMALL = /[\p{Lowercase}\p{Lt}]/gu
/** Words end at white space and punctuation. A pattern of letter classes would overflow the stack on a long word. */
const WORD = /[^\s.,:;!?()[\]{}<>"“”„«»/\\|*_~`=+…–—]+/g

/** Whether a word has two or more capitals and no small letter; "I" and "A" do not count. */
const isInCapitals = (word: string): boolean =>
  !/[\p{Lowercase}\p{Lt}]/u.test(word) && /\p{Lu}[^\p{Lu}]{0,40}\p{Lu}/u.test(word)

const wordsWith = (text: string, isFaulty: (word: string) => boolean, fault: string): Fault[] =>
  [...text.matchAll(WORD)]
    .filter(([word]) => isFaulty(word))
    .map(({ 0: word, index: at }) => ({ at, end: at + word.length, message: `"${word}" ${fault}` }))

/** Letters without case, such as Chinese letters, pass in both cases. */
function caseCheck(text: string, wrong: RegExp, right: RegExp, name: string): CheckResult {
  const count = countMatches(text, wrong)
  const [first = ''] = RegExp(wrong, 'u').exec(text) ?? []
  return {
    score: count === 0 ? 1 : 1 - count / (count + countMatches(text, right)),
    fact: count === 0 ? `no ${name} letter` : `${amount(count, `${name} letters`)}, first "${first}"`,
    duty: '',
    faults:
      count === 0 ? [] : wordsWith(text, (word) => RegExp(wrong, 'u').test(word), `has a ${name} letter`),
  }
}

function capitalWordsCheck(text: string, range: Range): CheckResult {
  let count = 0
  for (const [word] of text.matchAll(WORD)) if (isInCapitals(word)) count++
  return {
    score: nearness(count, range),
    fact: `${amount(count, 'words')} in capitals`,
    faults: count > (range.max ?? Infinity) ? wordsWith(text, isInCapitals, 'is in capitals') : [],
  }
}

export const letterCase: ValidatorDefinition<typeof options> = {
  name: 'case',
  summary: 'The text is in upper case, in lower case, or has a number of words in capitals',
  options,
  create({ upper, lower, capitalWords }) {
    const range = capitalWords === undefined ? undefined : readRange(capitalWords)
    const capitals = range && `${rangeText(range, 'words')} in capitals`
    const check = (text: string, words: string, bounds: Range | undefined) => [
      ...(upper ? [caseCheck(text, SMALL, CAPITAL, 'small')] : []),
      ...(lower ? [caseCheck(text, CAPITAL, SMALL, 'capital')] : []),
      ...(bounds ? [capitalWordsCheck(words, bounds)] : []),
    ]
    return createTextValidator({
      name: 'case',
      tier: 'instant',
      requirement: joinParts([
        ...(upper ? ['in capital letters only'] : []),
        ...(lower ? ['in small letters only'] : []),
        ...(capitals ? [`has ${capitals}`] : []),
      ]),
      duty: capitals && `have ${capitals}`,
      constraints: [
        ...(upper ? [{ kind: 'letters', case: 'lower', some: false } as const] : []),
        ...(lower || (range?.min ?? 0) > 0
          ? [{ kind: 'letters', case: 'upper', some: !lower } as const]
          : []),
      ],
      check: (text) => check(text, text, range),
      checkPrefix: (text) => check(text, settledWords(text), range && { max: range.max }),
    })
  },
}
