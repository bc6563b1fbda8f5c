import * as z from 'zod'
import { DEFAULT_BOUNDS, sentiment } from '../../classifiers/sentiment/sentiment.ts'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { createLabelValidator, labelOptions, refuseBadRules } from './labels.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const score = z.number().min(-1).max(1)

const options = lazyStrictObject(() => ({
  ...labelOptions(sentiment),
  positiveFrom: score
    .default(DEFAULT_BOUNDS.positiveFrom)
    .describe('minimum score of a positive text, from -1 to 1'),
  negativeFrom: score
    .default(DEFAULT_BOUNDS.negativeFrom)
    .describe('maximum score of a negative text, from -1 to 1'),
}))
  .refine(({ positiveFrom, negativeFrom }) => negativeFrom < positiveFrom, {
    path: ['negativeFrom'],
    message: 'must be less than positiveFrom',
  })
  .superRefine(refuseBadRules(sentiment))

export const sentimentValidator: ValidatorDefinition<typeof options> = {
  name: sentiment.name,
  summary: sentiment.summary,
  options,
  async create({ positiveFrom, negativeFrom, ...rules }) {
    const bounds = { positiveFrom, negativeFrom }
    const isUsual =
      positiveFrom === DEFAULT_BOUNDS.positiveFrom && negativeFrom === DEFAULT_BOUNDS.negativeFrom
    const subject = isUsual ? sentiment.name : `sentiment (from ${positiveFrom} and ${negativeFrom})`
    return createLabelValidator(sentiment, await sentiment.create(bounds), rules, sentiment.name, subject)
  },
}
