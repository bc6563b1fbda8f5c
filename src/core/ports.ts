/** The ports: interfaces that the loop calls and other folders implement. */
import type { Constraint } from './constraints/constraint.ts'
import type { Scope, EndAttempt } from './scope.ts'
import type {
  Answer,
  Critique,
  Effort,
  Iteration,
  Message,
  Prompt,
  RateLimit,
  ServiceTier,
  Validation,
  ValidationSeverity,
  Waste,
} from './types.ts'

/** The form of a model's name in settings, flags and records: `provider:model`. */
export const MODEL_NAME = /^[^:\s]+:\S+$/

/** `openai:gpt-6-luna` is split into the provider's name and the provider's model id. */
export function partsOf(name: string): { readonly owner: string; readonly id: string } {
  const colon = name.indexOf(':')
  return { owner: name.slice(0, colon), id: name.slice(colon + 1) }
}

/** Whether the name of a model is the path of a file that describes the model, as in `sim:profile.json`. */
export const namesModelFile = (name: string): boolean => MODEL_NAME.test(name) && name.endsWith('.json')

export interface Model {
  /** In the form `provider:model`. */
  readonly name: string
  /** Address of the server; undefined if the provider has only one server. Caches use it to distinguish requests. */
  readonly address?: string | undefined
  /** The cost of a call in USD; null if the price is unknown. */
  readonly cost?: ((tokens: { inputTokens: number; outputTokens: number }) => number | null) | undefined
  /**
   * Resolves to a complete answer. Rejects with a `ProviderError`, also if a stream ends early, or with the
   * signal's reason if aborted.
   */
  generate(request: ModelRequest, scope: Scope): Promise<Answer>
}

/**
 * Keeps texts for speed: an entry may vanish at any time, and a broken one counts as missing. Methods reject only if
 * the cache cannot be reached.
 */
export interface Cache {
  get(key: string): Promise<string | undefined>
  set(key: string, value: string): Promise<void>
  delete(key: string): Promise<void>
  close(): Promise<void>
}

/** Stores the answers to unfinished prompts, so that a resumed run does not pay for them again. */
export interface AnswerJournal {
  /** True if recalled answers were paid for in this run, by another worker, whose calls its report counts, too. */
  readonly recallsCallsOfThisRun?: boolean
  /** Returns the answer that an earlier, interrupted run received; undefined if there is none. */
  recall(promptId: string, key: string): Answer | undefined
  /** Resolves once the answer is stored and cannot be lost when the process ends. */
  append(promptId: string, key: string, answer: Answer): Promise<void>
  /** Stores an attempt before it is sent; see `Meter`. */
  startAttempt(promptId: string, key: string, expected: Waste): Promise<EndAttempt>
}

export interface ModelRequest {
  readonly messages: readonly Message[]
  /** The required shape of a JSON answer. The strictest method that the provider offers is used. */
  readonly schema?: AnswerSchema | undefined
  readonly temperature?: number | undefined
  readonly maxTokens?: number | undefined
  readonly seed?: number | undefined
  readonly effort?: Effort | undefined
  readonly serviceTier?: ServiceTier | undefined
  /** If true, the answer is streamed: `onDelta` receives each piece as it arrives. */
  readonly stream?: boolean | undefined
  readonly onDelta?: ((text: string) => void) | undefined
  /**
   * Called when the pieces received so far must be discarded: the attempt has failed and another follows, or the pieces
   * turned out to be reasoning.
   */
  readonly onRestart?: (() => void) | undefined
  /** Receives the account's rate limits from the headers of a response, error responses included, before its body. */
  readonly onLimits?: ((limits: readonly RateLimit[]) => void) | undefined
  /** Checks the unfinished text. Returns a validation that no continuation can pass, so that the answer is cut. */
  readonly validatePrefix?: ((text: string) => Validation | undefined) | undefined
  /** Equal texts mean equal prefix checks; undefined if they may change between runs. */
  readonly prefixChecks?: string | undefined
  /** A number that makes repeated requests differ, so that a cache does not reuse the first answer. */
  readonly sample?: number | undefined
}

export interface AnswerSchema {
  /** Consists of letters, digits, `_` and `-`. */
  readonly name: string
  /**
   * JSON Schema. Unless `isOptional`, in the subset that strict modes accept: all properties required, no additional
   * ones.
   */
  readonly schema: Readonly<Record<string, unknown>>
  /** A conforming answer, sent instead of the schema if the API accepts none, since weak models misread schemas. */
  readonly example?: unknown
  /** The answer is used whatever its shape: an API that does not accept the schema is asked without it. */
  readonly isOptional?: boolean | undefined
}

/** The text under review, with its prompt. */
export interface Draft {
  readonly prompt: Prompt
  readonly text: string
}

