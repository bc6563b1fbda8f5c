import type { Validation } from '../../core/types.ts'

/** One thing that was looked at: what was found, and what follows "must" if that is not enough. */
export interface Check {
  /** 1 when it holds, else less. */
  readonly score: number
  readonly fact: string
  readonly duty: string
}

/** A validation of one or more checks, of which all must hold; its score is their mean. */
export function verdict(validator: string, bound: string, checks: readonly Check[]): Validation {
  const broken = checks.filter(({ score }) => score < 1)
  const measured = (broken.length > 0 ? broken : checks).map(({ fact }) => fact).join('; ')
  return {
    validator,
    passed: broken.length === 0,
    score: checks.reduce((sum, { score }) => sum + score, 0) / checks.length,
    measured,
    bound,
    message:
      broken.map(({ fact, duty }) => `${fact}, must ${duty}`).join('; ') ||
      (measured === bound ? bound : `${measured}, as required: ${bound}`),
  }
}

const MOST_FAULTS = 5

/** The first faults, and how many more there are. */
export function listed(faults: readonly string[]): string {
  const more = faults.length - MOST_FAULTS
  return [...faults.slice(0, MOST_FAULTS), ...(more > 0 ? [`and ${more} more`] : [])].join('; ')
}
