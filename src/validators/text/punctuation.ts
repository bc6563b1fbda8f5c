import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { didYouMean } from '../../util/lookup.ts'
import { amount, quotedList } from '../../core/phrases/requirement-text.ts'
import { countMatches } from '../shared/count.ts'
import { escapeRegExp } from '../shared/fixed-text.ts'
import { createTextValidator } from '../shared/text-validator.ts'

/** Names spare users from escaping marks such as the comma, which separates options. */
const MARKS: Readonly<Record<string, string>> = {
  comma: ',',
  period: '.',
  colon: ':',
  semicolon: ';',
  exclamation: '!',
  question: '?',
  hyphen: '-',
  dash: '–—',
  quote: '"“”„«»',
  apostrophe: "'’",
  parenthesis: '()',
  bracket: '[]',
  asterisk: '*',
  slash: '/',
  ellipsis: '…',
}

const mark = z
  .string()
  .min(1)
  .superRefine((given, context) => {
    if (given in MARKS || !/[\p{L}\p{N}\s]/u.test(given)) return
    const message = `"${given}" is not a punctuation mark; ${didYouMean(given, Object.keys(MARKS))}`
    context.addIssue({ code: 'custom', message })
  })

const options = z.strictObject({
  forbidden: z
    .union([mark, z.array(mark).min(1).max(100)])
    .describe(
      `marks that must not occur: characters such as ;!, or names (${Object.keys(MARKS).join(', ')})`,
    ),
})

export const punctuation: ValidatorDefinition<typeof options> = {
  name: 'punctuation',
  summary: 'The text has none of the forbidden punctuation marks',
  options,
  create({ forbidden }) {
    const given = [forbidden].flat().map((each) => MARKS[each] ?? each)
    const marks = [...new Set(given.flatMap((each) => [...each]))]
    const list = quotedList(marks)
    const pattern = RegExp(marks.map(escapeRegExp).join('|'), 'gu')
    const check = (text: string) => {
      const measured = countMatches(text, pattern)
      const found = quotedList(marks.filter((each) => text.includes(each)))
      const fact = measured === 0 ? `no ${list}` : `${found} ${amount(measured, 'times')}`
      return { score: 1 / (1 + measured), fact, measured }
    }
    return createTextValidator({
      name: 'punctuation',
      tier: 'instant',
      requirement: `contains no ${list}`,
      duty: `contain no ${list}`,
      constraints: marks.map((term) => ({ kind: 'excludes', term, caseSensitive: true, wholeWord: false })),
      check,
      checkPrefix: check,
    })
  },
}
