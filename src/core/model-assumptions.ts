import type { EstimateRange } from './estimate.ts'

/** What a dry run assumes of a model: how long its texts are, and how fast it writes them. */
export interface ModelAssumptions {
  /** Tokens of a draft if no validator requires a length. */
  readonly draftTokens: number
  readonly tokensPerWord: number
  /** Tokens of one text in a JSON answer. */
  readonly jsonTextTokens: number
  /** Tokens of the suggestions in one critique. */
  readonly suggestionTokens: number
  /** Drafts are no longer than required. */
  readonly writesMinimum: boolean
  /** The JSON Schema of an answer counts as input. */
  readonly countsSchema: boolean
  /** `structured`: for answers in JSON. */
  latency(structured: boolean): ModelLatency
}

export interface ModelLatency {
  readonly firstTokenMs: EstimateRange
  /** Per token of output. */
  readonly tokenMs: EstimateRange
}
