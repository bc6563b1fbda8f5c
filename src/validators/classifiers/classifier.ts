import * as z from 'zod'
import { classifiers, classifiersByName } from '../../classifiers/index.ts'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { didYouMean, getByName } from '../../util/lookup.ts'
import { toList } from '../shared/fixed-text.ts'
import { createLabelValidator, refuseBadRules, thresholdOption, unknownLabel } from './labels.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const NAMES = Object.keys(classifiersByName) as (keyof typeof classifiersByName)[]
const find = (name: string) => getByName(classifiers, name, (hint) => new Error(hint))

const labels = z.union([z.string(), z.array(z.string()).min(1)]).optional()

const options = lazyStrictObject(() => ({
  use: z
    .enum(NAMES, {
      error: ({ input }) =>
        `no classifier is called "${String(input)}" (${didYouMean(String(input), NAMES)})`,
    })
    .describe('the classifier that labels the text'),
  required: labels.describe('labels, one of which the text must have'),
  forbidden: labels.describe('labels that the text must not have'),
  threshold: thresholdOption,
})).superRefine(({ use, ...rules }, context) => {
  const definition = find(use)
  for (const path of ['required', 'forbidden'] as const) {
    const message = unknownLabel(toList(rules[path]), definition.labels)
    if (message !== undefined) context.addIssue({ code: 'custom', path: [path], message })
  }
  refuseBadRules(definition)(rules, context)
})

export const classifier: ValidatorDefinition<typeof options> = {
  name: 'classifier',
  summary: 'A classifier gives the text a required label and no forbidden label',
  options,
  create: async ({ use, ...rules }) =>
    createLabelValidator(find(use), await find(use).create(), rules, 'classifier'),
}
