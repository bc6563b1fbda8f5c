/** How far a prompt is likely to get: a prior, since nothing is known of its texts yet. */
import type { Facts, Rules } from './facts.ts'

export interface Chance {
  /** That it comes to this iteration. */
  readonly reached: number
  /** That a validator then turns the draft down. */
  readonly invalid: number
}

/** Of first drafts, and of texts that critics see for the first time. */
const FIRST_FAILS = 0.7
/** Of revisions: the more is checked, the more. */
const REVISION_FAILS = 0.05
const FAILS_MORE = 0.03
const MOST_FAILS = 0.4
/** Of drafts that do not fit in the token limit. */
const CUT_OFF_FAILS = 0.9

export function chances(
  { checks, critics, judges, draftTokens }: Facts,
  { maxIterations, maxTokens, critique, validation }: Rules,
): Chance[] {
  const asked = checks + critics.length
  // What nobody checks is accepted at once, if only it is whole.
  if (asked === 0 && maxTokens === undefined) return [{ reached: 1, invalid: 0 }]
  const tight = draftTokens.expected >= (maxTokens ?? Infinity)
  const first = tight ? CUT_OFF_FAILS : asked === 0 ? 0 : FIRST_FAILS
  const later = tight
    ? CUT_OFF_FAILS
    : asked === 0
      ? 0
      : Math.min(MOST_FAILS, REVISION_FAILS + FAILS_MORE * asked)
  /** Critics see nothing before the validators have passed it. */
  const late = checks > 0 && critics.length > 0 && (critique === 'when-valid' || validation === 'fail-fast')
  const byValidators = checks === 0 ? 0 : critics.length === 0 ? 1 : 0.5

  // What a model has judged already surprises the next one less.
  const firstSeen = judges.length > 0 ? later : FIRST_FAILS

  let unseen = 1
  let seen = 0
  return Array.from({ length: maxIterations }, (_, index) => {
    const reached = unseen + seen
    if (index === 0) {
      ;[unseen, seen] = late ? [first, 0] : [0, first]
      return { reached, invalid: checks === 0 ? 0 : first }
    }
    const invalid = unseen * later + seen * later * byValidators
    ;[unseen, seen] = [unseen * later, unseen * (1 - later) * firstSeen + seen * later]
    return { reached, invalid: reached === 0 ? 0 : invalid / reached }
  })
}
