import * as z from 'zod'
import { SifakaError } from '../../core/errors.ts'
import { MODEL_NAME, type Definition, type Validator } from '../../core/ports.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'

const options = z.strictObject({
  rubric: z.string().regex(/\S/, 'expected a rubric').describe('what must be true of the text'),
  model: z
    .string()
    .regex(MODEL_NAME, 'expected provider:model, for example openai:gpt-4o-mini')
    .optional()
    .describe('the model to ask, as provider:model; default: the critic model of the settings'),
  cache: z.boolean().default(false).describe('do not ask again about a text that was judged'),
})

const shape = z.object({
  reason: z.string().describe('one or two sentences, with words of the text'),
  verdict: z.enum(['yes', 'no', 'cannot tell']),
})

const rubricFor = (rubric: string): string => `Decide whether this is true of the text: ${rubric}
- reason: what in the text shows it, in one or two sentences.
- verdict: "yes" if it is true, "no" if it is not, "cannot tell" if the text does not let you decide.`

export const judge: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'judge',
  summary: 'A model finds that something is true of the text',
  options,
  create({ rubric, model: name, cache }, needs) {
    const model = needs.model(name)
    return {
      name: 'judge',
      tier: 'model',
      requirement: rubric,
      here: true,
      fresh: !cache,
      async validate(draft, scope) {
        const question = { name: 'judge', rubric: rubricFor(rubric), shape }
        const { found, answer } = await needs.ask(model, question, draft, scope)
        const { verdict, reason } = found
        if (verdict === 'cannot tell') {
          throw new SifakaError('undecided', `${answer.model} cannot tell: ${reason}`, {
            usage: answer.usage,
          })
        }
        const passed = verdict === 'yes'
        return {
          validator: 'judge',
          passed,
          score: passed ? 1 : 0,
          measured: verdict,
          bound: rubric,
          message: passed ? `${rubric}: yes (${reason})` : `${reason}; must be so: ${rubric}`,
          usage: answer.usage,
        }
      },
    }
  },
}
