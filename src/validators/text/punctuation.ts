import * as z from 'zod'
import { didYouMean } from '../../util/lookup.ts'
import type { Definition, Validator } from '../../core/ports.ts'
import { amount, countMatches } from '../shared/count.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { verdict } from '../shared/verdict.ts'

/** So that nobody must escape a comma, which separates options. */
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
    const message = `expected punctuation, found "${given}"; ${didYouMean(given, Object.keys(MARKS))}`
    context.addIssue({ code: 'custom', message })
  })

const options = z.strictObject({
  forbidden: z
    .union([mark, z.array(mark).min(1).max(100)])
    .describe(
      `marks that must not occur: characters such as ;!, or names (${Object.keys(MARKS).join(', ')})`,
    ),
})

const shown = (marks: readonly string[]): string => marks.map((each) => `"${each}"`).join(', ')

export const punctuation: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'punctuation',
  summary: 'The text has none of the forbidden punctuation marks',
  options,
  create({ forbidden }) {
    const given = [forbidden].flat().map((each) => MARKS[each] ?? each)
    const marks = [...new Set(given.flatMap((each) => [...each]))]
    const requirement = `contains no ${shown(marks)}`
    const pattern = RegExp(
      `[${marks.map((each) => `\\u{${each.codePointAt(0)?.toString(16)}}`).join('')}]`,
      'gu',
    )
    const judge = (text: string) => {
      const measured = countMatches(text, pattern)
      const found = marks.filter((each) => text.includes(each))
      const fact = measured === 0 ? `no ${shown(marks)}` : `${shown(found)} ${amount(measured, 'times')}`
      const check = { score: 1 / (1 + measured), fact, duty: `contain no ${shown(marks)}` }
      return { ...verdict('punctuation', requirement, [check]), measured }
    }
    return {
      name: 'punctuation',
      tier: 'instant',
      requirement,
      demands: marks.map((term) => ({ kind: 'excludes', term, caseSensitive: true, wholeWord: false })),
      validate: ({ text }) => judge(text),
      prefix: (text) => (RegExp(pattern, 'u').test(text) ? judge(text) : undefined),
    }
  },
}
