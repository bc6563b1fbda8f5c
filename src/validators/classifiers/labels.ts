/** What all validators that ask a classifier have in common: their options, what these mean, and their words. */
import * as z from 'zod'
import type { Classification, Classifier } from '../../classifiers/classifier.ts'
import type { ClassifierDefinition } from '../../classifiers/definition.ts'
import type { Definition, Validator } from '../../core/ports.ts'
import { didYouMean } from '../../util/lookup.ts'
import { nearness } from '../shared/count.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { verdict, type Check } from '../shared/verdict.ts'

/**
 * `required`: the text must be one of these, with at least the threshold's confidence. `forbidden`: it must not be
 * one of these with that confidence or more; a doubtful label, allowed or not, breaks no such rule.
 */
export interface LabelRules {
  readonly required?: string | readonly string[] | undefined
  readonly forbidden?: string | readonly string[] | undefined
  readonly threshold: number
}

/** The options of one classifier's validator. */
export function labelShape({ labels, unwanted }: ClassifierDefinition<never>) {
  const error = ({ input }: { readonly input?: unknown }) => unknownLabel(toList(input), labels)
  const label = z.enum(labels)
  const choice = z.union([label, z.array(label).min(1)], { error }).optional()
  const otherwise = unwanted === undefined ? '' : `; default: ${unwanted}, unless a label is required`
  return {
    required: choice.describe(`the labels of which the text must have one: ${labels.join(', ')}`),
    forbidden: choice.describe(`the labels that the text must not have${otherwise}`),
    threshold: z
      .number()
      .gt(0)
      .max(1)
      .default(0.5)
      .describe('the confidence from which a label counts; about 0.5 is a guess, 0.9 is plain'),
  }
}

/** What is wrong with labels that were asked for, or undefined. */
export function unknownLabel(given: readonly unknown[], labels: readonly string[]): string | undefined {
  const unknown = given.find((label) => typeof label !== 'string' || !labels.includes(label))
  if (unknown === undefined) return undefined
  const name = typeof unknown === 'string' ? unknown : JSON.stringify(unknown)
  return `no label is called "${name}" (${didYouMean(name, labels)})`
}

/** Why rules cannot be used, or undefined. */
export function ruleProblem(
  { required, forbidden }: LabelRules,
  { unwanted }: { readonly unwanted?: string },
) {
  const both = toList(required).find((label) => toList(forbidden).includes(label))
  if (both !== undefined) return `"${both}" is required and forbidden`
  return (required ?? forbidden ?? unwanted) === undefined
    ? 'expected required, forbidden or both'
    : undefined
}

/** A validator by a classifier that has no settings of its own. */
export function classifierValidator(
  definition: ClassifierDefinition,
): Definition<Validator, ValidatorNeeds, z.ZodObject<ReturnType<typeof labelShape>>> {
  return {
    name: definition.name,
    summary: definition.summary,
    options: z.strictObject(labelShape(definition)).superRefine((rules, context) => {
      const message = ruleProblem(rules, definition)
      if (message !== undefined) context.addIssue({ code: 'custom', message })
    }),
    create: async (rules) => labelValidator(definition.name, definition, await definition.create(), rules),
  }
}

/** The validator itself, from a classifier and rules that were checked. */
export function labelValidator(
  name: string,
  { unwanted }: { readonly unwanted?: string },
  classifier: Classifier,
  { required, forbidden, threshold }: LabelRules,
): Validator {
  const wanted = toList(required)
  const banned = toList(forbidden ?? (wanted.length === 0 ? unwanted : undefined))
  const subject = classifier.name
  const duties = [
    ...(wanted.length > 0 ? [`${either(wanted)} with a confidence of at least ${threshold}`] : []),
    ...(banned.length > 0 ? [`not ${either(banned)} with a confidence of ${threshold} or more`] : []),
  ]
  const requirement = `${subject}: ${duties.join('; ')}`
  return {
    name,
    tier: 'local',
    requirement,
    async validate({ text }) {
      const found = await classifier.classify(text)
      const fact = `${found.label} with a confidence of ${twoDigits(found.confidence)}`
      const scores = [
        ...(wanted.length > 0 ? [requiredScore(found, wanted, threshold)] : []),
        ...(banned.length > 0 ? [forbiddenScore(found, banned, threshold)] : []),
      ]
      const checks = scores.map((score, index): Check => ({ score, fact, duty: `be ${duties[index]}` }))
      return { ...verdict(name, requirement, checks), measured: fact }
    },
  }
}

/** A wrong label is worse the surer it is, and always worse than the right one with too little confidence. */
function requiredScore({ label, confidence }: Classification, wanted: readonly string[], threshold: number) {
  if (wanted.includes(label)) return Math.max(0.5, nearness(confidence, { min: threshold }))
  return (1 - confidence) / 2
}

const forbiddenScore = (
  { label, confidence }: Classification,
  banned: readonly string[],
  threshold: number,
) => (banned.includes(label) && confidence >= threshold ? 1 - confidence : 1)

export const toList = <Item>(given: Item | readonly Item[] | undefined): readonly Item[] =>
  given === undefined ? [] : Array.isArray(given) ? (given as readonly Item[]) : [given as Item]

const either = (labels: readonly string[]): string => labels.join(' or ')
/** Rounded down, so that what falls short of a bound never looks as if it had reached it. */
const twoDigits = (confidence: number): string => String(Math.floor(confidence * 100) / 100)
