import * as z from 'zod'
import type { Definition, Validator } from '../../core/ports.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { verdict } from '../shared/verdict.ts'
import { caseOption, folded, opening, startShare } from '../shared/wording.ts'

const options = z.strictObject({
  prompt: z
    .string()
    .regex(/\S/, 'expected a prompt, not white space')
    .optional()
    .describe('what must be repeated; default: the prompt itself'),
  caseSensitive: caseOption,
})

export const repeatsPrompt: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'repeats-prompt',
  summary: 'The text begins by repeating the prompt, word for word',
  options,
  create({ prompt: given, caseSensitive }) {
    const requirement =
      given === undefined
        ? 'first repeats the prompt, word for word'
        : `first repeats, word for word: ${given}`
    const judge = (text: string, prompt: string) => {
      const written = folded(text.trimStart(), caseSensitive)
      const score = startShare(written, folded(prompt.trim(), caseSensitive))
      const fact =
        score === 1
          ? 'repeats the prompt'
          : `begins with ${opening(text.trimStart())}, ${Math.floor(score * 100)} % of the prompt`
      return verdict('repeats-prompt', requirement, [
        { score, fact, duty: `begin with ${opening(prompt.trim())}` },
      ])
    }
    return {
      name: 'repeats-prompt',
      tier: 'instant',
      requirement,
      demands: given === undefined ? [] : [{ kind: 'begins', anyOf: [given.trim()], caseSensitive }],
      validate: ({ text, prompt }) => judge(text, given ?? prompt.text),
      prefix(text) {
        if (given === undefined) return undefined
        const written = folded(text.trimStart(), caseSensitive)
        const wanted = folded(given.trim(), caseSensitive)
        return wanted.startsWith(written) || written.startsWith(wanted) ? undefined : judge(text, given)
      },
    }
  },
}
