/** The inputs of an estimate. */
import type { EstimateRange } from '../core/estimate.ts'
import type { ModelLatency } from '../core/model-assumptions.ts'
import type { Policy } from '../core/types.ts'

/** How long one call takes. */
export interface CallLatency extends ModelLatency {
  /** The timeout of a call. */
  readonly maxMs: number
}

/** A request of a critic, or of a validator that asks a model. */
export interface ReviewCall {
  readonly model: string
  readonly latency: CallLatency
  /** Without the task and the draft. */
  readonly inputTokens: EstimateRange
  /** Added to the input for each earlier iteration. */
  readonly historyTokens: EstimateRange
  readonly outputTokens: EstimateRange
  /** False for a plugin and for a part of a composed validator, which may not send it. */
  readonly alwaysSent: boolean
  /** Equal to another request of the prompt, so that one call answers both. */
  readonly shared: boolean
}

/** Everything about a prompt that its estimate depends on. */
export interface PromptFacts {
  /** The model that writes the drafts. */
  readonly model: string
  readonly latency: CallLatency
  /** Input of the first request. */
  readonly openingTokens: EstimateRange
  /** The task as critics see it. */
  readonly taskTokens: EstimateRange
  /** The feedback on the previous draft in a later request. */
  readonly feedbackTokens: EstimateRange
  readonly draftTokens: EstimateRange
  /** Tokens of a supplied draft that replaces the first generation. */
  readonly suppliedTokens?: EstimateRange | undefined
  /** No call is made: the constraints are infeasible, or the supplied draft is empty. */
  readonly needsNoCalls: boolean
  /** Validators that can fail a text. */
  readonly checks: number
  /** A draft may be stopped early; critics never see it then. */
  readonly stopsEarly: boolean
  readonly critics: readonly ReviewCall[]
  readonly judges: readonly ReviewCall[]
}

export type LoopRules = Pick<Policy, 'maxIterations' | 'critique' | 'validation' | 'onCriticError'> & {
  readonly maxTokens?: number | undefined
}
