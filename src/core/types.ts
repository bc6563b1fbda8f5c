/**
 * The nouns. Everything here is plain, readonly JSON, so that a thought can be stored, sent and read back
 * unchanged. Behaviour lives in `ports.ts`.
 */

/** What the user asks for. */
export interface Prompt {
  /** The user's id, or a digest of the prompt's content; unique within a run. */
  readonly id: string
  /** Position in the input, from 0. */
  readonly index: number
  readonly text: string
  readonly system?: string | undefined
  /** The model that writes this prompt's text, as `provider:model`; default: that of the settings. */
  readonly model?: string | undefined
  /** Start from this text instead of generating the first draft. */
  readonly draft?: string | undefined
  /** Checks for this prompt alone, beside those of the settings. */
  readonly validators?: readonly NamedOptions[] | undefined
  /** Input fields that sifaka does not know; they pass through to the result. */
  readonly meta?: Readonly<Record<string, unknown>> | undefined
}

/** A registered thing and its options, flat, as in the config file: `{ "name": "length", "min": 400 }`. */
export interface NamedOptions {
  readonly name: string
  readonly [option: string]: unknown
}

export interface Message {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

/** Tokens and money. `costUsd` is null where any part of it is unknown, never a guessed 0. */
export interface Usage {
  /** Answers received from a model. */
  readonly calls: number
  readonly inputTokens: number
  readonly outputTokens: number
  /** The part of `inputTokens` that the provider read from its own prompt cache. */
  readonly cachedInputTokens: number
  /** Attempts beyond the first, whatever became of them. */
  readonly retries: number
  readonly cacheHits: number
  readonly costUsd: number | null
}

/** What a provider told of one limit of an account. Whatever it did not tell is undefined. */
export interface RateLimit {
  readonly unit: 'requests' | 'tokens' | 'input-tokens' | 'output-tokens'
  /** The time in which `limit` may be used: a minute, a day. */
  readonly periodMs: number
  readonly limit?: number | undefined
  readonly remaining?: number | undefined
  /** From the time of the answer until all of the limit is there again. */
  readonly resetMs?: number | undefined
}

/** Why the text ends: the model was done, it hit a token limit, it declined, or it was interrupted by us. */
export type FinishReason = 'stop' | 'length' | 'refusal' | 'cut'

/** One complete answer of a model to one request. */
export interface Answer {
  readonly text: string
  /** The model as the provider names it, which may be more exact than what was asked for. */
  readonly model: string
  readonly finishReason: FinishReason
  readonly usage: Usage
  readonly cached: boolean
  /** Why it was interrupted: what no rest of the text could have mended. */
  readonly cut?: Validation | undefined
  readonly requestId?: string | undefined
  /** Time spent inside the provider, where it says so; the rest of the call is network. */
  readonly processingMs?: number | undefined
}

/** An answer to "write" or "improve", with the request that led to it. */
export interface Generation extends Answer {
  readonly messages: readonly Message[]
}

/** A fact about a text, decided in code. */
export interface Validation {
  readonly validator: string
  readonly passed: boolean
  /** 0..1; 1 when passed, else how near the text came. */
  readonly score: number
  readonly measured: number | string | null
  readonly bound: string | null
  /** States both the measured value and the bound. */
  readonly message: string
  /** A warning is told to the writer and to the user, but no text is turned down for it. Default: error. */
  readonly severity?: ValidationSeverity | undefined
  /** What it cost, where a model was asked. */
  readonly usage?: Usage | undefined
}

export const VALIDATION_SEVERITIES = ['error', 'warning'] as const
export type ValidationSeverity = (typeof VALIDATION_SEVERITIES)[number]

export type Severity = 'low' | 'medium' | 'high' | 'critical'

/** A model's opinion of a text. */
export interface Critique {
  readonly critic: string
  readonly model: string
  readonly needsImprovement: boolean
  /** 0..1 */
  readonly confidence: number
  readonly severity: Severity
  readonly feedback: string
  readonly suggestions: readonly string[]
  /** A lesson for later attempts; the last three travel with every request (Reflexion's memory). */
  readonly lesson?: string | undefined
  /** What else the critic found, in its own shape: verdicts a principle, scores an aspect. */
  readonly details?: unknown
  readonly usage: Usage
}

/** Somebody who could not answer. Never a pass, never a fail, never feedback. */
export interface Failure {
  readonly role: 'validator' | 'critic' | 'model'
  readonly name: string
  readonly code: string
  readonly message: string
  /** Of a validator that only warns; no text is turned down for it. */
  readonly severity?: ValidationSeverity | undefined
  /** What the attempt cost all the same. */
  readonly usage?: Usage | undefined
}

/** Added by `span()` to everything it times, so that nothing measures itself. */
export type Timed<T> = T & { readonly durationMs: number }

/** One generation with everything that was found out about it. The first is 1. */
export interface Iteration {
  readonly index: number
  /** Null when the model failed: an error is never text. */
  readonly generation: Timed<Generation> | null
  readonly validations: readonly Timed<Validation>[]
  readonly critiques: readonly Timed<Critique>[]
  readonly failures: readonly Failure[]
}

/** What came of a thought. */
export const OUTCOMES = [
  'accepted',
  'exhausted',
  'unreviewed',
  'failed',
  'refused',
  'truncated',
  'empty',
  'cancelled',
] as const
export type Outcome = (typeof OUTCOMES)[number]

export type StopReason =
  | 'accepted'
  | 'max-iterations'
  | 'fixpoint'
  | 'cycle'
  | 'plateau'
  | 'budget'
  | 'deadline'
  | 'infeasible'
  | 'error'
  | 'cancelled'

/** Why a thought ended; every thought has exactly one. */
export interface Stop {
  readonly reason: StopReason
  readonly outcome: Outcome
  readonly error?: { readonly code: string; readonly message: string } | undefined
}

/** A prompt with all its iterations: the result and the audit trail in one. It never forgets. */
export interface Thought {
  /** A digest of the prompt's id and the time: another run makes another thought. */
  readonly id: string
  readonly prompt: Prompt
  /** The best draft, exactly as a model wrote it; empty when there is none. */
  readonly text: string
  readonly outcome: Outcome
  readonly stopReason: StopReason
  readonly iterations: readonly Timed<Iteration>[]
  /** The `index` of the iteration whose draft `text` is; null when there is none. */
  readonly bestIteration: number | null
  readonly usage: Usage
  readonly startedAt: string
  readonly error: { readonly code: string; readonly message: string } | null
}

/** How many approvals the critics must give. A number counts approvals; the words count those that answered. */
export type Quorum = 'unanimous' | 'majority' | number

/** The rules of one loop. */
export interface Policy {
  readonly maxIterations: number
  readonly critique: 'always' | 'when-valid' | 'never'
  readonly validation: 'all' | 'fail-fast'
  readonly quorum: Quorum
  readonly onCriticError: 'fail' | 'ignore' | 'retry'
  /** Stop after this many iterations without a better draft. */
  readonly plateau: number
  /** False: drafts come whole, and are not given up while they are written. */
  readonly stream?: boolean | undefined
  readonly feedback: FeedbackPolicy
}

export interface FeedbackPolicy {
  /** How much a failed validation weighs against a critic's suggestion, each 0..1. */
  readonly validationWeight: number
  readonly criticWeight: number
  /** The most suggestions of critics in one request; failed validations are always all told. */
  readonly maxSuggestions: number
}
