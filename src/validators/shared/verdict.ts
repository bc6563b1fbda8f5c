import { failedCheck, joinParts } from '../../core/phrases/requirement-text.ts'
import type { Validation } from '../../core/types.ts'

/** The result of one check. Its message, if it failed, reads `${fact}, must ${duty}`. */
export interface Check {
  /** 1 if the check passed, else less, 0..1. */
  readonly score: number
  readonly fact: string
  readonly duty: string
  /** The weight of the score in the validation's. Default: 1. */
  readonly weight?: number
}

/** The validation for one or more checks, all of which must pass; its score is their weighted mean. */
export function verdict(validator: string, bound: string, checks: readonly Check[]): Validation {
  const failed = checks.filter(({ score }) => score < 1)
  const measured = joinParts((failed.length > 0 ? failed : checks).map(({ fact }) => fact))
  return {
    validator,
    passed: failed.length === 0,
    score:
      checks.reduce((sum, { score, weight = 1 }) => sum + score * weight, 0) /
      checks.reduce((sum, { weight = 1 }) => sum + weight, 0),
    measured,
    bound,
    message:
      joinParts(failed.map(({ fact, duty }) => failedCheck(fact, duty))) ||
      (measured === bound ? bound : `${measured}, as required: ${bound}`),
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
): Omit<Check, 'duty'> => ({ score: 1 / (1 + faults.length), fact: listFaults(faults, describe) || bound })
