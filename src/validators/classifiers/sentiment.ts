import * as z from 'zod'
import {
  DEFAULT_NEGATIVE_FROM,
  DEFAULT_POSITIVE_FROM,
  sentiment as classifier,
} from '../../classifiers/sentiment.ts'
import type { Definition, Validator } from '../../core/ports.ts'
import { labelShape, labelValidator, ruleProblem } from './labels.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'

const score = z.number().min(-1).max(1)

const options = z
  .strictObject({
    ...labelShape(classifier),
    positiveFrom: score
      .default(DEFAULT_POSITIVE_FROM)
      .describe('the score, of -1 to 1, from which a text is positive'),
    negativeFrom: score
      .default(DEFAULT_NEGATIVE_FROM)
      .describe('the score, of -1 to 1, from which down a text is negative'),
  })
  .refine(({ positiveFrom, negativeFrom }) => negativeFrom < positiveFrom, {
    path: ['negativeFrom'],
    message: 'expected negativeFrom to be less than positiveFrom',
  })
  .superRefine((rules, context) => {
    const message = ruleProblem(rules, classifier)
    if (message !== undefined) context.addIssue({ code: 'custom', message })
  })

export const sentiment: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: classifier.name,
  summary: classifier.summary,
  options,
  create: async ({ positiveFrom, negativeFrom, ...rules }) =>
    labelValidator('sentiment', classifier, await classifier.create({ positiveFrom, negativeFrom }), rules),
}
