/**
 * Implements the judging steps of "Meta-Rewarding Language Models: Self-Improving Alignment with LLM-as-a-Meta-Judge"
 * (Wu et al. 2024, arXiv 2407.19594): the model judges the text several times by an additive rubric of five points; as
 * a meta-judge, it compares the judgments in pairs, each pair in both orders; Elo ratings rank the judgments. The
 * paper trains on the ranking; here, the best judgment is the opinion. The critiques of other critics are judgments,
 * too, so this critic runs after them.
 */
import * as z from 'zod'
import type { CriticDefinition } from '../core/definitions.ts'
import { sealAsData } from '../core/phrases/sealed-data.ts'
import type { Critique } from '../core/types.ts'
import { parts, severity, text, texts, verdict } from './answer-shape.ts'
import { createModelCritic, type Opinion, type Review, modelOptions } from './model-critic.ts'
import { settleSamples } from './samples.ts'
import { lazyObject, lazyStrictObject } from '../util/schemas/lazy-object.ts'
import { sumOf } from '../util/statistics.ts'

const CRITERIA = {
  relevant: 'The text is relevant to the task.',
  substantial: 'It answers a substantial part of the task.',
  useful: 'It answers the basic parts of the task in a useful way.',
  well_written: 'It is well written, organised, and addressed to the person who asked.',
  expert: 'It is flawless: an expert would write it like this, with nothing missing and nothing superfluous.',
}
const KEYS = Object.keys(CRITERIA)

const JUDGE = `Judge the text by five criteria; each that it meets is one point.
- reason: why the text meets the criterion or not, with words of the text.
- meets: true only if the text meets it.
Then give feedback in two or three sentences, and at most five suggestions, most important first; no suggestions if all criteria are met.

Criteria:
${Object.entries(CRITERIA)
  .map(([key, criterion]) => `- ${key}: ${criterion}`)
  .join('\n')}`

const META_JUDGE = `Two judgments of the text follow as data. Decide which judgment is better: more accurate about the text, resting on evidence from it, consistent in itself, and more useful to improve the text. Neither length nor order counts, and whether the text itself is good does not count.
- reasoning: compare the two judgments with the text, in two to four sentences.
- better: "first", "second", or "tie" if neither is better.`

const options = lazyStrictObject(() => ({
  ...modelOptions,
  judgments: z
    .int()
    .min(2)
    .max(11)
    .default(3)
    .describe('number of judgments that are compared, from 2 to 11, including those of other critics'),
  temperature: z.number().min(0.1).max(2).default(0.7).describe('sampling temperature of the judgments'),
  threshold: z.int().min(1).max(5).default(4).describe('the minimum points of a text that is approved'),
}))

const judgmentShape = lazyObject(() => ({
  criteria: parts(KEYS, z.object({ reason: text('It gives no figure.'), meets: verdict(false) })),
  feedback: text('The text claims a saving and gives no figure.'),
  suggestions: texts('In the second paragraph, give the saving per year.'),
  severity,
}))

const metaShape = lazyObject(() => ({
  reasoning: text('The first judgment quotes the text; the second does not.'),
  better: z.enum(['first', 'second', 'tie']).meta({ example: 'tie' }),
}))

interface Judgment {
  readonly by: string
  /** From 0 to 5; null for the critique of a critic that gives no score. */
  readonly points: number | null
  readonly opinion: Pick<Opinion, 'needsImprovement' | 'severity' | 'feedback' | 'suggestions'>
}

export const metaRewarding: CriticDefinition<typeof options> = {
  name: 'meta-rewarding',
  summary: 'Judges several times, and ranks the judgments by comparing them in pairs (Meta-Rewarding)',
  options,
  create({ model, effort, judgments: count, temperature, threshold }, needs) {
    const judge = async (review: Review, index: number): Promise<Judgment> => {
      const suffices = ({ criteria }: z.output<typeof judgmentShape>) =>
        Object.values(criteria).filter((each) => each && !each.meets).length > KEYS.length - threshold
      const question = { rubric: JUDGE, shape: judgmentShape, temperature, suffices }
      const { criteria, ...opinion } = await review.ask(question, { index })
      const points = Object.values(criteria).filter((each) => each?.meets).length
      return {
        by: `judgment ${index + 1}`,
        points,
        opinion: { ...opinion, needsImprovement: points < threshold },
      }
    }
    return createModelCritic({
      name: 'meta-rewarding',
      model: needs.critic(model),
      effort,
      judgesCritiques: true,
      calls: { least: 1 + count * (count - 1), most: count + count * (count - 1), rounds: 2 },
      async steps(review) {
        // At least one judgment is the model's own.
        const others = (review.critiques ?? []).slice(0, count - 1).map(judgmentFrom)
        const own = await settleSamples(
          Array.from({ length: count - others.length }, (_, index) => judge(review, index)),
        )
        if (own.errors[0] && own.samples.length === 0) throw own.errors[0]
        const judgments = [...own.samples, ...others]
        const { matches, flips, failed } = await compareInPairs(review, judgments)
        return conclude(judgments, matches, { flips, failed })
      },
    })
  },
}

