/**
 * Implements the feedback step of "Self-Refine: Iterative Refinement with Self-Feedback" (Madaan et al. 2023,
 * arXiv 2303.17651): the model that wrote the text scores it by aspects, gives evidence and a fix for each
 * aspect, and signals when the text needs no further refinement.
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

const RUBRIC = `Give feedback that the text can be refined by. For each aspect:
- score: 1 fails, 2 poor, 3 fair, 4 good, 5 leaves nothing to wish for.
- evidence: the words of the text, or what is missing from it, that the score rests on.
- fix: where to change what, specific enough to act on. Empty only if there is nothing to change.
Then set stop to true if refining the text further would not make it noticeably better, else to false.

Aspects:`

/** The aspects from the paper's dialogue task that apply to any text. */
const ASPECTS = ['relevance', 'informativeness', 'specificity', 'consistency', 'fluency']

const options = z.strictObject({
  model: modelOption.describe('the model to ask, as provider:model; default: the model that writes'),
  effort: effortOption,
  aspects: z
    .array(z.string().regex(/\S/, 'must be the name of an aspect'))
    .min(1)
    .max(20)
    .refine((aspects) => new Set(aspects).size === aspects.length, 'must not contain an aspect twice')
    .default(ASPECTS)
    .describe('the aspects that the model scores'),
  threshold: z.int().min(2).max(5).default(4).describe('the minimum score of an aspect, from 2 to 5'),
})

function shapeFor(aspects: readonly string[], threshold: number) {
  const score = z
    .object({
      aspect: z.enum(aspects),
      evidence: z.string(),
      score: z.literal([1, 2, 3, 4, 5]),
      fix: z.string(),
    })
    .refine(({ score, fix }) => score >= threshold || fix.trim() !== '', 'expected a fix for a low score')
  return z.object({
    scores: z
      .array(score)
      .refine(hasOneOfEach('aspect', aspects.length), 'expected one score for each aspect'),
    stop: z.boolean().describe('true if there is nothing left to refine'),
    severity,
    confidence,
  })
}

export const selfRefine: CriticDefinition<typeof options> = {
  name: 'self-refine',
  summary: 'Lets the writing model score its text by aspects and suggest fixes (Self-Refine)',
  options,
  create: ({ model, effort, aspects, threshold }, needs) =>
    createModelCritic({
      name: 'self-refine',
      model: model === undefined ? needs.generator : needs.critic(model),
      effort,
      rubric: () => [RUBRIC, ...aspects.map((aspect) => `- ${aspect}`)].join('\n'),
      shape: shapeFor(aspects, threshold),
      interpret({ scores, stop, ...assessment }) {
        const weak = scores
          .filter(({ score }) => score < threshold)
          .toSorted((first, second) => first.score - second.score)
        const reasons = scores.map(({ aspect, score, evidence }) => `${aspect} ${score}/5: ${evidence}`)
        return {
          ...assessment,
          needsImprovement: !stop && weak.length > 0,
          feedback: reasons.join('\n'),
          suggestions: weak.map(({ aspect, fix }) => `${aspect}: ${fix}`),
          details: { scores, total: scores.reduce((sum, { score }) => sum + score, 0), stop },
        }
      },
    }),
}
