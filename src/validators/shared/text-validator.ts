import { failedCheck, joinParts } from '../../core/phrases/requirement-text.ts'
import type { Finding } from '../../core/validation/finding.ts'
import type { Draft, Validator } from '../../core/ports.ts'
import type { Validation } from '../../core/types.ts'
import { createLocator, position } from './position.ts'
import { sumOf } from '../../util/statistics.ts'

/** A fault at a place in the text; it becomes a finding. */
export interface Fault {
  /** The index at which the place begins. */
  readonly at: number
  /** The index after the place; absent if only its beginning is known. */
  readonly end?: number | undefined
  readonly message: string
  /** Default: the name of the validator. */
  readonly rule?: string | undefined
  /** Default: the severity of the validation. */
  readonly severity?: Finding['severity']
  /** The certain correction of the text from `at` to `end`. */
  readonly replacement?: string | undefined
}

/** A fault whose place may be unknown. */
export type UnplacedFault = Omit<Fault, 'at'> & Partial<Pick<Fault, 'at'>>

/** The result of one check. The message of a failed check reads `${fact}, must ${duty}`, or only the fact. */
export interface CheckResult {
  /** From 0 to 1: 1 if the check passed, less if it failed. */
  readonly score: number
  readonly fact: string
  /** What the text must do, as in "must have 3 headings"; empty if the fact says so; default: the validator's duty. */
  readonly duty?: string
  /** The value that the validation reports as measured; default: the fact. */
  readonly measured?: Validation['measured']
  /** The weight of this score in the validation's mean score; default: 1. */
  readonly weight?: number
  /** All faults that have a place. */
  readonly faults?: readonly Fault[] | undefined
}

export interface TextValidatorOptions<Result = CheckResult> extends Pick<
  Validator,
  'name' | 'tier' | 'requirement' | 'constraints' | 'constraintsIfFailed' | 'readsPrompt' | 'cacheable'
> {
  /** The value that validations report as their bound; default: the requirement. */
  readonly bound?: string
  /** The words after "must" in messages; empty if the facts say so; default: "have" and the bound. */
  readonly duty?: string | undefined
  readonly check: (text: string, draft: Draft) => Result | Promise<Result>
  /** Checks an unfinished text. May fail only if every continuation of the text fails. */
  readonly checkPrefix?: ((text: string) => Result | undefined) | undefined
}

type Results = CheckResult | readonly CheckResult[]

/**
 * Creates a validator that passes if all its checks pass. Its score is the weighted mean of the scores of the checks.
 */
export function createTextValidator(options: TextValidatorOptions<Results>): Validator {
  const { name, tier, requirement, bound = requirement, duty = `have ${bound}` } = options
  const { constraints, constraintsIfFailed, readsPrompt, cacheable, check, checkPrefix } = options
  const judge = (given: Results, text: string): Validation => {
    const results = [given].flat()
    const failed = results.filter(({ score }) => score < 1)
    const facts = joinParts((failed.length > 0 ? failed : results).map(({ fact }) => fact))
    const totalWeight = sumOf(results.map(({ weight = 1 }) => weight))
    const messageOf = (result: CheckResult) => failedCheck(result.fact, result.duty ?? duty)
    const faults = results.flatMap((result) => faultsOf(result, messageOf))
    return {
      validator: name,
      passed: failed.length === 0,
      score: sumOf(results.map(({ score, weight = 1 }) => score * weight)) / totalWeight,
      measured: results.find(({ measured }) => measured !== undefined)?.measured ?? facts,
      bound,
      message:
        joinParts(failed.map(messageOf)) || (facts === bound ? bound : `${facts}, as required: ${bound}`),
      ...(results.some((result) => result.faults?.length) && { findings: toFindings(faults, text, name) }),
    }
  }
  return {
    name,
    tier,
    requirement,
    constraints,
    constraintsIfFailed,
    readsPrompt,
    cacheable,
    validate(draft) {
      const results = check(draft.text, draft)
      return results instanceof Promise
        ? results.then((settled) => judge(settled, draft.text))
        : judge(results, draft.text)
    },
    validatePrefix:
      checkPrefix &&
      ((text) => {
        const failed = [checkPrefix(text) ?? []].flat().filter(({ score }) => score < 1)
        return failed.length > 0 ? judge(failed, text) : undefined
      }),
  }
}

/** A failed check whose faults have no place is a fault of the whole text, so that the findings are complete. */
const faultsOf = (result: CheckResult, messageOf: (result: CheckResult) => string): readonly Fault[] =>
  result.faults?.length || result.score === 1
    ? (result.faults ?? [])
    : [{ at: 0, message: messageOf(result) }]

/** Bounds the memory for hostile texts. The message of a validation counts all faults. */
const MAX_FINDINGS = 100_000

function toFindings(faults: readonly Fault[], text: string, name: string): Finding[] {
  const locate = createLocator(text)
  const ordered = faults.toSorted((one, other) => one.at - other.at).slice(0, MAX_FINDINGS)
  return ordered.map(({ at, end, message, rule = name, replacement, severity }) => {
    const last = end === undefined ? undefined : locate(end)
    return {
      ...locate(at),
      ...(last && { endLine: last.line, endColumn: last.column }),
      message,
      rule,
      ...(replacement !== undefined && { replacement }),
      ...(severity && { severity }),
    }
  })
}

const MAX_LISTED_FAULTS = 5

/** Describes the first few faults and only counts the others, since a description may take time. */
export function listFaults<Fault>(
  faults: readonly Fault[],
  describe: (fault: Fault) => string = String,
): string {
  const more = faults.length - MAX_LISTED_FAULTS
  return [
    ...faults.slice(0, MAX_LISTED_FAULTS).map(describe),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join('; ')
}

/** The result for a text with these faults: it passes if there are none. `bound` describes a text without faults. */
export const faultCheck = <Fault>(
  faults: readonly Fault[],
  bound: string,
  describe?: (fault: Fault) => string,
): CheckResult => ({ score: 1 / (1 + faults.length), fact: listFaults(faults, describe) || bound })

/** Like `faultCheck`, for faults with places. */
export const placedFaultCheck = (
  faults: readonly Fault[],
  bound: string,
  text: string,
): CheckResult & { readonly faults: readonly Fault[] } => ({
  ...faultCheck(faults, bound, ({ message, at }) => `${message} at ${position(text, at)}`),
  faults,
})

/** Like `placedFaultCheck`, for faults of which some have no known place: these are findings for the whole text. */
export const mixedFaultCheck = (
  faults: readonly UnplacedFault[],
  bound: string,
  text: string,
): CheckResult => ({
  ...faultCheck(faults, bound, ({ message, at }) =>
    at === undefined ? message : `${message} at ${position(text, at)}`,
  ),
  faults: faults.map((fault) => ({ ...fault, at: fault.at ?? 0 })),
})

/** Like `placedFaultCheck`, but messages list only the line of each fault. */
export function lineFaultCheck(faults: readonly Fault[], bound: string, text: string): CheckResult {
  const ordered = faults.toSorted((one, other) => one.at - other.at)
  const describe = ({ message, at }: Fault) => `line ${position(text, at).split(':', 1)[0]}: ${message}`
  return { ...faultCheck(ordered, bound, describe), faults: ordered }
}
