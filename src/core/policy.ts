/** The rules by which the loop decides. */

/** The required approvals: a number, or a share of the critics that could answer. */
export type Quorum = 'unanimous' | 'majority' | number

export interface Policy {
  readonly maxIterations: number
  readonly critique: 'always' | 'when-valid' | 'never'
  readonly validation: 'all' | 'fail-fast'
  readonly quorum: Quorum
  readonly onCriticError: 'fail' | 'ignore' | 'retry'
  /** The loop stops after this many iterations without a better draft. */
  readonly plateau: number
  /** If false, drafts arrive whole and cannot be cut. Default: true. */
  readonly stream?: boolean | undefined
  /** If true, accepted drafts are revised, too, until another limit is reached. Default: false. */
  readonly forceImprovements?: boolean | undefined
  readonly feedback: FeedbackPolicy
}

interface FeedbackPolicy {
  /** The weights of failed validations and of critics' suggestions, each from 0 to 1. */
  readonly validationWeight: number
  readonly criticWeight: number
  /** Limits the critics' suggestions in one request; failed validations are always included. */
  readonly maxSuggestions: number
  /** The number of latest iterations whose critiques one request contains. Default: 1. */
  readonly contextWindow?: number | undefined
}
