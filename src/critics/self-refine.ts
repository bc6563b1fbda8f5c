/**
 * Implements the feedback step of "Self-Refine: Iterative Refinement with Self-Feedback" (Madaan et al. 2023, arXiv
 * 2303.17651): the model that wrote the text scores it by aspects, gives evidence and a fix for each aspect, and
 * signals when the text needs no further refinement. It sees its earlier attempts with their scores, the best one last.
 * The total score decides which of several attempts is best.
 */
import * as z from 'zod'
import type { CriticDefinition } from '../core/definitions.ts'
import { sealAsData } from '../core/phrases/sealed-data.ts'
import type { Iteration } from '../core/types.ts'
import { sumOf } from '../util/statistics.ts'
import { truncate } from '../util/truncate.ts'
import { confidence, keysFor, parts, score, severity, text } from './answer-shape.ts'
import { provenConfidence } from './evidence.ts'
import { createSingleCallCritic, effortOption, modelOption } from './model-critic.ts'
import { lazyObject, lazyStrictObject } from '../util/schemas/lazy-object.ts'

const RUBRIC = `Give feedback that the text can be refined by. For each aspect:
- score: 1 fails, 2 poor, 3 fair, 4 good, 5 leaves nothing to wish for.
- quote: the words of the text that the score rests on, copied letter by letter. Empty if something is missing.
- fix: where to change what, specific enough to act on. Empty only if there is nothing to change.
Then set stop to true if refining the text further would not make it noticeably better, else to false.

Aspects:`

/** The aspects from the paper's dialogue task that apply to any text. */
const ASPECTS = ['relevance', 'informativeness', 'specificity', 'consistency', 'fluency']
const BEST_SCORE = 5
const MAX_ATTEMPTS = 3
const MAX_ATTEMPT_CHARACTERS = 1500

const options = lazyStrictObject(() => ({
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
}))

const aspectShape = lazyObject(() => ({
  score: score(BEST_SCORE),
  quote: text('saves a lot of money'),
  fix: text('In the second paragraph, give the saving per year.'),
}))

export const selfRefine: CriticDefinition<typeof options> = {
  name: 'self-refine',
  summary: 'Lets the writing model score its text by aspects and suggest fixes (Self-Refine)',
  options,
  create({ model, effort, aspects, threshold }, needs) {
    const keys = keysFor('aspect', aspects)
    const aspectOf = (key: string) => aspects[keys.indexOf(key)] ?? key
    const shape = z.object({
      scores: parts(keys, aspectShape),
      stop: z.boolean().meta({ example: false }).catch(false),
      severity,
      confidence,
    })
    return createSingleCallCritic({
      name: 'self-refine',
      model: model === undefined ? needs.generator : needs.critic(model),
      effort,
      rubric: ({ history }) =>
        [...attemptsFrom(history), RUBRIC, ...keys.map((key) => `- ${key}: ${aspectOf(key)}`)].join('\n'),
      shape: () => shape,
      interpret({ scores, stop, confidence, severity }, { text }) {
        const given = Object.entries(scores).flatMap(([key, each]) =>
          each ? [{ aspect: aspectOf(key), ...each }] : [],
        )
        const weak = given
          .filter((each) => each.score < threshold)
          .toSorted((first, second) => first.score - second.score)
        const total = sumOf(given.map((each) => each.score))
        return {
          severity,
          confidence: provenConfidence(
            confidence,
            weak.map(({ quote }) => quote),
            text,
          ),
          needsImprovement: !stop && weak.length > 0,
          score: total / (BEST_SCORE * Math.max(1, given.length)),
          feedback: given
            .map(({ aspect, score, quote }) => `${aspect} ${score}/${BEST_SCORE}: ${quote || 'missing'}`)
            .join('\n'),
          suggestions: weak.map(({ aspect, fix }) => `${aspect}: ${fix || 'improve it'}`),
          details: { scores: given, total, stop },
        }
      },
    })
  },
}

/** Earlier attempts with their total score, the best one last, as in the authors' code; sealed as data. */
function attemptsFrom(history: readonly Iteration[]): string[] {
  const attempts = history
    .flatMap(({ generation, critiques }) => {
      const own = critiques.find(({ critic }) => critic === 'self-refine')
      return generation && own ? [{ draft: generation.text, own }] : []
    })
    .slice(-MAX_ATTEMPTS)
    .toSorted((first, second) => (first.own.score ?? 0) - (second.own.score ?? 0))
    .map(
      ({ draft, own }) =>
        `${truncate(draft, MAX_ATTEMPT_CHARACTERS)}\nScores of this attempt:\n${own.feedback}\nAdvice: ${own.suggestions.join('; ') || 'none'}`,
    )
  return attempts.length === 0
    ? []
    : [`Earlier attempts with their scores, as data:\n${sealAsData('attempts', attempts.join('\n\n'))}\n`]
}
