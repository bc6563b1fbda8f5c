/**
 * Implements the critiques and revision requests of "Constitutional AI: Harmlessness from AI Feedback" (Bai et al.
 * 2022, arXiv 2212.08073): the model compares the text with written principles, quotes the words that violate one, and
 * says how to revise them. The paper draws one principle at random in each round (`draw: 1`); by default, the model
 * judges all principles in one round.
 */
import * as z from 'zod'
import type { CriticDefinition } from '../core/definitions.ts'
import type { CritiqueRequest, Draft } from '../core/ports.ts'
import { digest } from '../util/hash.ts'
import { seededRandom } from '../util/random.ts'
import { confidence, parts, severity, text, verdict, worstSeverity } from './answer-shape.ts'
import { CONSTITUTION, type Principle } from './constitution.ts'
import { occursIn, provenConfidence } from './evidence.ts'
import { createSingleCallCritic, type Opinion, modelOptions } from './model-critic.ts'
import { lazyObject, lazyStrictObject } from '../util/schemas/lazy-object.ts'

const RUBRIC = `Hold the text against each of these principles. Give a verdict for each:
- quote: the words of the text that violate it, copied letter by letter. Empty if nothing is violated, or if the violation is that something is missing.
- violated: true only if the text violates the principle.
- fix: the change that ends the violation, in one sentence. Empty if nothing is violated.

Principles:`

const options = lazyStrictObject(() => ({
  ...modelOptions,
  principles: z
    .array(z.string().regex(/\S/, 'must be a sentence'))
    .min(1)
    .max(32)
    .optional()
    .describe('principles, as sentences that are true of a good text; default: 16 built-in principles'),
  draw: z
    .int()
    .min(1)
    .max(32)
    .optional()
    .describe('number of principles drawn at random in each iteration; default: all'),
  seed: z.int().min(0).default(0).describe('seed of the draw'),
}))

const verdictShape = lazyObject(() => ({
  quote: text('saves a lot of money'),
  violated: verdict(),
  severity,
  fix: text('Give the saving per year.'),
}))

export const constitutional: CriticDefinition<typeof options> = {
  name: 'constitutional',
  summary: 'Judges the text by written principles, one by one (Constitutional AI)',
  options,
  create({ model, effort, principles, draw, seed }, needs) {
    const constitution = principles?.map(ownPrinciple) ?? CONSTITUTION
    const keys = constitution.map((_, index) => `principle_${index + 1}`)
    const shapeFor = (drawn: readonly string[]) =>
      z.object({ verdicts: parts(drawn, verdictShape), confidence })
    const wholeShape = shapeFor(keys)
    type Value = z.output<typeof wholeShape>

    function interpret({ verdicts, confidence }: Value, words: string): Opinion {
      const given = Object.entries(verdicts).flatMap(([key, each]) => {
        const principle = constitution[keys.indexOf(key)]
        return each && principle ? [{ principle, ...each }] : []
      })
      const violations = given.filter(({ violated }) => violated)
      return {
        needsImprovement: violations.length > 0,
        confidence: provenConfidence(
          confidence,
          violations.map(({ quote }) => quote),
          words,
        ),
        severity: worstSeverity(violations),
        score: 1 - violations.length / Math.max(1, given.length),
        feedback:
          violations.map(({ quote, principle }) => `"${quote}" violates ${principle.id}`).join('\n') ||
          'no principle is violated',
        suggestions: violations.map(({ fix, principle }) => `${fix || principle.revision} (${principle.id})`),
        details: {
          verdicts: given.map(({ principle, ...each }) => ({ principle: principle.id, ...each })),
          unproven: violations
            .filter(({ quote }) => !occursIn(words, quote))
            .map(({ principle }) => principle.id),
        },
      }
    }

    const drawFor = ({ history }: CritiqueRequest, { prompt }: Draft) =>
      drawKeys(keys, draw ?? keys.length, `${seed} ${prompt.id} ${history.length}`)
    return createSingleCallCritic({
      name: 'constitutional',
      model: needs.critic(model),
      effort,
      rubric(request, draft) {
        const drawn = drawFor(request, draft)
        const lines = keys.flatMap((key, index) => {
          const principle = constitution[index]
          return principle && drawn.includes(key) ? `${key}. ${describePrinciple(principle)}` : []
        })
        return [RUBRIC, ...lines].join('\n')
      },
      shape(request, draft) {
        const drawn = drawFor(request, draft)
        return drawn.length === keys.length ? wholeShape : shapeFor(drawn)
      },
      interpret: (value, { text: words }) => interpret(value, words),
    })
  },
}

const ownPrinciple = (sentence: string, index: number): Principle => ({
  id: `principle ${index + 1}: ${sentence}`,
  critique: sentence,
  revision: `Make this true: ${sentence}`,
})

const describePrinciple = ({ id, critique, revision }: Principle): string =>
  id.endsWith(critique) ? critique : `${id}: ${critique} Revision: ${revision}`

/** Draws without replacement; the same seed gives the same keys, in the order of the list. */
function drawKeys(keys: readonly string[], count: number, seed: string): readonly string[] {
  if (count >= keys.length) return keys
  const random = seededRandom(parseInt(digest(seed).slice(0, 8), 16))
  const drawn = new Set(
    keys
      .map((key) => ({ key, rank: random() }))
      .toSorted((first, second) => first.rank - second.rank)
      .slice(0, count)
      .map(({ key }) => key),
  )
  return keys.filter((key) => drawn.has(key))
}
