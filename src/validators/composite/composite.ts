/**
 * The common part of validators that are composed of other validators: it runs these parts and combines their results.
 */
import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { SifakaError } from '../../core/errors.ts'
import { messageOf, usageOfError } from '../../core/failure.ts'
import { findingsOf, type Finding } from '../../core/validation/finding.ts'
import { TIERS, type Draft, type Tier, type Validator } from '../../core/ports.ts'
import type { Scope } from '../../core/scope.ts'
import type { Usage, Validation } from '../../core/types.ts'
import { totalUsage } from '../../core/usage.ts'

const part = z.union([z.string(), z.looseObject({ name: z.string() })])

/** The settings recognize this option by its name, `validators`, and check the validators in its value. */
export const partsOption = z
  .union([part, z.array(part).min(1).max(100)])
  .transform((given): readonly unknown[] => [given].flat())

export const partsOptions = (description: string) =>
  z.strictObject({ validators: partsOption.describe(description) })

/** The results in the order of the parts: undefined if the part did not run, an error if it could not answer. */
export type PartResults = readonly (Validation | Error | undefined)[]

/** How a composite validator combines its parts. */
interface Combination {
  readonly requirement: string
  /** How many parts must pass, if that alone decides the outcome. */
  readonly passing?: 'all' | 'any' | 'none'
  /** Whether the results so far decide the outcome, whatever the missing results are. */
  readonly isDecided: (results: PartResults) => boolean
  /**
   * Called only if the outcome is decided or every part has answered. By default, the validation's `bound` is the
   * requirement, its `measured` lists the measured values of all answers, and its message states both.
   */
  readonly combine: (
    answers: readonly Validation[],
    results: PartResults,
  ) => Pick<Validation, 'passed' | 'score'> & Partial<Validation>
}

interface Composition<Options extends z.ZodObject> extends Pick<
  ValidatorDefinition<Options>,
  'name' | 'summary' | 'options'
> {
  readonly compose: (parts: readonly Validator[], options: z.output<Options>) => Combination
}

/**
 * Defines a composite validator. If a part cannot answer, the validator throws, unless other parts decide the outcome.
 */
export function compositeValidator<Options extends z.ZodObject<{ validators: typeof partsOption }>>({
  compose,
  ...definition
}: Composition<Options>): ValidatorDefinition<Options> {
  return {
    ...definition,
    async create(options, needs) {
      const parts = await Promise.all(options.validators.map(needs.validator))
      const { requirement, passing, isDecided, combine } = compose(parts, options)
      const toValidation = (results: PartResults): Validation => {
        const answers = results.filter(isAnswer)
        const measured = measuredBy(answers)
        const message = `${measured}, as required: ${requirement}`
        const defaults = { validator: definition.name, measured, bound: requirement, message }
        const validation = { ...defaults, ...combine(answers, results) }
        const findings = validation.passed ? [] : findingsOfParts(answers, passing)
        return { ...validation, ...(findings.length > 0 && { findings }) }
      }
      return {
        name: definition.name,
        tier: TIERS.findLast((tier) => parts.some((each) => each.tier === tier)) ?? 'instant',
        requirement,
        ...constraintsOf(parts, passing),
        mainThreadOnly: true,
        cacheable: false,
        async validate(draft, scope) {
          const results = await runParts(parts, draft, scope, isDecided)
          const usage = usageOf(results)
          if (!isDecided(results) && results.some(isError)) throw undecidedBy(results.filter(isError), usage)
          return { ...toValidation(results), ...(usage && { usage }) }
        },
        validatePrefix:
          passing === 'all'
            ? (text) => {
                const failed = parts.map((each) => each.validatePrefix?.(text)).find(isAnswer)
                return failed && toValidation([failed])
              }
            : undefined,
      }
    },
  }
}

/** What holds for a text if the composite validator passes, and if it fails. */
function constraintsOf(
  parts: readonly Validator[],
  passing: Combination['passing'],
): Pick<Validator, 'constraints' | 'constraintsIfFailed'> {
  if (passing === undefined) return {}
  const passed = parts.map(({ constraints = [] }) => constraints)
  const failed = parts.map(({ constraintsIfFailed = [] }) => constraintsIfFailed)
  const somePasses = [{ kind: 'some', min: 1, groups: passed } as const]
  const someFails = [{ kind: 'some', min: 1, groups: failed } as const]
  return {
    all: { constraints: passed.flat(), constraintsIfFailed: someFails },
    any: { constraints: somePasses, constraintsIfFailed: failed.flat() },
    none: { constraints: failed.flat(), constraintsIfFailed: somePasses },
  }[passing]
}

/** The findings of the parts that failed; none if no part has a place. */
const findingsOfParts = (answers: readonly Validation[], passing: Combination['passing']): Finding[] => {
  const failed = passing === 'none' ? [] : answers.filter(({ passed }) => !passed)
  return failed.some(({ findings }) => findings?.length) ? failed.flatMap(findingsOf) : []
}

const isError = (result: PartResults[number]): result is Error => result instanceof Error
export const isAnswer = (result: PartResults[number]): result is Validation =>
  result !== undefined && !isError(result)

export const somePass = (results: PartResults): boolean =>
  results.some((result) => isAnswer(result) && result.passed)
export const someFail = (results: PartResults): boolean =>
  results.some((result) => isAnswer(result) && !result.passed)

/**
 * The tiers of the parts that run concurrently, one round after the other: expensive parts run only while the outcome
 * is undecided.
 */
const ROUNDS: readonly (readonly Tier[])[] = [['instant', 'local'], ['slow'], ['model']]

async function runParts(
  parts: readonly Validator[],
  draft: Draft,
  scope: Scope,
  isDecided: (results: PartResults) => boolean,
): Promise<PartResults> {
  const results: (Validation | Error | undefined)[] = parts.map(() => undefined)
  for (const round of ROUNDS) {
    const chosen = [...parts.entries()].filter(([, { tier }]) => round.includes(tier))
    await Promise.all(
      chosen.map(async ([index, validator]) => {
        results[index] = await runPart(validator, draft, scope)
      }),
    )
    if (isDecided(results)) break
  }
  return results
}

async function runPart(validator: Validator, draft: Draft, scope: Scope): Promise<Validation | Error> {
  try {
    return await validator.validate(draft, scope)
  } catch (error) {
    scope.signal.throwIfAborted()
    return new SifakaError('undecided', `${validator.name} could not answer: ${messageOf(error)}`, {
      cause: error,
      usage: usageOfError(error),
    })
  }
}

const undecidedBy = (errors: readonly Error[], usage: Usage | undefined): SifakaError =>
  new SifakaError('undecided', errors.map(({ message }) => message).join('; '), { cause: errors[0], usage })

/** The total usage of all parts, including the parts that could not answer. */
function usageOf(results: PartResults): Usage | undefined {
  const usages = results.flatMap((result) =>
    isAnswer(result) || result instanceof SifakaError ? (result.usage ?? []) : [],
  )
  return usages.length === 0 ? undefined : totalUsage(usages)
}

/** Joins the messages of some parts, each after the name of its validator. */
export const messagesOf = (answers: readonly Validation[], separator = '; '): string =>
  answers.map(({ validator, message }) => `[${validator}] ${message}`).join(separator)

const measuredBy = (answers: readonly Validation[]): string =>
  answers
    .map(({ validator, measured, passed }) => `${validator} ${measured ?? (passed ? 'passes' : 'fails')}`)
    .join('; ')
