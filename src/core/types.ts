/** The data of a thought: plain, readonly JSON that can be stored, sent and read back unchanged. */
import type { ErrorCode } from './error-codes.ts'

/** What the user asks for. */
export interface Prompt {
  /** Given by the user, or a digest of the content; unique within a run. */
  readonly id: string
  /** Position in the input, counted from 0. */
  readonly index: number
  readonly text: string
  readonly system?: string | undefined
  /** The model that writes the drafts, as `provider:model`. Default: that of the settings. */
  readonly model?: string | undefined
  /** Replaces the first generation. */
  readonly draft?: string | undefined
  /** Additional validators for this prompt only. */
  readonly validators?: readonly NamedOptions[] | undefined
  /** Input fields without a meaning to sifaka; copied to the result. */
  readonly meta?: Readonly<Record<string, unknown>> | undefined
}

/** A validator or critic with its options, as in settings files: `{ "name": "length", "min": 400 }`. */
export interface NamedOptions {
  readonly name: string
  readonly [option: string]: unknown
}

export interface Message {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

export interface Usage {
  /** Answers received from models. */
  readonly calls: number
  readonly inputTokens: number
  readonly outputTokens: number
  /** The part of `inputTokens` that came from the provider's prompt cache. */
  readonly cachedInputTokens: number
  /** Attempts after the first, successful or not. */
  readonly retries: number
  readonly cacheHits: number
  /** Null if any part of the cost is unknown. */
  readonly costUsd: number | null
}

/** One limit of an account as the provider reports it; unreported fields are undefined. */
export interface RateLimit {
  readonly unit: 'requests' | 'tokens' | 'input-tokens' | 'output-tokens'
  /** The period that `limit` applies to, such as a minute or a day. */
  readonly periodMs: number
  readonly limit?: number | undefined
  readonly remaining?: number | undefined
  /** Time from the response until the full limit is available again. */
  readonly resetMs?: number | undefined
}

/** `length`: token limit reached; `refusal`: the model declined; `cut`: stopped early by sifaka. */
export type FinishReason = 'stop' | 'length' | 'refusal' | 'cut'

export interface Answer {
  readonly text: string
  /** As the provider names the model; may be more specific than the requested name. */
  readonly model: string
  readonly finishReason: FinishReason
  readonly usage: Usage
  readonly cached: boolean
  /** The validation that no continuation could have passed, if the finish reason is `cut`. */
  readonly cut?: Validation | undefined
  readonly requestId?: string | undefined
  /** Time within the provider, if it reports that; the rest of the call is network time. */
  readonly processingMs?: number | undefined
}

/** A draft, with the messages that requested it. */
export interface Generation extends Answer {
  readonly messages: readonly Message[]
}

/** The result of a deterministic check of a text. */
export interface Validation {
  readonly validator: string
  readonly passed: boolean
  /** From 0 to 1: 1 if passed, else how close the text came. */
  readonly score: number
  readonly measured: number | string | null
  readonly bound: string | null
  /** States both the measured value and the bound. */
  readonly message: string
  /** Warnings are feedback, but do not prevent acceptance. Default: error. */
  readonly severity?: ValidationSeverity | undefined
  /** Present if the validator called a model. */
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
  /** From 0 to 1. */
  readonly confidence: number
  readonly severity: Severity
  readonly feedback: string
  readonly suggestions: readonly string[]
  /** Advice for all later drafts; requests contain the last three lessons (the memory of Reflexion). */
  readonly lesson?: string | undefined
  /** Further findings in the critic's own shape, such as scores per aspect. */
  readonly details?: unknown
  readonly usage: Usage
}

/** A validator, critic or model could not answer. Never a pass, never a fail, never feedback. */
export interface Failure {
  readonly role: 'validator' | 'critic' | 'model'
  readonly name: string
  readonly code: ErrorCode
  readonly message: string
  /** The severity of the validator; a failed warning does not prevent acceptance. */
  readonly severity?: ValidationSeverity | undefined
  /** Present if the failure cost tokens. */
  readonly usage?: Usage | undefined
}

/** `span()` adds the duration to everything that it times. */
export type Timed<T> = T & { readonly durationMs: number }

/** One generation with its assessment. */
export interface Iteration {
  /** Counted from 1. */
  readonly index: number
  /** Null if the model failed: an error is never text. */
  readonly generation: Timed<Generation> | null
  readonly validations: readonly Timed<Validation>[]
  readonly critiques: readonly Timed<Critique>[]
  readonly failures: readonly Failure[]
}

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

export interface ErrorSummary {
  readonly code: ErrorCode
  readonly message: string
}

export interface Stop {
  readonly reason: StopReason
  readonly outcome: Outcome
  readonly error?: ErrorSummary | undefined
}

/** A prompt with all its iterations: both result and audit trail. */
export interface Thought {
  /** A digest of the prompt's id and the start time, so it differs between runs. */
  readonly id: string
  readonly prompt: Prompt
  /** The best draft, exactly as a model wrote it; empty if there is none. */
  readonly text: string
  readonly outcome: Outcome
  readonly stopReason: StopReason
  readonly iterations: readonly Timed<Iteration>[]
  /** The `index` of the iteration that `text` is from; null if there is none. */
  readonly bestIteration: number | null
  readonly usage: Usage
  readonly startedAt: string
  readonly error: ErrorSummary | null
}

/** The required approvals: a number, or a share of the critics that could answer. */
export type Quorum = 'unanimous' | 'majority' | number

export interface Policy {
  readonly maxIterations: number
  readonly critique: 'always' | 'when-valid' | 'never'
  readonly validation: 'all' | 'fail-fast'
  readonly quorum: Quorum
  readonly onCriticError: 'fail' | 'ignore' | 'retry'
  /** Stops after this many iterations without a better draft. */
  readonly plateau: number
  /** If false, drafts arrive whole and cannot be cut. Default: true. */
  readonly stream?: boolean | undefined
  readonly feedback: FeedbackPolicy
}

export interface FeedbackPolicy {
  /** The weights of failed validations and of critics' suggestions, each from 0 to 1. */
  readonly validationWeight: number
  readonly criticWeight: number
  /** Limits the critics' suggestions in one request; failed validations are always included. */
  readonly maxSuggestions: number
}
