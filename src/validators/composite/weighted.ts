import * as z from 'zod'
import { compositeValidator, isAnswer, messagesOf, partsOption, type PartResults } from './composite.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'
import { sumOf } from '../../util/statistics.ts'

const options = lazyStrictObject(() => ({
  validators: partsOption.describe('the validators whose scores are averaged'),
  weights: z
    .array(z.coerce.number().pipe(z.number().min(0)))
    .optional()
    .describe('the weight of each validator, in their order; default: equal weights'),
  threshold: z.number().min(0).max(1).describe('minimum weighted mean of the scores, from 0 to 1'),
}))
  .refine(({ validators, weights }) => !weights || weights.length === validators.length, {
    path: ['weights'],
    message: 'must be one weight per validator',
  })
  .refine(({ weights }) => !weights || weights.some((weight) => weight > 0), {
    path: ['weights'],
    message: 'must contain at least one weight above 0',
  })

export const weighted = compositeValidator({
  name: 'weighted',
  summary: "The weighted mean of the given validators' scores reaches the threshold",
  options,
  compose(parts, { weights = parts.map(() => 1), threshold }) {
    const total = sumOf(weights)
    const shares = weights.map((weight) => weight / total)
    const components = parts.map(({ requirement }, index) => `${percent(shares[index])} ${requirement}`)
    /** The weighted mean of the scores; parts that did not answer count as `unknownScore`. */
    const mean = (results: PartResults, unknownScore: 0 | 1): number => {
      const scores = results.map((result) => (isAnswer(result) ? result.score : unknownScore))
      return round(sumOf(scores.map((score, index) => score * (shares[index] ?? 0))))
    }
    return {
      requirement: `a score of at least ${threshold}, made of ${components.join(', ')}`,
      isDecided: (results) => mean(results, 0) >= threshold || mean(results, 1) < threshold,
      combine(answers, results) {
        const measured = mean(results, 0)
        const passed = measured >= threshold
        const imperfect = answers.filter(({ score }) => score < 1)
        const scored = `a score of ${measured}, ${passed ? 'as required:' : 'must be'} at least ${threshold}`
        return {
          passed,
          score: passed ? 1 : measured / threshold,
          measured,
          bound: `at least ${threshold}`,
          message: [scored, messagesOf(imperfect.length > 0 ? imperfect : answers)]
            .filter(Boolean)
            .join('; '),
        }
      },
    }
  },
})

/** Rounds off floating-point error: 0.1 + 0.2 must reach 0.3. */
const round = (score: number): number => Math.round(score * 1e6) / 1e6

const percent = (share = 0): string => `${Math.round(share * 100)}%`
