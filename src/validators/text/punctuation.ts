import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { didYouMean } from '../../util/lookup.ts'
import { amount, forbiddenTerms, quotedList } from '../../core/phrases/requirement-text.ts'
import { countMatches } from '../shared/count.ts'
import { escapeRegExp } from '../shared/fixed-text.ts'
import { createTextValidator } from '../shared/text-validator.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

/** Users may name marks, since a mark such as the comma, which separates options, would have to be escaped. */
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

/** The forms of marks in other scripts and in other typography, which are forbidden together with the mark. */
const OTHER_FORMS: Readonly<Record<string, readonly string[]>> = {
  ',': ['，', '､', '、', '،', '፣'],
  '.': ['。', '．', '｡', '।', '॥', '۔', '։', '።', '។', '။', '།'],
  ':': ['：'],
  ';': ['；', '؛', '፤'],
  '!': ['！', '՜'],
  '?': ['？', '؟', '\u037e', '՞', '፧'],
  '-': ['‐', '‑', '－'],
  '—': ['―', '⸺'],
  '"': ['「', '」', '『', '』', '＂', '‟'],
  "'": ['‘', '＇', 'ʼ'],
  '(': ['（'],
  ')': ['）'],
  '[': ['［', '【'],
  ']': ['］', '】'],
  '*': ['＊'],
  '/': ['／'],
  '…': ['...', '. . .'],
}

const mark = z
  .string()
  .min(1)
  .superRefine((given, context) => {
    if (given in MARKS || !/[\p{L}\p{N}\s]/u.test(given)) return
    const message = `"${given}" is not a punctuation mark; ${didYouMean(given, Object.keys(MARKS))}`
    context.addIssue({ code: 'custom', message })
  })

const options = lazyStrictObject(() => ({
  forbidden: z
    .union([mark, z.array(mark).min(1).max(100)])
    .describe(
      `marks that must not occur: characters such as ;!, or names (${Object.keys(MARKS).join(', ')})`,
    ),
}))

export const punctuation: ValidatorDefinition<typeof options> = {
  name: 'punctuation',
  summary: 'The text has none of the forbidden punctuation marks',
  options,
  create({ forbidden }) {
    const marks = [...new Set([forbidden].flat().flatMap(marksOf))]
    const forms = marks.flatMap((each) => [each, ...(OTHER_FORMS[each] ?? [])])
    const list = quotedList(marks)
    // More than three dots are one mark, unless full stops are forbidden as well.
    const patterns = forms.map((each) => (each === '...' ? String.raw`\.{3,}` : escapeRegExp(each)))
    const pattern = RegExp(patterns.join('|'), 'gu')
    const check = (text: string) => {
      const measured = countMatches(text, pattern)
      const present = forms.filter((each) => text.includes(each))
      const times = measured > present.length ? ` (${amount(measured, 'times')})` : ''
      const fact = measured === 0 ? `no ${list}` : `${forbiddenTerms(present)}${times}`
      const faults = Array.from(text.matchAll(pattern), ({ 0: found, index: at }) => ({
        at,
        end: at + found.length,
        message: `${JSON.stringify(found)} is forbidden`,
      }))
      return { score: 1 / (1 + measured), fact, measured, faults }
    }
    return createTextValidator({
      name: 'punctuation',
      tier: 'instant',
      requirement: `contains no ${list}`,
      duty: '',
      constraints: forms.map((term) => ({ kind: 'excludes', term, caseSensitive: true, wholeWord: false })),
      check,
      checkPrefix: check,
    })
  },
}

/** `given` is a name, dots, or characters each of which is a mark. */
const marksOf = (given: string): string[] => [...(given === '...' ? '…' : (MARKS[given] ?? given))]
