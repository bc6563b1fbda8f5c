/** The ports: interfaces that the loop calls and other folders implement. */
import type { Constraint } from './constraints/constraint.ts'
import type { Scope } from './scope.ts'
import type {
  Answer,
  Critique,
  Iteration,
  Message,
  Prompt,
  RateLimit,
  Validation,
  ValidationSeverity,
} from './types.ts'

/** `provider:model`, as everywhere in settings, flags and records. */
export const MODEL_NAME = /^[^:\s]+:\S+$/

export interface Model {
  /** Always `provider:model`. */
  readonly name: string
  /** The server, unless the provider has only one. Caches distinguish requests by it. */
  readonly address?: string | undefined
  /** In USD; null if the price is unknown. */
  readonly cost?: ((tokens: { inputTokens: number; outputTokens: number }) => number | null) | undefined
  /**
   * Resolves to a complete answer. Rejects with a `ProviderError`, also if a stream ends early, or with the
   * signal's reason if aborted.
   */
  generate(request: ModelRequest, scope: Scope): Promise<Answer>
}

/** Stores answers for speed. A broken or missing entry is a miss, never an error. */
export interface Cache {
  get(key: string): Promise<Answer | undefined>
  set(key: string, answer: Answer): Promise<void>
}

/** Stores the answers to unfinished prompts, so that a resumed run does not pay for them again. */
export interface AnswerJournal {
  /** The answer that an earlier, interrupted run received. */
  recall(promptId: string, key: string): Answer | undefined
  /** Resolves as soon as the answer survives the end of the process. */
  append(promptId: string, key: string, answer: Answer): Promise<void>
}

export interface ModelRequest {
  readonly messages: readonly Message[]
  /** Requests JSON of this shape, by the strictest means that the provider offers. */
  readonly schema?: AnswerSchema | undefined
  readonly temperature?: number | undefined
  readonly maxTokens?: number | undefined
  readonly seed?: number | undefined
  /** Streams the answer: `onDelta` receives each piece as it arrives. */
  readonly stream?: boolean | undefined
  readonly onDelta?: ((text: string) => void) | undefined
  /** The attempt failed and another one follows: the pieces so far are void. */
  readonly onRestart?: (() => void) | undefined
  /** Receives the account's rate limits from the headers of a response, error responses included, before its body. */
  readonly onLimits?: ((limits: readonly RateLimit[]) => void) | undefined
  /** Returns a validation that no continuation of the unfinished text can pass; the answer is then cut. */
  readonly validatePrefix?: ((text: string) => Validation | undefined) | undefined
  /** Distinguishes repeated samples of the same request, so that caches do not collapse them. */
  readonly sample?: number | undefined
}

export interface AnswerSchema {
  /** Letters, digits, `_` and `-`. */
  readonly name: string
  /** JSON Schema in the subset that strict modes accept: all properties required, no additional ones. */
  readonly schema: Readonly<Record<string, unknown>>
}

/** The text under review, with its prompt. */
export interface Draft {
  readonly prompt: Prompt
  readonly text: string
}

/** The cost of a validator, cheapest first; `fail-fast` runs tier by tier. */
export const TIERS = ['instant', 'local', 'slow', 'model'] as const
export type Tier = (typeof TIERS)[number]

export interface Validator {
  readonly name: string
  readonly tier: Tier
  /** Tells a writer what a text must be like: "400 to 600 words". */
  readonly requirement: string
  /** Facts that hold for every text that passes; validators whose constraints conflict are infeasible together. */
  readonly constraints?: readonly Constraint[] | undefined
  /** The model of each request that one validation can send, including the requests of its parts. */
  readonly models?: readonly string[] | undefined
  /** A text that fails a warning is still accepted. Default: error. */
  readonly severity?: ValidationSeverity | undefined
  /** False if the validation depends on more than options, prompt and text. Default: true. */
  readonly cacheable?: boolean | undefined
  /** A worker thread cannot recreate it from its name and options: it needs models or other validators. */
  readonly mainThreadOnly?: boolean | undefined
  /** Throws only if it cannot answer; a bad text is a `Validation` with `passed: false`. */
  validate(draft: Draft, scope: Scope): Validation | Promise<Validation>
  /**
   * Validates an unfinished text: returns a failed validation that no continuation can pass, else undefined. It
   * runs repeatedly as the text grows, so it must be fast.
   */
  readonly validatePrefix?: ((text: string) => Validation | undefined) | undefined
}

export interface Critic {
  readonly name: string
  /** The name of its model. */
  readonly model: string
  /** It comes from a plugin, so calling it may have side effects. */
  readonly isPlugin?: boolean | undefined
  /** `history` holds the earlier iterations, oldest first. Rejects if the model gives no usable opinion. */
  critique(draft: Draft, request: CritiqueRequest, scope: Scope): Promise<Critique>
}

export interface CritiqueRequest {
  readonly history: readonly Iteration[]
  /** 0 for the first try, 1 for the second. */
  readonly sample: number
}

/** The models, validators and critics that work on a prompt. */
export interface Crew {
  readonly generator: Model
  readonly validators: readonly Validator[]
  readonly critics: readonly Critic[]
}