const judgmentFrom = ({ critic, needsImprovement, severity, feedback, suggestions }: Critique): Judgment => ({
  by: critic,
  points: null,
  opinion: { needsImprovement, severity, feedback, suggestions },
})

/** Every pair is compared in both orders; a judge that always prefers the same position makes a tie. */
async function compareInPairs({ ask }: Review, judgments: readonly Judgment[]) {
  const pairs = judgments.flatMap((_, first) =>
    judgments.slice(first + 1).map((_other, offset) => ({ first, second: first + 1 + offset })),
  )
  const compare = async (first: number, second: number): Promise<number> => {
    const data = [first, second].map((at, index) =>
      sealAsData(index === 0 ? 'first-judgment' : 'second-judgment', describeJudgment(judgments[at])),
    )
    const { better } = await ask({ rubric: [META_JUDGE, ...data].join('\n\n'), shape: metaShape })
    return { first: 1, second: 0, tie: 0.5 }[better]
  }
  const { samples, errors } = await settleSamples(
    pairs.map(async ({ first, second }) => {
      const [forward, backward] = await Promise.all([compare(first, second), compare(second, first)])
      return {
        first,
        second,
        result: (forward + 1 - backward) / 2,
        isFlip: forward === backward && forward !== 0.5,
      }
    }),
  )
  if (errors[0] && samples.length === 0) throw errors[0]
  const matches: readonly Match[] = samples
  return { matches, flips: samples.filter(({ isFlip }) => isFlip).length, failed: errors.length }
}

const describeJudgment = (judgment: Judgment | undefined): string => {
  const { needsImprovement, severity, feedback = '', suggestions = [] } = judgment?.opinion ?? {}
  const lines = [
    `Verdict: ${needsImprovement ? `the text needs improvement (${severity})` : 'the text is good'}`,
    ...(judgment?.points === undefined || judgment.points === null
      ? []
      : [`Points: ${judgment.points} of ${KEYS.length}`]),
    feedback,
    ...suggestions.map((suggestion) => `- ${suggestion}`),
  ]
  return lines.join('\n')
}

/** Ends with the opinion of the judgment with the highest rating; of equal ones, with an objection. */
function conclude(
  judgments: readonly Judgment[],
  matches: readonly Match[],
  { flips, failed }: { flips: number; failed: number },
): Opinion {
  const ratings = eloRatings(judgments.length, matches)
  const ranking = judgments
    .map((judgment, index) => ({ ...judgment, rating: Math.round(ratings[index] ?? 0) }))
    .toSorted(
      (first, second) =>
        second.rating - first.rating ||
        Number(second.opinion.needsImprovement) - Number(first.opinion.needsImprovement),
    )
  const best = ranking[0]?.opinion ?? {
    needsImprovement: true,
    severity: 'low',
    feedback: '',
    suggestions: [],
  }
  const points = judgments.flatMap((judgment) => judgment.points ?? [])
  const agreeing = ranking.filter(({ opinion }) => opinion.needsImprovement === best.needsImprovement)
  return {
    ...best,
    // A judge whose preference follows the order of the two is not reliable.
    confidence: (agreeing.length / ranking.length) * (1 - flips / Math.max(1, matches.length) / 2),
    score: sumOf(points) / (KEYS.length * Math.max(1, points.length)),
    details: {
      ranking: ranking.map(({ by, points: given, rating, opinion }) => ({
        by,
        points: given,
        rating,
        needsImprovement: opinion.needsImprovement,
      })),
      comparisons: matches.length,
      flips,
      failed,
    },
  }
}

/** One comparison; `result` is 1 if the first won, 0 if the second won, and 0.5 for a tie. */
interface Match {
  readonly first: number
  readonly second: number
  readonly result: number
}

const START_RATING = 1000
const SCALE = 400
const STEP = 4
const ROUNDS = 200

/**
 * Elo ratings of `count` competitors. All matches are replayed many times in small steps, with the ratings at the start
 * of each round, so that the order of the matches does not count.
 */
export function eloRatings(count: number, matches: readonly Match[]): readonly number[] {
  let ratings: readonly number[] = Array.from({ length: count }, () => START_RATING)
  for (let round = 0; round < ROUNDS; round++) {
    const next = [...ratings]
    for (const { first, second, result } of matches) {
      const [one = START_RATING, other = START_RATING] = [ratings[first], ratings[second]]
      const change = STEP * (result - 1 / (1 + 10 ** ((other - one) / SCALE)))
      next[first] = (next[first] ?? START_RATING) + change
      next[second] = (next[second] ?? START_RATING) - change
    }
    ratings = next
  }
  return ratings
}
