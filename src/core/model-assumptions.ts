import type { EstimateRange } from './estimate.ts'

/** What a dry run assumes about a model: the length of its texts, and its speed. */
export interface ModelAssumptions {
  /** Tokens of a draft if no validator requires a length. */
  readonly draftTokens: number
  readonly tokensPerWord: number
  /** Tokens of one string in a JSON answer. */
  readonly jsonTextTokens: number
  readonly suggestionTokens: number
  /** True if the model writes no more than the required minimum length. */
  readonly writesMinimum: boolean
  /** True if the JSON Schema of an answer counts as input tokens. */
  readonly countsSchema: boolean
  /** `structured` is true for an answer in JSON. */
  latency(structured: boolean): ModelLatency
}

export interface ModelLatency {
  readonly firstTokenMs: EstimateRange
  /** Time per output token. */
  readonly tokenMs: EstimateRange
}