/** Validators are grouped by cost, cheapest first; `fail-fast` runs one group after another. */
export const TIERS = ['instant', 'local', 'slow', 'model'] as const
export type Tier = (typeof TIERS)[number]

export interface Validator {
  readonly name: string
  readonly tier: Tier
  /** Tells the writing model what a text must be like: "400 to 600 words". */
  readonly requirement: string
  /**
   * Facts that hold for every text that passes. If the constraints of two validators conflict, no text can pass both.
   */
  readonly constraints?: readonly Constraint[] | undefined
  /** Facts that hold for every text that fails. */
  readonly constraintsIfFailed?: readonly Constraint[] | undefined
  /** The models that one validation can call, one entry per call, including the calls of its parts. */
  readonly models?: readonly string[] | undefined
  /** The shape of the texts that pass, if they are JSON; drafts are requested in it where the provider can. */
  readonly answerSchema?: AnswerSchema | undefined
  /** Default: `error`. A text that fails a validator of severity `warning` is still accepted. */
  readonly severity?: ValidationSeverity | undefined
  /**
   * Names the validator, its options, its version and its files: validators of the same identity give the same results.
   * Undefined if that is not known.
   */
  readonly identity?: string | undefined
  /** The digest of the files that the validator has read; undefined if there are none. */
  readonly files?: string | undefined
  /** True if the result depends on any field of the prompt besides the text. Default: false. */
  readonly readsPrompt?: boolean | undefined
  /**
   * False if the result depends on anything besides options, prompt and text. True if it is worth storing for later
   * runs; by default, that depends on the tier and on the length of the text.
   */
  readonly cacheable?: boolean | undefined
  /**
   * True if the validator needs models or other validators, so that a worker thread cannot recreate it from its
   * options.
   */
  readonly mainThreadOnly?: boolean | undefined
  /** True if only drafts that everything else accepts are validated, since the validation waits for other prompts. */
  readonly runsLast?: boolean | undefined
  /** Throws only if the validator cannot answer; for a bad text it returns a `Validation` with `passed: false`. */
  validate(draft: Draft, scope: Scope): Validation | Promise<Validation>
  /**
   * Validates an unfinished text: returns a failed validation if no continuation can pass, else undefined. Called
   * repeatedly as the text grows, so it must be fast.
   */
  readonly validatePrefix?: ((text: string) => Validation | undefined) | undefined
}

export interface Critic {
  readonly name: string
  /** The name of the critic's model. */
  readonly model: string
  /** How many calls one critique makes; default: one. */
  readonly calls?: CriticCallCount | undefined
  /** True if the critic judges the critiques of other critics, so that it runs after them. */
  readonly judgesCritiques?: boolean | undefined
  /** True if the critic comes from a plugin, so that calling it may have side effects. */
  readonly isPlugin?: boolean | undefined
  /** `history` holds the earlier iterations, oldest first. Rejects if the model gives no usable opinion. */
  critique(draft: Draft, request: CritiqueRequest, scope: Scope): Promise<Critique>
}

export interface CriticCallCount {
  readonly least: number
  readonly most: number
  /** Default: the number of calls that the critic makes in a dry run. */
  readonly expected?: number | undefined
  /** How many calls follow one another; the others run in parallel with these. */
  readonly rounds: number
  /** True if the later calls depend on what the critic looks up elsewhere, which a dry run must not do. */
  readonly looksUp?: boolean | undefined
}

export interface CritiqueRequest {
  readonly history: readonly Iteration[]
  /** 0 for the first try, 1 for the second try. */
  readonly sample: number
  /** What the instant validators found in this draft; a critic that waits for it loses no time. */
  readonly validations?: Promise<readonly Validation[]> | undefined
  /** The critiques of this draft, for a critic that judges critiques. */
  readonly critiques?: readonly Critique[] | undefined
}

/** The models, validators and critics that work on a prompt. */
export interface Crew {
  /** The name of the writing model if several models may write; every iteration then records it. */
  readonly writer?: string | undefined
  /** Goes on with the prompt if none of this crew's drafts is accepted. */
  readonly next?: Crew | undefined
  readonly generator: Model
  readonly validators: readonly Validator[]
  readonly critics: readonly Critic[]
}

/** A part of a document or of a page, found for a query. */
export interface Passage {
  readonly title: string
  /** Where it comes from: a path or an address. */
  readonly source: string
  readonly text: string
}

/** Finds passages in documents, or by a search tool. */
export interface Retriever {
  readonly name: string
  /** Equal states give equal passages for a query. Default: the passages depend on the options only. */
  readonly state?: (() => Promise<string>) | undefined
  /** Returns the best passages first, or none. Rejects with a `SifakaError` if it cannot answer. */
  retrieve(query: string, limit: number, scope: Scope): Promise<readonly Passage[]>
}
