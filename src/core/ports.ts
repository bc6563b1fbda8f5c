/** What the outside must look like to the loop: one verb each. */
import type { Demand } from './constraints/demand.ts'
import type { Scope } from './scope.ts'
import type { Answer, Critique, Iteration, Message, Prompt, Validation, ValidationSeverity } from './types.ts'

/** `provider:model`, as everywhere in settings, flags and records. */
export const MODEL_NAME = /^[^:\s]+:\S+$/

export interface Model {
  /** Always `provider:model`. */
  readonly name: string
  /** Where it answers, where the name alone does not say; part of what tells equal requests apart. */
  readonly address?: string | undefined
  /** In USD; null where the price is unknown. */
  readonly cost?: ((used: { inputTokens: number; outputTokens: number }) => number | null) | undefined
  /**
   * Resolves to one complete answer. Rejects with a `ProviderError`, or with the signal's reason once aborted;
   * a stream that ends early is an error, not an answer.
   */
  generate(request: ModelRequest, scope: Scope): Promise<Answer>
}

/** Where answers live, for speed. A broken or missing entry is a miss, never an error. */
export interface Cache {
  get(key: string): Promise<Answer | undefined>
  set(key: string, answer: Answer): Promise<void>
  close(): Promise<void>
}

/** Remembers the calls of prompts that have not ended, over the end of the process. */
export interface Journal {
  /** What the prompt was answered before, in a run that was cut short. */
  recall(prompt: string, key: string): Answer | undefined
  /** Resolves when the answer would survive the process. */
  keep(prompt: string, key: string, answer: Answer): Promise<void>
}

export interface ModelRequest {
  readonly messages: readonly Message[]
  /** Ask for JSON of this shape, by the best means that the provider has. */
  readonly schema?: AnswerSchema | undefined
  readonly temperature?: number | undefined
  readonly maxTokens?: number | undefined
  readonly seed?: number | undefined
  /** Stream the answer, with a `text-delta` event a piece. */
  readonly stream?: boolean | undefined
  /** Finds what no rest of an unfinished text could mend; the answer is then cut off there. */
  readonly judge?: ((text: string) => Validation | undefined) | undefined
  /** Tells equal requests apart that are meant to be answered anew (samples, second tries). */
  readonly sample?: number | undefined
}

export interface AnswerSchema {
  /** Letters, digits, `_` and `-`. */
  readonly name: string
  /** JSON Schema in the subset that strict modes accept: every property required, no extra ones. */
  readonly schema: Readonly<Record<string, unknown>>
}

/** The text under review and what it answers. */
export interface Draft {
  readonly prompt: Prompt
  readonly text: string
}

/** What a check costs, cheapest first; `fail-fast` runs tier by tier. */
export const TIERS = ['instant', 'local', 'slow', 'model'] as const
export type Tier = (typeof TIERS)[number]

export interface Validator {
  readonly name: string
  readonly tier: Tier
  /** What a text must be, as one would tell a writer: "400 to 600 words". */
  readonly requirement: string
  /** What passing implies, for finding rules that no text can meet together. */
  readonly demands?: readonly Demand[] | undefined
  /** What fails a warning is told, and turns no text down. Default: error. */
  readonly severity?: ValidationSeverity | undefined
  /** Is asked anew about a text that it has judged: its answer rests on more than options, prompt and text. */
  readonly fresh?: boolean | undefined
  /** Cannot be asked on another thread, where there is nobody but itself. */
  readonly here?: boolean | undefined
  /** Whether this text takes so long to judge that nothing else should wait for it meanwhile. */
  heavy?(text: string): boolean
  /** Throws only when it cannot answer; a bad text is a `Validation` with `passed: false`. */
  validate(draft: Draft, scope: Scope): Validation | Promise<Validation>
  /**
   * Judges a text that is still being written: a validation that fails, and that nothing which may follow can
   * mend, or undefined. Called again and again as the text grows, so it must be quick.
   */
  readonly prefix?: ((text: string) => Validation | undefined) | undefined
}

export interface Critic {
  readonly name: string
  /** The name of the model that it asks. */
  readonly model: string
  /** `history` holds the earlier iterations, oldest first. Rejects when no usable opinion was given. */
  critique(draft: Draft, request: CritiqueRequest, scope: Scope): Promise<Critique>
}

export interface CritiqueRequest {
  readonly history: readonly Iteration[]
  /** 0 for the first try, 1 for the second. */
  readonly sample: number
}

/** Everybody who works on a prompt. */
export interface Crew {
  readonly generator: Model
  readonly validators: readonly Validator[]
  readonly critics: readonly Critic[]
}

/** Any zod schema is one; the core knows only that it turns unknown input into options, or throws. */
export interface Decoder {
  parse(input: unknown): unknown
}

/**
 * The one shape of every extension point: validators, critics, providers, formats. `options` is the single
 * source of the options' types, defaults, checks and documentation.
 */
export interface Definition<Thing, Needs, Options extends Decoder = Decoder> {
  readonly name: string
  readonly summary: string
  readonly options: Options
  /** Runs programs of the user's, which only the user may ask for: no found file and no row of an input. */
  readonly runsCode?: boolean | undefined
  create(options: ReturnType<Options['parse']>, needs: Needs): Thing | Promise<Thing>
}
