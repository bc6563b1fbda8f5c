import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { SifakaError } from '../../core/errors.ts'
import { MODEL_NAME } from '../../core/ports.ts'
import { nonBlankString } from '../shared/fixed-text.ts'
import { lazyObject, lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const options = lazyStrictObject(() => ({
  rubric: nonBlankString
    .describe('what must be true of the text')
    .meta({ examples: ['The text names no competitor'] }),
  model: z
    .string()
    .regex(MODEL_NAME, 'must be provider:model, for example sim:writer')
    .optional()
    .describe('the model to ask, as provider:model; default: the critic model of the settings'),
  cache: z.boolean().default(false).describe('do not ask the model again about a text that it has judged'),
}))

const shape = lazyObject(() => ({
  reason: z.string().describe('one or two sentences, with words of the text'),
  verdict: z.enum(['yes', 'no', 'cannot tell']),
}))

const rubricFor = (rubric: string): string => `Decide whether this is true of the text: ${rubric}
- reason: what in the text shows it, in one or two sentences.
- verdict: "yes" if it is true, "no" if it is not, "cannot tell" if the text does not let you decide.`

export const judge: ValidatorDefinition<typeof options> = {
  name: 'judge',
  summary: 'A model judges whether a statement is true of the text',
  options,
  create({ rubric, model: name, cache }, needs) {
    const model = needs.model(name)
    return {
      name: 'judge',
      tier: 'model',
      requirement: rubric,
      mainThreadOnly: true,
      cacheable: cache,
      readsPrompt: true,
      async validate(draft, scope) {
        const question = { name: 'judge', rubric: rubricFor(rubric), shape }
        const { value, answer } = await needs.ask(model, question, draft, scope)
        const { verdict, reason } = value
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
          message: `${passed ? 'true' : 'not true'}: "${rubric}" (${reason})`,
          usage: answer.usage,
        }
      },
    }
  },
}
