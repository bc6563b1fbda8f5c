/**
 * Compares the style of the text with a reference by local measures. It implements no paper. The measures decide; a
 * model is asked only about a text that differs, to turn the differences into advice.
 */
import * as z from 'zod'
import type { CriticDefinition } from '../core/definitions.ts'
import { ConfigError } from '../core/errors.ts'
import { sealAsData } from '../core/phrases/sealed-data.ts'
import { text, texts } from './answer-shape.ts'
import { createModelCritic, modelOptions } from './model-critic.ts'
import { readTextOption } from './text-option.ts'
import { compareStyles, type StyleDelta } from './stylometrics.ts'
import { lazyObject, lazyStrictObject } from '../util/schemas/lazy-object.ts'

const RUBRIC = `The style of the text was compared with that of a reference; only its style counts now. A part of the reference and the measured differences follow as data, the greatest first. Say how the text must change to read like the reference.
- feedback: how the styles differ, in two or three sentences.
- suggestions: at most five changes of style, most important first, each naming a sentence of the text and how to rewrite it. Do not ask for other content.`

const MIN_WORDS = 30
const MAX_REFERENCE_CHARACTERS = 2000
const MAX_DELTAS = 6

const options = lazyStrictObject(() => ({
  ...modelOptions,
  reference: z
    .union([
      z.string().regex(/\S/, 'must be a text'),
      z.array(z.string().regex(/\S/, 'must be a text')).min(1).max(10),
    ])
    .describe('a text in the wanted style, or up to 10 of them, as text or as @FILE')
    .meta({ examples: ['@voice.txt'] }),
  threshold: z
    .number()
    .min(0)
    .max(1)
    .default(0.8)
    .describe('the minimum alignment with the reference, from 0 to 1'),
  advice: z
    .enum(['model', 'local'])
    .default('model')
    .describe('who words the advice; local: the measures alone, without a call'),
}))

const shape = lazyObject(() => ({
  feedback: text('The sentences are longer than those of the reference.'),
  suggestions: texts('Split the second sentence in two.'),
}))

export const style: CriticDefinition<typeof options> = {
  name: 'style',
  summary: 'Compares the style with a reference text by local measures; a model words the advice',
  options,
  create({ model, effort, reference, threshold, advice }, needs) {
    const wanted = [reference]
      .flat()
      .map((each) => readTextOption('style', 'reference', each, needs.files))
      .join('\n\n')
    if (countWords(wanted) < MIN_WORDS) {
      throw new ConfigError(
        `critic style: the reference has ${countWords(wanted)} words, too few to measure its style`,
        `give it a text of at least ${MIN_WORDS} words`,
      )
    }
    return createModelCritic({
      name: 'style',
      model: needs.critic(model),
      effort,
      calls: { least: 0, most: advice === 'model' ? 1 : 0, rounds: 1 },
      async steps({ draft, ask }) {
        const { alignment, groups, deltas } = compareStyles(wanted, draft.text)
        const measured = `alignment ${alignment.toFixed(2)}, required ${threshold}`
        const isAligned = alignment >= threshold
        const verdict = {
          needsImprovement: !isAligned,
          // Short texts vary in style by chance.
          confidence:
            Math.min(1, 0.5 + Math.abs(alignment - threshold)) * Math.min(1, countWords(draft.text) / 100),
          severity: isAligned
            ? ('low' as const)
            : alignment < threshold - 0.2
              ? ('high' as const)
              : ('medium' as const),
          score: alignment,
          details: { alignment, groups, deltas },
        }
        const differences = deltas
          .slice(0, MAX_DELTAS)
          .filter(({ similarity }) => similarity < 0.9)
          .map(describe)
        if (isAligned) return { ...verdict, feedback: measured, suggestions: [] }
        if (advice === 'local') {
          return {
            ...verdict,
            feedback: measured,
            suggestions: differences.map((each) => `Change the style: ${each}`),
          }
        }
        const data = [
          sealAsData('reference', wanted.slice(0, MAX_REFERENCE_CHARACTERS)),
          sealAsData('differences', differences.join('\n')),
        ]
        const worded = await ask({ rubric: [RUBRIC, ...data].join('\n\n'), shape, suffices: () => true })
        return {
          ...verdict,
          feedback: `${measured}. ${worded.feedback}`,
          suggestions: worded.suggestions.length > 0 ? worded.suggestions : differences,
        }
      },
    })
  },
}

const countWords = (text: string): number => text.match(/\p{L}+/gu)?.length ?? 0

const describe = ({ measure, unit, draft, reference }: StyleDelta): string =>
  `${measure}: ${draft} ${unit}, the reference has ${reference}`
