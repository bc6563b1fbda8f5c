/** The common part of the validators that use a classifier: options, rules about labels, and messages. */
import * as z from 'zod'
import type { Classification, ClassifierDefinition, Classify } from '../../classifiers/classifier.ts'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import type { Validator } from '../../core/ports.ts'
import { didYouMean } from '../../util/lookup.ts'
import { nearness } from '../shared/count.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'
import { toList } from '../shared/fixed-text.ts'
import { createTextValidator } from '../shared/text-validator.ts'

export interface LabelRules {
  /** The text must have one of these labels, with a confidence of at least the threshold. */
  readonly required?: string | readonly string[] | undefined
  /** The text must not have one of these labels with a confidence of at least the threshold. */
  readonly forbidden?: string | readonly string[] | undefined
  readonly threshold: number
}

export const thresholdOption = z
  .number()
  .gt(0)
  .max(1)
  .default(0.5)
  .describe('minimum confidence at which a label counts; 0.5 is a guess, 0.9 is nearly certain')

interface LabelNames<Label extends string> {
  readonly labels: readonly Label[]
  readonly forbiddenByDefault?: string
}

/** The options that the validators of all classifiers have in common. */
export function labelOptions<const Label extends string>({ labels, forbiddenByDefault }: LabelNames<Label>) {
  const error = ({ input }: { readonly input?: unknown }) => unknownLabel([input].flat(), labels)
  const label = z.enum(labels)
  const choice = z.union([label, z.array(label).min(1)], { error }).optional()
  const byDefault =
    forbiddenByDefault === undefined ? '' : `; default: ${forbiddenByDefault}, unless a label is required`
  return {
    required: choice.describe(`labels, one of which the text must have: ${labels.join(', ')}`),
    forbidden: choice
      .describe(`labels that the text must not have${byDefault}`)
      .meta(forbiddenByDefault === undefined ? {} : { examples: [forbiddenByDefault] }),
    threshold: thresholdOption,
  }
}

/** The error message about the first label that does not exist; undefined if all labels exist. */
export function unknownLabel(given: readonly unknown[], labels: readonly string[]): string | undefined {
  const unknown = given.find((label) => typeof label !== 'string' || !labels.includes(label))
  if (unknown === undefined) return undefined
  const name = typeof unknown === 'string' ? unknown : JSON.stringify(unknown)
  return `no label is called "${name}" (${didYouMean(name, labels)})`
}

/** A zod refinement that rejects options that set no rule, or that both require and forbid a label. */
export const refuseBadRules =
  ({ forbiddenByDefault }: Partial<LabelNames<string>>) =>
  ({ required, forbidden }: LabelRules, context: z.RefinementCtx): void => {
    const both = toList(required).find((label) => toList(forbidden).includes(label))
    const refuse = (message: string) => context.addIssue({ code: 'custom', message })
    if (both !== undefined) refuse(`"${both}" is both required and forbidden`)
    else if ((required ?? forbidden ?? forbiddenByDefault) === undefined)
      refuse('needs required, forbidden or both')
  }

/** The validator definition of a classifier that has no settings of its own. */
export function labelValidatorDefinition<const Label extends string>(
  definition: ClassifierDefinition & LabelNames<Label>,
): ValidatorDefinition<z.ZodObject<ReturnType<typeof labelOptions<Label>>>> {
  const { name, summary } = definition
  return {
    name,
    summary,
    options: lazyStrictObject(() => labelOptions(definition)).superRefine(refuseBadRules(definition)),
    create: async (rules) => createLabelValidator(definition, await definition.create(), rules),
  }
}

/**
 * Creates a validator from rules that have been checked. `name` is the name of the validator. Validators with the same
 * `subject` give every text the same label.
 */
export function createLabelValidator(
  classifier: Pick<ClassifierDefinition, 'name' | 'forbiddenByDefault'>,
  classify: Classify,
  { required, forbidden, threshold }: LabelRules,
  name = classifier.name,
  subject = classifier.name,
): Validator {
  const accepted = toList(required)
  const refused = toList(forbidden ?? (accepted.length === 0 ? classifier.forbiddenByDefault : undefined))
  const rules = [
    { not: '', labels: accepted, bound: `at least ${threshold}`, scoreOf: scoreOfRequired },
    { not: 'not ', labels: refused, bound: `${threshold} or more`, scoreOf: scoreOfForbidden },
  ]
    .filter(({ labels }) => labels.length > 0)
    .map((rule) => ({ ...rule, wanted: `${rule.labels.join(' or ')} with a confidence of ${rule.bound}` }))
  return createTextValidator({
    name,
    tier: 'local',
    cacheable: true,
    constraints: [
      ...(accepted.length > 0
        ? [
            { kind: 'label', name: subject, anyOf: accepted, from: threshold } as const,
            ...(subject === 'language' ? [{ kind: 'language', anyOf: accepted } as const] : []),
          ]
        : []),
      ...refused.map((label) => ({ kind: 'no-label', name: subject, label, below: threshold }) as const),
    ],
    requirement: `${classifier.name}: ${rules.map(({ not, wanted }) => not + wanted).join('; ')}`,
    async check(text) {
      const found = await classify(text)
      const fact = `${found.label} with a confidence of ${twoDigits(found.confidence)}`
      return rules.map(({ not, labels, wanted, scoreOf }) => {
        return { score: scoreOf(found, labels, threshold), fact, measured: fact, duty: `${not}be ${wanted}` }
      })
    },
  })
}

/**
 * A wrong label scores less the more certain it is, and always less than a required label with too little confidence.
 */
const scoreOfRequired = (found: Classification, labels: readonly string[], threshold: number): number =>
  labels.includes(found.label)
    ? Math.max(0.5, nearness(found.confidence, { min: threshold }))
    : (1 - found.confidence) / 2

const scoreOfForbidden = (found: Classification, labels: readonly string[], threshold: number): number =>
  labels.includes(found.label) && found.confidence >= threshold ? 1 - found.confidence : 1

/** Rounds down, so that a confidence just below a bound never looks equal to the bound. */
const twoDigits = (confidence: number): string => String(Math.floor(confidence * 100) / 100)
