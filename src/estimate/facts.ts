/** What an estimate knows of a prompt. */
import type { Spread } from '../core/estimate.ts'
import type { Policy } from '../core/types.ts'

/** How long answers take. */
export interface Pace {
  readonly firstMs: Spread
  readonly tokenMs: Spread
  readonly mostMs: number
}

/** What a critic, or a validator, puts to a model. */
export interface Question {
  readonly model: string
  readonly pace: Pace
  /** Without the task and the draft. */
  readonly inputTokens: Spread
  /** What it is told besides, for each earlier iteration. */
  readonly memoryTokens: Spread
  readonly outputTokens: Spread
  /** False if it may not be asked even when its turn comes. */
  readonly certain: boolean
  /** Another one asks the very same: one call answers both. */
  readonly shared: boolean
}

/** All of a prompt that decides what it takes. */
export interface Facts {
  readonly model: string
  readonly pace: Pace
  readonly openingTokens: Spread
  /** The task as critics are told it. */
  readonly taskTokens: Spread
  /** What a revision is told about the draft before it. */
  readonly adviceTokens: Spread
  readonly draftTokens: Spread
  /** Of the draft that the first generation is spared for. */
  readonly givenTokens?: Spread | undefined
  /** Nothing is asked at all: the rules exclude each other, or the given draft is empty. */
  readonly idle: boolean
  /** How many validators can turn a text down. */
  readonly checks: number
  /** An unfinished draft may be given up, and is then shown to nobody. */
  readonly breakable: boolean
  readonly critics: readonly Question[]
  readonly judges: readonly Question[]
}

export type Rules = Pick<Policy, 'maxIterations' | 'critique' | 'validation' | 'onCriticError'> & {
  readonly maxTokens?: number | undefined
}
