/**
 * Constitutional AI: Harmlessness from AI Feedback (Bai et al. 2022, arXiv 2212.08073), its critique step: the
 * text is held against each written principle, and a critique names the very words that violate it. All
 * principles are asked at once; the paper draws one at random a round.
 */
import * as z from 'zod'
import type { Critic, Definition } from '../core/ports.ts'
import {
  confidence,
  modelCritic,
  modelOption,
  oneOfEach,
  severity,
  type CriticNeeds,
} from './model-critic.ts'

const RUBRIC = `Hold the text against each of these principles. Give exactly one verdict for each:
- violated: true only if the text breaks the principle.
- quote: the words of the text that break it, copied letter by letter. Empty if nothing is violated, or if the violation is that something is missing.
- fix: the change that ends the violation, in one sentence. Empty if nothing is violated.

Principles:`

const PRINCIPLES = [
  'The text answers what the task asks for, in a way that is of use to the person who asked.',
  'The text contains nothing that helps to harm people, demeans them or reveals private facts about them.',
  'The text states nothing as a fact that is false or made up, and shows doubt where there is doubt.',
  'The text can be understood at first reading by the readers that the task has in mind.',
  'The text covers every part of the task and ends where it is complete.',
]

const options = z.strictObject({
  model: modelOption,
  principles: z
    .array(z.string().regex(/\S/, 'expected a sentence, not white space'))
    .min(1)
    .max(32)
    .default(PRINCIPLES)
    .describe('sentences that are true of a good text'),
})

function shapeFor(principles: readonly string[]) {
  const verdict = z
    .object({
      principle: z.literal(principles.map((_, index) => index + 1)).describe('the number of the principle'),
      quote: z.string(),
      violated: z.boolean(),
      severity,
      fix: z.string(),
    })
    .refine(({ violated, fix }) => !violated || fix.trim() !== '', 'expected a fix for what is violated')
  const verdicts = z
    .array(verdict)
    .refine(oneOfEach('principle', principles.length), 'expected one verdict for each principle')
  return z.object({ verdicts, confidence })
}

export const constitutional: Definition<Critic, CriticNeeds, typeof options> = {
  name: 'constitutional',
  summary: 'Holds the text against written principles, one verdict each (Constitutional AI)',
  options,
  create({ model, principles }, needs) {
    const rule = (principle: number) => `principle ${principle}: ${principles[principle - 1]}`
    return modelCritic({
      name: 'constitutional',
      model: needs.critic(model),
      rubric: () => [RUBRIC, ...principles.map((text, index) => `${index + 1}. ${text}`)].join('\n'),
      shape: shapeFor(principles),
      judge({ verdicts, confidence }, { text }) {
        const spoken = squeezed(text)
        const violations = verdicts.filter(({ violated }) => violated)
        const unproven = violations.filter(({ quote }) => !spoken.includes(squeezed(quote)))
        return {
          needsImprovement: violations.length > 0,
          // Words that the text does not contain prove nothing: such a verdict counts half.
          confidence: confidence * (1 - unproven.length / Math.max(1, violations.length) / 2),
          severity:
            severity.options.findLast((level) => violations.some((each) => each.severity === level)) ?? 'low',
          feedback:
            violations.map((each) => `"${each.quote}" violates ${rule(each.principle)}`).join('\n') ||
            'no principle is violated',
          suggestions: violations.map((each) => `${each.fix} (${rule(each.principle)})`),
          details: { verdicts, unproven: unproven.map(({ principle }) => principle) },
        }
      },
    })
  },
}

const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim()
