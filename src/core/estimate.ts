/** What a run is reckoned to take, before anything is sent. Plain JSON. */

/** What a run that meets no errors stays within, and what it is most likely near. */
export interface Spread {
  readonly least: number
  readonly expected: number
  readonly most: number
}

export interface Amounts {
  /** Answers received. Attempts that fail are none, and are in no figure. */
  readonly calls: Spread
  readonly inputTokens: Spread
  readonly outputTokens: Spread
  /** Null where any part of it is unknown, never a guessed 0. */
  readonly costUsd: Spread | null
}

export interface ModelEstimate extends Amounts {
  readonly model: string
}

export const LIMITS = ['maxCost', 'maxTotalTokens', 'deadline'] as const
export type Limit = (typeof LIMITS)[number]

/** What a limit of the settings does to the run: even the least is beyond it, the expected is, the most is. */
export type Reach = 'certain' | 'probable' | 'possible'

export interface Estimate extends Amounts {
  readonly prompts: number
  /** Of them, those that are the same as an earlier one, so that no call of theirs need be made twice. */
  readonly repeated: number
  /** Expected, a prompt. */
  readonly meanIterations: number
  readonly durationMs: Spread
  /** In the order in which they are met, the writer of the first prompt first. */
  readonly models: readonly ModelEstimate[]
  /** The limits that may end the run early. */
  readonly stops: readonly { readonly limit: Limit; readonly reach: Reach }[]
}
