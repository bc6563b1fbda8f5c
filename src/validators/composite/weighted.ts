import * as z from 'zod'
import type { Definition, Validator } from '../../core/ports.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import {
  askParts,
  conclude,
  dearest,
  giveUp,
  isError,
  isFound,
  partsOf,
  partsOption,
  stated,
  type Findings,
} from './parts.ts'

const weight = z.number().min(0)
const options = z
  .strictObject({
    validators: partsOption.describe('what the score is made of'),
    weights: z
      .array(z.coerce.number().pipe(weight))
      .optional()
      .describe('how much each counts, in their order; default: all the same'),
    threshold: z.number().min(0).max(1).describe('the least weighted mean of their scores, from 0 to 1'),
  })
  .refine(({ validators, weights }) => !weights || weights.length === validators.length, {
    path: ['weights'],
    message: 'expected one for each of the validators',
  })
  .refine(({ weights }) => !weights || weights.some((each) => each > 0), {
    path: ['weights'],
    message: 'expected one above 0',
  })

export const weighted: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'weighted',
  summary: "The weighted mean of other validators' scores is high enough",
  options,
  async create({ validators, weights = validators.map(() => 1), threshold }, needs) {
    const parts = await partsOf(validators, needs)
    const total = weights.reduce((sum, each) => sum + each, 0)
    const shares = weights.map((each) => each / total)
    const listed = parts.map((part, index) => `${percent(shares[index])} ${part.requirement}`).join(', ')
    const requirement = `a score of at least ${threshold}, made of ${listed}`
    /** With this score for those that are not known. */
    const mean = (findings: Findings, unknown: 0 | 1): number => {
      const scores = findings.map((finding) => (isFound(finding) ? finding.score : unknown))
      return round(scores.reduce<number>((sum, score, index) => sum + score * (shares[index] ?? 0), 0))
    }
    const isDecided = (findings: Findings) => mean(findings, 0) >= threshold || mean(findings, 1) < threshold
    return {
      name: 'weighted',
      tier: dearest(parts),
      requirement,
      here: true,
      fresh: true,
      async validate(draft, scope) {
        const findings = await askParts(parts, draft, scope, isDecided)
        if (!isDecided(findings) && findings.some(isError)) return giveUp(findings)
        const measured = mean(findings, 0)
        const passed = measured >= threshold
        const found = findings.filter(isFound)
        const short = found.filter((each) => each.score < 1)
        return conclude(
          {
            validator: 'weighted',
            passed,
            score: passed ? 1 : measured / threshold,
            measured,
            bound: `at least ${threshold}`,
            message: [
              `a score of ${measured}, ${passed ? 'as required' : 'must be'} at least ${threshold}`,
              ...(short.length > 0 ? short : found).map(stated),
            ].join('; '),
          },
          findings,
        )
      },
    }
  },
}

/** 0.1 + 0.2 must reach 0.3. */
const round = (score: number): number => Math.round(score * 1e6) / 1e6

const percent = (share = 0): string => `${Math.round(share * 100)}%`
