/** What a run is expected to take, computed before anything is sent. Plain JSON. */

/** `least` and `most` bound a run without errors; `expected` is the most likely value. */
export interface EstimateRange {
  readonly least: number
  readonly expected: number
  readonly most: number
}

export interface EstimatedUsage {
  /** Answers received; attempts that fail and are retried are not included. */
  readonly calls: EstimateRange
  readonly inputTokens: EstimateRange
  readonly outputTokens: EstimateRange
  /** Null where any part of it is unknown, never a guessed 0. */
  readonly costUsd: EstimateRange | null
}

export interface ModelEstimate extends EstimatedUsage {
  readonly model: string
}

export const RUN_LIMITS = ['maxCost', 'maxTotalTokens', 'deadline'] as const
export type RunLimit = (typeof RUN_LIMITS)[number]

/** Whether a limit stops the run. certain: `least` exceeds it; probable: `expected` does; possible: only `most` does. */
export type Likelihood = 'certain' | 'probable' | 'possible'

export interface Estimate extends EstimatedUsage {
  readonly prompts: number
  /** Prompts equal to an earlier one, which share its calls. */
  readonly repeated: number
  /** The expected number of iterations per prompt. */
  readonly meanIterations: number
  readonly durationMs: EstimateRange
  /** In order of first use: the first prompt's writer comes first. */
  readonly models: readonly ModelEstimate[]
  /** The limits that may end the run early. */
  readonly stops: readonly { readonly limit: RunLimit; readonly reach: Likelihood }[]
}
