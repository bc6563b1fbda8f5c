/** The API for writing plugins. */
import type * as z from 'zod'
import type { CriticNeeds, ValidatorNeeds } from '../core/definitions.ts'
import type { GivenFinding } from '../core/validation/finding.ts'
import type { Critic, Draft, Tier } from '../core/ports.ts'
import type { Scope } from '../core/scope.ts'

/** The result of a plugin's validator. All fields but `passed` have defaults. */
export interface PluginValidation {
  readonly passed: boolean
  /** From 0 to 1: how close a failed text came to passing. */
  readonly score?: number | undefined
  readonly measured?: number | string | null | undefined
  readonly bound?: string | null | undefined
  /** Should state the measured value and the bound. */
  readonly message?: string | undefined
  /** The places in the text that the message is about. */
  readonly findings?: readonly GivenFinding[] | undefined
}

export interface PluginValidator {
  /** What a text must fulfil, phrased as an instruction to a writer; default: the definition's summary. */
  readonly requirement?: string | undefined
  /** The cost of the validator: `fail-fast` runs cheap validators first. Default: local. */
  readonly tier?: Tier | undefined
  /** True if the result depends only on options, prompt and text. Default: false. */
  readonly cacheable?: boolean | undefined
  /** If it throws, the validator could not answer; the text has neither passed nor failed. */
  validate(draft: Draft, scope: Scope): PluginValidation | Promise<PluginValidation>
}

export interface ValidatorPlugin<Options extends z.ZodObject = z.ZodObject, Name extends string = string> {
  readonly kind?: 'validator' | undefined
  readonly name: Name
  readonly summary: string
  /** The zod schema of the options, with defaults and descriptions; default: no options. */
  readonly options?: Options | undefined
  create(options: z.output<Options>, needs: ValidatorNeeds): PluginValidator | Promise<PluginValidator>
}

export interface CriticPlugin<Options extends z.ZodObject = z.ZodObject, Name extends string = string> {
  readonly kind: 'critic'
  readonly name: Name
  readonly summary: string
  readonly options?: Options | undefined
  create(options: z.output<Options>, needs: CriticNeeds): Omit<Critic, 'name'> | Promise<Omit<Critic, 'name'>>
}

export type Plugin = ValidatorPlugin | CriticPlugin

/** Declares a validator in a module that the setting `plugins` lists. */
export const defineValidator = <Options extends z.ZodObject, const Name extends string>(
  definition: ValidatorPlugin<Options, Name>,
): ValidatorPlugin<Options, Name> => definition

/** Declares a critic in a module that the setting `plugins` lists. */
export const defineCritic = <Options extends z.ZodObject, const Name extends string>(
  definition: Omit<CriticPlugin<Options, Name>, 'kind'>,
): CriticPlugin<Options, Name> => ({
  ...definition,
  kind: 'critic',
  create: (options, needs) => definition.create(options, needs),
})
