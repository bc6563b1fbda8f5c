/** The data of a thought: plain, readonly JSON that can be stored and read back unchanged. */
import type { ErrorCode } from './error-codes.ts'
import type { SemanticHit } from './drafts/semantic-hit.ts'
import type { Route } from './escalation/route.ts'
import type { Finding } from './validation/finding.ts'

export interface Prompt {
  /** Given by the user, or a digest of the content; unique within a run. */
  readonly id: string
  /** Position in the input, counted from 0. */
  readonly index: number
  readonly text: string
  readonly system?: string | undefined
  /** The model that writes the drafts, as `provider:model`. Default: the model in the settings. */
  readonly model?: string | undefined
  /** Used as the first draft instead of a generated one. */
  readonly draft?: string | undefined
  /** The id of the stored thought on which this prompt builds. */
  readonly parent?: string | undefined
  /** What the text must agree with: a text to translate, or the facts of a product. */
  readonly source?: string | Readonly<Record<string, unknown>> | undefined
  /** The values of `{{field}}` in the validators, the critics and the system prompt of the settings. */
  readonly vars?: Readonly<Record<string, unknown>> | undefined
  /** Additional validators for this prompt only. */
  readonly validators?: readonly NamedOptions[] | undefined
  /** The name of the variant that the run tries, for comparisons of runs. */
  readonly label?: string | undefined
  /** Input fields that sifaka does not use; they are copied to the result. */
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
  /** Number of answers received from models. */
  readonly calls: number
  readonly inputTokens: number
  readonly outputTokens: number
  /** The part of `outputTokens` that the model spent on reasoning, as far as the provider reports it. */
  readonly reasoningTokens: number
  /** The part of `inputTokens` that came from the provider's prompt cache. */
  readonly cachedInputTokens: number
  /** Number of attempts after the first, whether or not they succeeded. */
  readonly retries: number
  readonly cacheHits: number
  /** Null if any part of the cost is unknown. */
  readonly costUsd: number | null
  /** What the other fields do not include: attempts that brought no answer, but are probably billed. */
  readonly wasted: Waste
}

/** The estimated cost of interrupted attempts, such as resets and timeouts; no provider reports it. */
export type Waste = Pick<Usage, 'inputTokens' | 'outputTokens' | 'costUsd'> & { readonly attempts: number }

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

/** How much a model reasons before it answers. */
export const EFFORTS = ['none', 'minimal', 'low', 'medium', 'high'] as const
export type Effort = (typeof EFFORTS)[number]

/** `auto` is the provider's default; `flex` is cheaper and may have to wait, `priority` is faster and costs more. */
export const SERVICE_TIERS = ['auto', 'flex', 'priority'] as const
export type ServiceTier = (typeof SERVICE_TIERS)[number]

/** The settings of a request that some models do not accept. */
export const DROPPABLE_SETTINGS = ['temperature', 'seed', 'effort', 'serviceTier'] as const
export type DroppedSetting = (typeof DROPPABLE_SETTINGS)[number]

/**
 * `length`: token limit reached; `refusal`: the model declined; `filtered`: a content filter of the provider ended the
 * answer; `cut`: stopped early by sifaka.
 */
export type FinishReason = 'stop' | 'length' | 'refusal' | 'filtered' | 'cut'

export interface Answer {
  readonly text: string
  /** The model's name as the provider reports it; it may be more specific than the requested name. */
  readonly model: string
  readonly finishReason: FinishReason
  readonly usage: Usage
  readonly cached: boolean
  /** Present if the text was accepted for another, similar prompt; here it is only a draft. */
  readonly semantic?: SemanticHit | undefined
  /** The reasoning that preceded the text, if the provider returns it. Never part of the text. */
  readonly reasoning?: string | undefined
  /** Settings that the model does not accept, so that they were not sent. */
  readonly dropped?: readonly DroppedSetting[] | undefined
  /** The model that answered because the requested one was not available, as `provider:model`. */
  readonly fallback?: string | undefined
  /** If the finish reason is `cut`, the validation that no continuation could have passed. */
  readonly cut?: Validation | undefined
  readonly requestId?: string | undefined
  /** Time within the provider, if the provider reports it; the rest of the call is network time. */
  readonly processingMs?: number | undefined
}

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
  /** States both the measured value and the required bound. */
  readonly message: string
  /** Default: `error`. A failed validation of severity `warning` is feedback, but does not prevent acceptance. */
  readonly severity?: ValidationSeverity | undefined
  /** All places in the text that the validator objects to; absent if it knows none. */
  readonly findings?: readonly Finding[] | undefined
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
  /** From 0 to 1: how good the text is. Among drafts that are otherwise equal, the highest score wins. */
  readonly score?: number | undefined
  /** Further findings in the critic's own shape, such as scores per aspect. */
  readonly details?: unknown
  /** What is missing or malformed in the model's answers; the opinion rests on the rest. */
  readonly faults?: readonly string[] | undefined
  /** The calls that the opinion rests on, in the order in which they ended. */
  readonly calls?: readonly CriticCall[] | undefined
  /** The total of the calls. */
  readonly usage: Usage
}

export interface CriticCall {
  readonly model: string
  /** The last message of the request. Before it, every request of a critic has its rules, the task and the draft. */
  readonly question: string
  readonly answer: string
  readonly usage: Usage
}

/** A validator, critic or model could not answer. This is neither a pass nor a fail, and never feedback. */
export interface Failure {
  readonly role: 'validator' | 'critic' | 'model'
  readonly name: string
  readonly code: ErrorCode
  readonly message: string
  /** The severity of the validator. A failure with severity `warning` does not prevent acceptance. */
  readonly severity?: ValidationSeverity | undefined
  readonly usage?: Usage | undefined
}

/** The result of a piece of work, with the duration that `span()` adds. */
export type Timed<T> = T & { readonly durationMs: number }

export interface Iteration {
  /** Counted from 1. */
  readonly index: number
  /** The requested model, as `provider:model`; present if several models may write. */
  readonly writer?: string | undefined
  /** Null if the model failed; an error message is never stored as text. */
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

/** A prompt with all its iterations: the result and its history. */
export interface Thought {
  /** A digest of the prompt's id and the start time, so it differs between runs. */
  readonly id: string
  readonly prompt: Prompt
  /** The best draft, exactly as a model wrote it; empty if there is none. */
  readonly text: string
  readonly outcome: Outcome
  readonly stopReason: StopReason
  /** The limit for each model that wrote. */
  readonly maxIterations: number
  readonly iterations: readonly Timed<Iteration>[]
  /** Present if several models may write. */
  readonly route?: Route | undefined
  /** The `index` of the iteration that wrote `text`; null if there is none. */
  readonly bestIteration: number | null
  readonly usage: Usage
  readonly startedAt: string
  readonly error: ErrorSummary | null
}
