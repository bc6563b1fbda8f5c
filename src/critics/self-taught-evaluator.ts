/**
 * Implements the judging steps of "Self-Taught Evaluators" (Wang et al. 2024, arXiv 2408.02666): the model writes a
 * good text for the task and, for a similar but different task, a text that is therefore known to be worse. Sampled
 * judges set up their own criteria and compare both texts in both orders. The paper trains on the verdicts that are
 * right; here, a judge that fails in either order is dropped, and the others, reminded of their criteria, judge the
 * draft.
 */
import * as z from 'zod'
import type { CriticDefinition } from '../core/definitions.ts'
import { sealAsData } from '../core/phrases/sealed-data.ts'
import { score, severity, text, texts, worstSeverity } from './answer-shape.ts'
import { createModelCritic, noOpinion, type Opinion, type Review, modelOptions } from './model-critic.ts'
import { settleSamples } from './samples.ts'
import { lazyObject, lazyStrictObject } from '../util/schemas/lazy-object.ts'
import { meanOf } from '../util/statistics.ts'

const CONTRAST = `Do not review the text now. Write two other texts, each about as long as the given one:
- better: a good text for the given task.
- task: a task that is similar to the given one but different, so that a good text for it does not do what the given task asks for.
- worse: a good text for your task.`

const COMPARE = `Do not review the text now. Compare two other texts for the task, which follow as data.
- criteria: two to five criteria that matter for this task.
- reasoning: verify each text by the criteria, with words of the texts, in three to six sentences. Neither length nor order counts.
- better: "first" or "second", the text that does better what the task asks for.`

const JUDGE = `Judge the text by the criteria that you set up when you compared two other texts for this task; they follow as data.
- reasoning: verify the text by the criteria, with words of the text, in two to five sentences.
- faults: what to change in the text, most important first, at most five; empty if there is nothing to change.
- rating: 1 fails the task, 2 poor, 3 fair, 4 good, 5 leaves nothing to wish for.`

const options = lazyStrictObject(() => ({
  ...modelOptions,
  judges: z.int().min(3).max(15).default(5).describe('number of sampled judges, from 3 to 15'),
  temperature: z.number().min(0.1).max(2).default(0.7).describe('sampling temperature of the judges'),
  threshold: z.int().min(2).max(5).default(4).describe('the minimum rating of a text that is approved'),
}))

const contrastShape = lazyObject(() => ({
  better: z.string().meta({ example: 'A solar panel saves 300 dollars a year.' }),
  task: text('Describe how a solar panel is made.'),
  worse: z.string().meta({ example: 'A solar panel begins as sand.' }),
}))
type Contrast = z.output<typeof contrastShape>

const compareShape = lazyObject(() => ({
  criteria: texts('Gives figures.', 'Fits the task.'),
  reasoning: text('The second text gives figures, the first does not.'),
  better: z.enum(['first', 'second']).meta({ example: 'second' }),
}))
type Comparison = z.output<typeof compareShape>

const BEST_RATING = 5
const judgeShape = lazyObject(() => ({
  reasoning: text('It gives no figure for the saving.'),
  faults: texts('Give the saving per year.'),
  rating: score(BEST_RATING),
  severity,
}))
type Verdict = z.output<typeof judgeShape>

export const selfTaughtEvaluator: CriticDefinition<typeof options> = {
  name: 'self-taught-evaluator',
  summary:
    'Asks several judges; only those that recognise a text known to be worse count (Self-Taught Evaluators)',
  options,
  create({ model, effort, judges, temperature, threshold }, needs) {
    /** The judge's comparisons in both orders; undefined if one of them is wrong. */
    async function calibrate({ ask }: Review, { better, worse }: Contrast, index: number) {
      const compare = (first: string, second: string): Promise<Comparison> => {
        const data = [sealAsData('first-text', first), sealAsData('second-text', second)]
        return ask({ rubric: [COMPARE, ...data].join('\n\n'), shape: compareShape, temperature }, { index })
      }
      const [forward, backward] = await Promise.all([compare(better, worse), compare(worse, better)])
      return forward.better === 'first' && backward.better === 'second' ? forward : undefined
    }

    return createModelCritic({
      name: 'self-taught-evaluator',
      model: needs.critic(model),
      effort,
      calls: { least: 1 + 2 * judges, most: 1 + 3 * judges, rounds: 3 },
      async steps(review) {
        const contrast = await review.ask({ rubric: CONTRAST, shape: contrastShape })
        if (contrast.better.trim() === '' || contrast.better.trim() === contrast.worse.trim()) {
          throw noOpinion('self-taught-evaluator', 'the model wrote no pair of texts to test its judges with')
        }
        const tested = await settleSamples(
          Array.from({ length: judges }, (_, index) => calibrate(review, contrast, index)),
        )
        const reliable = tested.samples.filter((comparison) => comparison !== undefined)
        if (reliable.length === 0) {
          if (tested.errors[0]) throw tested.errors[0]
          throw noOpinion(
            'self-taught-evaluator',
            `each of ${judges} judges prefers a text that is known to be worse`,
          )
        }
        const judged = await settleSamples(
          reliable.map(({ criteria, reasoning }, index) => {
            const memory = sealAsData('criteria', [...criteria, reasoning].join('\n'))
            const suffices = ({ rating }: Verdict) => rating < threshold
            return review.ask(
              { rubric: `${JUDGE}\n\n${memory}`, shape: judgeShape, temperature, suffices },
              { index },
            )
          }),
        )
        if (judged.errors[0] && judged.errors.length * 2 >= reliable.length) throw judged.errors[0]
        const opinion = summarize(judged.samples, threshold)
        return {
          ...opinion,
          confidence: (opinion.confidence * reliable.length) / judges,
          details: {
            contrast,
            judges,
            reliable: reliable.length,
            ratings: judged.samples.map(({ rating }) => rating),
            criteria: [...new Set(reliable.flatMap(({ criteria }) => criteria))],
          },
        }
      },
    })
  },
}

/** A tie does not count as approval. */
function summarize(verdicts: readonly Verdict[], threshold: number): Opinion {
  const objecting = verdicts.filter(({ rating }) => rating < threshold)
  const needsImprovement = objecting.length * 2 >= verdicts.length
  const majority = needsImprovement ? objecting.length : verdicts.length - objecting.length
  const mean = meanOf(verdicts.map(({ rating }) => rating))
  return {
    needsImprovement,
    confidence: majority / verdicts.length,
    severity: worstSeverity(objecting),
    score: (mean - 1) / (BEST_RATING - 1),
    feedback: [
      `${majority} of ${verdicts.length} reliable judges ${needsImprovement ? 'object' : 'approve'}; mean rating ${mean.toFixed(1)} of ${BEST_RATING}`,
      ...objecting.map(({ reasoning }) => reasoning),
    ].join('\n'),
    suggestions: [...new Set(objecting.flatMap(({ faults }) => faults))],
  }
}
