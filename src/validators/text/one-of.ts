import * as z from 'zod'
import type { Definition, Validator } from '../../core/ports.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { verdict } from '../shared/verdict.ts'
import {
  caseOption,
  either,
  folded,
  includesAny,
  opening,
  startShare,
  toList,
  wordings,
} from '../shared/wording.ts'

const options = z.strictObject({
  answers: wordings.describe('the answers, one of which the text must contain'),
  only: z
    .boolean()
    .default(false)
    .describe('the text must be the answer and nothing else, white space aside'),
  caseSensitive: caseOption,
})

export const oneOf: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'one-of',
  summary: 'The text contains, or is, one of fixed answers',
  options,
  create({ answers: given, only, caseSensitive }) {
    const answers = toList(given).map((each) => each.trim())
    const wanted = answers.map((each) => folded(each, caseSensitive))
    const requirement = `${only ? 'is exactly' : 'contains'} ${either(answers)}`
    const judge = (text: string) => {
      const written = folded(text.trim(), caseSensitive)
      const found = answers.filter((_, index) => {
        const answer = wanted[index] ?? ''
        return only ? written === answer : written.includes(answer)
      })
      const near = Math.max(...wanted.map((each) => startShare(written, each)))
      const fact = found.length > 0 ? `the answer is ${either(found)}` : `the text is ${opening(text.trim())}`
      const score = found.length > 0 ? 1 : only ? 0.9 * near : 0
      const duty = `${only ? 'be exactly' : 'contain'} ${either(answers)}`
      return verdict('one-of', requirement, [{ score, fact, duty }])
    }
    return {
      name: 'one-of',
      tier: 'instant',
      requirement,
      demands: only
        ? [
            { kind: 'begins', anyOf: answers, caseSensitive },
            { kind: 'ends', anyOf: answers, caseSensitive },
          ]
        : includesAny(answers, caseSensitive),
      validate: ({ text }) => judge(text),
      prefix(text) {
        if (!only) return undefined
        const written = folded(text.trim(), caseSensitive)
        return wanted.some((each) => each.startsWith(written)) ? undefined : judge(text)
      },
    }
  },
}
