/** The estimated calls, tokens, time and cost of a run, computed before anything is sent. Plain JSON. */

/** `least` and `most` bound a run without errors; `expected` is the most likely value. */
export interface EstimateRange {
  readonly least: number
  readonly expected: number
  readonly most: number
}

export interface EstimatedUsage {
  /** Number of answers received; failed attempts that are retried are not included. */
  readonly calls: EstimateRange
  readonly inputTokens: EstimateRange
  readonly outputTokens: EstimateRange
  /** Null if the price of any call is unknown. */
  readonly costUsd: EstimateRange | null
}

export interface ModelEstimate extends EstimatedUsage {
  readonly model: string
}

export const RUN_LIMITS = ['maxCost', 'maxTotalTokens', 'deadline'] as const
export type RunLimit = (typeof RUN_LIMITS)[number]

/**
 * How likely a limit stops the run. `certain`: `least` exceeds the limit; `probable`: `expected` exceeds it;
 * `possible`: only `most` exceeds it.
 */
export type Likelihood = 'certain' | 'probable' | 'possible'

export interface Estimate extends EstimatedUsage {
  readonly prompts: number
  /** Number of prompts that equal an earlier prompt and share its calls. */
  readonly repeated: number
  /** The expected number of iterations per prompt. */
  readonly meanIterations: number
  readonly durationMs: EstimateRange
  /** Sorted by first use: the model that writes for the first prompt comes first. */
  readonly models: readonly ModelEstimate[]
  /** The models to which a prompt may go on; their calls are not in the estimate. */
  readonly escalation: readonly string[]
  /** The limits that may end the run early. */
  readonly stops: readonly { readonly limit: RunLimit; readonly reach: Likelihood }[]
}
