import type { EstimateRange } from '../core/estimate.ts'
import type { ModelLatency } from '../core/model-assumptions.ts'
import type { Policy } from '../core/policy.ts'

/** How long one call takes. */
export interface CallLatency extends ModelLatency {
  /** The timeout of a call, in milliseconds. */
  readonly maxMs: number
}

/** A request of a critic, or of a validator that asks a model. */
export interface ReviewCall {
  readonly model: string
  readonly latency: CallLatency
  /** Input tokens without the task and the draft. */
  readonly inputTokens: EstimateRange
  /** Input tokens that each earlier iteration adds. */
  readonly historyTokens: EstimateRange
  readonly outputTokens: EstimateRange
  /** False if the request might not be sent: for a plugin, and for a part of a composite validator. */
  readonly alwaysSent: boolean
  /** True if another request of the prompt is equal, so that one call answers both. */
  readonly shared: boolean
  /** The share of critiques that are expected to make this call. */
  readonly expectedShare: number
  /** How many calls of the critique follow one another. */
  readonly rounds: number
}

/** The facts about a prompt from which its estimate is computed. */
export interface PromptFacts {
  /** The model that writes the drafts. */
  readonly model: string
  readonly latency: CallLatency
  /** Input tokens of the first request. */
  readonly openingTokens: EstimateRange
  /** Tokens of the task as it appears in the requests of critics. */
  readonly taskTokens: EstimateRange
  /** Tokens of the feedback on the previous draft, which a later request contains. */
  readonly feedbackTokens: EstimateRange
  readonly draftTokens: EstimateRange
  /** Tokens of a supplied draft that replaces the first generation. */
  readonly suppliedTokens?: EstimateRange | undefined
  /** True if the prompt makes no call: its constraints are infeasible, or its supplied draft is empty. */
  readonly needsNoCalls: boolean
  /** Number of validators that can fail a text. */
  readonly checks: number
  /** True if a draft may be stopped early; critics never see such a draft. */
  readonly stopsEarly: boolean
  readonly critics: readonly ReviewCall[]
  readonly judges: readonly ReviewCall[]
}

export type LoopRules = Pick<Policy, 'maxIterations' | 'critique' | 'validation'> & {
  readonly maxTokens?: number | undefined
}
