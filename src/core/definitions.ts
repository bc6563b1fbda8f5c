/** Definitions of validators, critics and providers: their names and options, and how they are created. */
import type * as z from 'zod'
import type { FileReads } from '../util/files/file-reads.ts'
import type { Critic, Draft, Model, Retriever, Validator } from './ports.ts'
import type { Scope } from './scope.ts'
import type { Answer, Effort, Prompt } from './types.ts'

/** `options` is the single source of the options' types, defaults, checks and documentation. */
export interface Definition<Thing, Needs, Options extends z.ZodObject = z.ZodObject> {
  readonly name: string
  readonly summary: string
  readonly options: Options
  /**
   * True if it runs a program, or a function that tells whether it does with these options. Settings files found by
   * search, and input rows, may not use it.
   */
  readonly runsCode?: boolean | ((options: Readonly<Record<string, unknown>>) => boolean) | undefined
  /** Options that name files, although their own names do not say so: no row and no request may set them. */
  readonly places?: readonly string[] | undefined
  create(options: z.output<Options>, needs: Needs): Thing | Promise<Thing>
}

/** Asks a model a question about a draft; rejects if the answer does not have the question's shape. */
export type AskAboutDraft = <Value>(
  model: Model,
  question: Question<Value>,
  draft: Draft,
  scope: Scope,
) => Promise<ParsedAnswer<Value>>

/** The accepted texts of a run, for a validator that compares them with one another. */
export interface AcceptedTexts {
  /** Calls `onAccepted` in the order of the prompts. Throws a `ConfigError` if a prompt has started already. */
  watch(watcher: AcceptedTextWatcher): void
  /** Resolves when every earlier prompt has ended; rejects if the signal aborts. */
  turnOf(prompt: Prompt, signal: AbortSignal): Promise<void>
}

export interface AcceptedTextWatcher {
  readonly onAccepted: (prompt: Pick<Prompt, 'id' | 'index'>, text: string) => void
  /** The prompt is worked on again, so that its text from an earlier run does not count any more. */
  readonly onRemoved: (prompt: Pick<Prompt, 'id'>, text: string) => void
}

interface PluginNeeds {
  /** The time that a plugin's own code may take for an answer; default: 30 s. */
  readonly answerLimitMs?: number | undefined
  /** Aborts when what is created is not needed any more. */
  readonly signal?: AbortSignal | undefined
  /** Receives details that only a verbose run shows. */
  readonly inform?: ((line: string) => void) | undefined
}

export interface ValidatorNeeds extends PluginNeeds {
  /** Undefined if the texts do not belong to a run. */
  readonly accepted?: AcceptedTexts | undefined

  /** Creates another validator from a name, a spec or options, for validators composed of others. */
  readonly validator: (given: unknown) => Promise<Validator>
  /** The model of this name; without a name, the critic model of the settings. */
  readonly model: (name?: string) => Model
  /** The name of the critic model of the settings, if there is one; asking for the name does not use the model. */
  readonly modelName?: string | undefined
  readonly ask: AskAboutDraft
  readonly env: Readonly<Record<string, string | undefined>>
  /** Reads every file on which the validations depend; absent on worker threads. */
  readonly files?: FileReads | undefined
  /** Tells the user that a part of the settings has no effect; absent on worker threads. */
  readonly warn?: ((line: string) => void) | undefined
}

export type ValidatorDefinition<Options extends z.ZodObject = z.ZodObject> = Definition<
  Validator,
  ValidatorNeeds,
  Options
>

export interface CriticNeeds extends PluginNeeds {
  /** The model of this name; without a name, the critic model of the settings. */
  readonly critic: (name?: string) => Model
  /** The model that writes the drafts. */
  readonly generator: Model
  readonly ask: AskAboutDraft
  /** Where critics look up what a text claims. */
  readonly retrievers?: readonly Retriever[] | undefined
  /** Reads every file on which the critiques depend. */
  readonly files?: FileReads | undefined
}

export type CriticDefinition<Options extends z.ZodObject = z.ZodObject> = Definition<
  Critic,
  CriticNeeds,
  Options
>

/** A question about a draft, to be answered by a model in the given shape. */
export interface Question<Value> {
  readonly name: string
  /** What the model should look for in the draft. */
  readonly rubric: string
  readonly shape: z.ZodType<Value>
  readonly effort?: Effort | undefined
  /**
   * A number that makes repeated requests with the same question differ, so that a cache does not reuse the first
   * answer.
   */
  readonly sample?: number | undefined
}

export interface ParsedAnswer<Value> {
  readonly value: Value
  readonly answer: Answer
}
