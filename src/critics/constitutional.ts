/**
 * Implements the critique step of "Constitutional AI: Harmlessness from AI Feedback" (Bai et al. 2022, arXiv
 * 2212.08073): the model compares the text with written principles and quotes the words that violate a
 * principle. Here, the model judges all principles at once; the paper draws one principle at random in each
 * round.
 */
import * as z from 'zod'
import type { CriticDefinition } from '../core/definitions.ts'
import {
  confidence,
  createModelCritic,
  effortOption,
  modelOption,
  hasOneOfEach,
  severity,
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
  effort: effortOption,
  principles: z
    .array(z.string().regex(/\S/, 'must be a sentence'))
    .min(1)
    .max(32)
    .default(PRINCIPLES)
    .describe('principles, as sentences that are true of a good text'),
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
    .refine(hasOneOfEach('principle', principles.length), 'expected one verdict for each principle')
  return z.object({ verdicts, confidence })
}

export const constitutional: CriticDefinition<typeof options> = {
  name: 'constitutional',
  summary: 'Judges the text by written principles, one by one (Constitutional AI)',
  options,
  create({ model, effort, principles }, needs) {
    const describePrinciple = (principle: number) => `principle ${principle}: ${principles[principle - 1]}`
    return createModelCritic({
      name: 'constitutional',
      model: needs.critic(model),
      effort,
      rubric: () => [RUBRIC, ...principles.map((text, index) => `${index + 1}. ${text}`)].join('\n'),
      shape: shapeFor(principles),
      interpret({ verdicts, confidence }, { text }) {
        const words = collapseSpace(text)
        const violations = verdicts.filter(({ violated }) => violated)
        const misquoted = violations.filter(({ quote }) => !words.includes(collapseSpace(quote)))
        return {
          needsImprovement: violations.length > 0,
          // A verdict with a quote that does not occur in the text counts only half.
          confidence: confidence * (1 - misquoted.length / Math.max(1, violations.length) / 2),
          severity:
            severity.options.findLast((level) => violations.some((each) => each.severity === level)) ?? 'low',
          feedback:
            violations
              .map((each) => `"${each.quote}" violates ${describePrinciple(each.principle)}`)
              .join('\n') || 'no principle is violated',
          suggestions: violations.map((each) => `${each.fix} (${describePrinciple(each.principle)})`),
          details: { verdicts, unproven: misquoted.map(({ principle }) => principle) },
        }
      },
    })
  },
}

const collapseSpace = (text: string): string => text.replace(/\s+/g, ' ').trim()
