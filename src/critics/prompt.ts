/** Judges the text by the user's own rubric. It implements no paper. */
import * as z from 'zod'
import type { CriticDefinition } from '../core/definitions.ts'
import { confidence, severity, text, texts, verdict } from './answer-shape.ts'
import { provenConfidence } from './evidence.ts'
import { createSingleCallCritic, modelOptions } from './model-critic.ts'
import { readTextOption } from './text-option.ts'
import { lazyObject, lazyStrictObject } from '../util/schemas/lazy-object.ts'

const RUBRIC = `Review the text by the rubric at the end of this message.
- feedback: in two or three sentences, how well the text meets the rubric.
- quote: the words of the text that fall short most, copied letter by letter. Empty if something is missing, or if nothing falls short.
- needsImprovement: true only if the text does not meet the rubric.
- suggestions: at most five changes that would meet it, most important first. Empty if the text meets it.

Rubric:`

const options = lazyStrictObject(() => ({
  ...modelOptions,
  rubric: z
    .string()
    .regex(/\S/, 'must be a non-blank string')
    .describe('what a good text is like, as text or as @FILE')
    .meta({ examples: ['The text is friendly'] }),
}))

const shape = lazyObject(() => ({
  feedback: text('The tone is warmer than the rubric asks for.'),
  quote: text('our lovely little lamp'),
  needsImprovement: verdict(),
  suggestions: texts('In the first sentence, write "the lamp".'),
  severity,
  confidence,
}))

export const promptCritic: CriticDefinition<typeof options> = {
  name: 'prompt',
  summary: 'Judges the text by your own rubric, a text or a file',
  options,
  create({ model, effort, rubric }, needs) {
    const own = readTextOption('prompt', 'rubric', rubric, needs.files)
    return createSingleCallCritic({
      name: 'prompt',
      model: needs.critic(model),
      effort,
      rubric: () => `${RUBRIC}\n${own}`,
      shape: () => shape,
      interpret({ quote, confidence, ...opinion }, { text }) {
        const quotes = opinion.needsImprovement ? [quote] : []
        return { ...opinion, confidence: provenConfidence(confidence, quotes, text), details: { quote } }
      },
    })
  },
}
