/** Estimates how many iterations a prompt takes, before any text has been seen. */
import type { LoopRules, PromptFacts } from './types.ts'

export interface IterationProbability {
  /** Probability that the loop reaches this iteration. */
  readonly reached: number
  /** Probability that a validator fails the draft of this iteration, if the loop reaches it. */
  readonly invalid: number
}

/** Probability that the first draft fails, and probability that critics object to the first draft that they see. */
const FIRST_DRAFT_FAILS = 0.7
/** Probability that a revision fails; it grows with the number of validators and critics. */
const REVISION_FAILS = 0.05
const REVISION_FAILS_PER_CHECK = 0.03
const MAX_REVISION_FAILS = 0.4
/** Probability that a draft fails if it exceeds the token limit. */
const TRUNCATED_FAILS = 0.9

export function iterationProbabilities(
  { checks, critics, judges, draftTokens }: PromptFacts,
  { maxIterations, maxTokens, critique, validation }: LoopRules,
): IterationProbability[] {
  const assessments = checks + critics.length
  // A draft without any validator or critic is accepted at once, unless it is truncated.
  if (assessments === 0 && maxTokens === undefined) return [{ reached: 1, invalid: 0 }]
  const truncated = draftTokens.expected >= (maxTokens ?? Infinity)
  const failsWith = (probability: number) =>
    truncated ? TRUNCATED_FAILS : assessments === 0 ? 0 : probability
  const first = failsWith(FIRST_DRAFT_FAILS)
  const later = failsWith(
    Math.min(MAX_REVISION_FAILS, REVISION_FAILS + REVISION_FAILS_PER_CHECK * assessments),
  )
  const criticsWaitForValidators =
    checks > 0 && critics.length > 0 && (critique === 'when-valid' || validation === 'fail-fast')
  const failedByValidators = checks === 0 ? 0 : critics.length === 0 ? 1 : 0.5
  // A text that a judge has passed is less likely to fail its first critique.
  const firstCritiqueFails = judges.length > 0 ? later : FIRST_DRAFT_FAILS

  let uncriticized = 1
  let criticized = 0
  return Array.from({ length: maxIterations }, (_, index) => {
    const reached = uncriticized + criticized
    if (index === 0) {
      ;[uncriticized, criticized] = criticsWaitForValidators ? [first, 0] : [0, first]
      return { reached, invalid: checks === 0 ? 0 : first }
    }
    const invalid = uncriticized * later + criticized * later * failedByValidators
    ;[uncriticized, criticized] = [
      uncriticized * later,
      uncriticized * (1 - later) * firstCritiqueFails + criticized * later,
    ]
    return { reached, invalid: reached === 0 ? 0 : invalid / reached }
  })
}
