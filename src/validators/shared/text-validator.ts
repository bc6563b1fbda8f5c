import type { Draft, Validator } from '../../core/ports.ts'
import type { Validation } from '../../core/types.ts'
import { verdict, type Check } from './verdict.ts'

export interface CheckResult extends Omit<Check, 'duty'> {
  /** Default: the validator's duty. */
  readonly duty?: string
  /** Default: the fact. */
  readonly measured?: Validation['measured']
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

/** A validator that makes one check, or several, all of which must pass. */
export function createTextValidator(options: TextValidatorOptions<Results>): Validator {
  const { name, tier, requirement, constraints, bound = requirement, duty = `have ${bound}` } = options
  const { check, checkPrefix } = options
  const judge = (given: Results): Validation => {
    const results = [given].flat()
    const validation = verdict(
      name,
      bound,
      results.map((result) => ({ duty, ...result })),
    )
    const measured = results.find((result) => result.measured !== undefined)?.measured
    return measured === undefined ? validation : { ...validation, measured }
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
