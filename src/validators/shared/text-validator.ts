import { failedCheck, joinParts } from '../../core/phrases/requirement-text.ts'
import type { Draft, Validator } from '../../core/ports.ts'
import type { Validation } from '../../core/types.ts'

/** The result of one check. Its message, if it failed, reads `${fact}, must ${duty}`. */
export interface CheckResult {
  /** 1 if the check passed, else less, 0..1. */
  readonly score: number
  readonly fact: string
  /** Default: the validator's duty. */
  readonly duty?: string
  /** Default: the fact. */
  readonly measured?: Validation['measured']
  /** The weight of the score in the validation's. Default: 1. */
  readonly weight?: number
}

export interface TextValidatorOptions<Result = CheckResult> extends Pick<
  Validator,
  'name' | 'tier' | 'requirement' | 'constraints'
> {
  /** What validations report as their bound. Default: the requirement. */
  readonly bound?: string
  /** The words after "must". Default: "have" and the bound. */
  readonly duty?: string | undefined
  readonly check: (text: string, draft: Draft) => Result | Promise<Result>
  /** The check of an unfinished text: it may fail only if it fails for every continuation. */
  readonly checkPrefix?: ((text: string) => Result | undefined) | undefined
}

type Results = CheckResult | readonly CheckResult[]

/** A validator that makes one check, or several, all of which must pass; its score is their weighted mean. */
export function createTextValidator(options: TextValidatorOptions<Results>): Validator {
  const { name, tier, requirement, constraints, bound = requirement, duty = `have ${bound}` } = options
  const { check, checkPrefix } = options
  const judge = (given: Results): Validation => {
    const results = [given].flat()
    const failed = results.filter(({ score }) => score < 1)
    const facts = joinParts((failed.length > 0 ? failed : results).map(({ fact }) => fact))
    const totalWeight = results.reduce((sum, { weight = 1 }) => sum + weight, 0)
    return {
      validator: name,
      passed: failed.length === 0,
      score: results.reduce((sum, { score, weight = 1 }) => sum + score * weight, 0) / totalWeight,
      measured: results.find(({ measured }) => measured !== undefined)?.measured ?? facts,
      bound,
      message:
        joinParts(failed.map((result) => failedCheck(result.fact, result.duty ?? duty))) ||
        (facts === bound ? bound : `${facts}, as required: ${bound}`),
    }
  }
  return {
    name,
    tier,
    requirement,
    constraints,
    validate(draft) {
      const results = check(draft.text, draft)
      return results instanceof Promise ? results.then(judge) : judge(results)
    },
    validatePrefix:
      checkPrefix &&
      ((text) => {
        const failed = [checkPrefix(text) ?? []].flat().filter(({ score }) => score < 1)
        return failed.length > 0 ? judge(failed) : undefined
      }),
  }
}

const MAX_LISTED_FAULTS = 5

/** Lists the first faults and counts the others, so that only the first are described. */
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

/** The check that a text has no faults; `bound` describes such a text. */
export const faultCheck = <Fault>(
  faults: readonly Fault[],
  bound: string,
  describe?: (fault: Fault) => string,
): CheckResult => ({ score: 1 / (1 + faults.length), fact: listFaults(faults, describe) || bound })
