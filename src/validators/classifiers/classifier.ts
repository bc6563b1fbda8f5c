import * as z from 'zod'
import { classifiers } from '../../classifiers/index.ts'
import type { Definition, Validator } from '../../core/ports.ts'
import { didYouMean } from '../../util/lookup.ts'
import { labelValidator, ruleProblem, toList, unknownLabel } from './labels.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'

const NAMES = classifiers.map(({ name }) => name)
const find = (name: string) => classifiers.find((each) => each.name === name)

const choice = z.union([z.string(), z.array(z.string()).min(1)]).optional()

const options = z
  .strictObject({
    use: z
      .enum(NAMES, {
        error: ({ input }) =>
          `no classifier is called "${String(input)}" (${didYouMean(String(input), NAMES)})`,
      })
      .describe('the classifier that labels the text'),
    required: choice.describe('the labels of which the text must have one'),
    forbidden: choice.describe('the labels that the text must not have'),
    threshold: z.number().gt(0).max(1).default(0.5).describe('the confidence from which a label counts'),
  })
  .superRefine(({ use, ...rules }, context) => {
    const definition = find(use)
    if (!definition) return
    for (const path of ['required', 'forbidden'] as const) {
      const message =
        rules[path] === undefined ? undefined : unknownLabel(toList(rules[path]), definition.labels)
      if (message !== undefined) context.addIssue({ code: 'custom', path: [path], message })
    }
    const message = ruleProblem(rules, definition)
    if (message !== undefined) context.addIssue({ code: 'custom', message })
  })

export const classifier: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'classifier',
  summary: 'A classifier gives the text a required label, and no forbidden one',
  options,
  async create({ use, ...rules }) {
    const definition = find(use)
    if (!definition) throw new Error(`the options let through the classifier "${use}"`)
    return labelValidator('classifier', definition, await definition.create(), rules)
  },
}
