import * as z from 'zod'
import type { Definition, Validator } from '../../core/ports.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { verdict } from '../shared/verdict.ts'
import { caseOption, either, endShare, ending, folded, toList, wordings } from '../shared/wording.ts'

const options = z.strictObject({
  text: wordings.describe('how the text must end, white space aside; of several, any will do'),
  caseSensitive: caseOption,
})

export const endsWith: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'ends-with',
  summary: 'The text ends with a fixed text',
  options,
  create({ text: given, caseSensitive }) {
    const endings = toList(given).map((each) => each.trim())
    const wanted = endings.map((each) => folded(each, caseSensitive))
    const requirement = `ends with ${either(endings)}`
    return {
      name: 'ends-with',
      tier: 'instant',
      requirement,
      demands: [{ kind: 'ends', anyOf: endings, caseSensitive }],
      validate({ text }) {
        const written = folded(text.trimEnd(), caseSensitive)
        const score = Math.max(...wanted.map((each) => endShare(written, each)))
        const fact = `ends with ${ending(text.trimEnd())}`
        return verdict('ends-with', requirement, [{ score, fact, duty: `end with ${either(endings)}` }])
      },
    }
  },
}
