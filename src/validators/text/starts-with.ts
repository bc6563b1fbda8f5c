import * as z from 'zod'
import type { Definition, Validator } from '../../core/ports.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { verdict } from '../shared/verdict.ts'
import { caseOption, either, folded, opening, startShare, toList, wordings } from '../shared/wording.ts'

const options = z.strictObject({
  text: wordings.describe('how the text must begin, white space aside; of several, any will do'),
  caseSensitive: caseOption,
})

export const startsWith: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'starts-with',
  summary: 'The text begins with a fixed text',
  options,
  create({ text: given, caseSensitive }) {
    const openings = toList(given).map((each) => each.trim())
    const wanted = openings.map((each) => folded(each, caseSensitive))
    const requirement = `begins with ${either(openings)}`
    const judge = (text: string) => {
      const written = folded(text.trimStart(), caseSensitive)
      const score = Math.max(...wanted.map((each) => startShare(written, each)))
      const fact = `begins with ${opening(text.trimStart())}`
      return verdict('starts-with', requirement, [{ score, fact, duty: `begin with ${either(openings)}` }])
    }
    return {
      name: 'starts-with',
      tier: 'instant',
      requirement,
      demands: [{ kind: 'begins', anyOf: openings, caseSensitive }],
      validate: ({ text }) => judge(text),
      prefix(text) {
        const written = folded(text.trimStart(), caseSensitive)
        const open = wanted.some((each) => written.startsWith(each) || each.startsWith(written))
        return open ? undefined : judge(text)
      },
    }
  },
}
