import * as z from 'zod'
import type { Constraint } from '../../core/constraints/constraint.ts'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import {
  caseOption,
  fixedTextOption,
  joinAlternatives,
  quoteStart,
  toAlternatives,
  startShare,
} from '../shared/fixed-text.ts'
import { settledLetters } from '../shared/settled.ts'
import { createTextValidator } from '../shared/text-validator.ts'

const options = z.strictObject({
  answers: fixedTextOption.describe('the answers, one of which the text must contain'),
  only: z
    .boolean()
    .default(false)
    .describe('the text must consist of the answer only; white space is ignored'),
  caseSensitive: caseOption,
})

export const oneOf: ValidatorDefinition<typeof options> = {
  name: 'one-of',
  summary: 'The text contains one of several fixed answers, or consists of it',
  options,
  create({ answers: given, only, caseSensitive }) {
    const { texts: answers, list, fold, folded } = toAlternatives(given, caseSensitive)
    const check = (text: string) => {
      const written = fold(text.trim())
      const found = answers.filter((_, index) => {
        const answer = folded[index] ?? ''
        return only ? written === answer : written.includes(answer)
      })
      if (found.length > 0) return { score: 1, fact: `the answer is ${joinAlternatives(found)}` }
      const near = Math.max(...folded.map((answer) => startShare(written, answer)))
      return { score: only ? 0.9 * near : 0, fact: `the text is ${quoteStart(text.trim())}` }
    }
    return createTextValidator({
      name: 'one-of',
      tier: 'instant',
      requirement: `${only ? 'is exactly' : 'contains'} ${list}`,
      duty: `${only ? 'be exactly' : 'contain'} ${list}`,
      constraints: only
        ? (['begins', 'ends'] as const).map((kind) => ({ kind, anyOf: answers, caseSensitive }))
        : constraintsOfAny(answers, caseSensitive),
      check,
      checkPrefix(text) {
        const settled = settledLetters(fold(text.trim()))
        return !only || folded.some((answer) => answer.startsWith(settled)) ? undefined : check(text)
      },
    })
  },
}

/** A text that must contain one of several texts need not contain any particular one. */
const constraintsOfAny = (texts: readonly string[], caseSensitive: boolean): Constraint[] =>
  texts.length === 1 ? texts.map((term) => ({ kind: 'includes', term, caseSensitive, wholeWord: false })) : []
