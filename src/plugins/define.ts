/** What a plugin is written with. */
import type * as z from 'zod'
import type { Critic, Draft, Tier } from '../core/ports.ts'
import type { Scope } from '../core/scope.ts'
import type { CriticNeeds } from '../critics/model-critic.ts'
import type { ValidatorNeeds } from '../validators/shared/needs.ts'

/** What a validator of one's own finds; all but `passed` can be left out. */
export interface Finding {
  readonly passed: boolean
  /** 0..1: how near a text came that does not pass. */
  readonly score?: number | undefined
  readonly measured?: number | string | null | undefined
  readonly bound?: string | null | undefined
  /** Best states what was found and what must be. */
  readonly message?: string | undefined
}

export interface ValidatorOfOnesOwn {
  /** What a text must be, as one would tell a writer; default: the definition's summary. */
  readonly requirement?: string | undefined
  /** What it costs, for `fail-fast`; default: local. */
  readonly tier?: Tier | undefined
  /** False when the answer follows from the options, the prompt and the text alone, and may be kept. */
  readonly fresh?: boolean | undefined
  /** A throw is a failure to answer, neither pass nor fail. */
  validate(draft: Draft, scope: Scope): Finding | Promise<Finding>
}

export interface ValidatorPlugin<Options extends z.ZodObject = z.ZodObject> {
  readonly kind?: 'validator' | undefined
  readonly name: string
  readonly summary: string
  /** Their types, defaults, checks and documentation; default: no options. */
  readonly options?: Options | undefined
  create(options: z.output<Options>, needs: ValidatorNeeds): ValidatorOfOnesOwn | Promise<ValidatorOfOnesOwn>
}

export interface CriticPlugin<Options extends z.ZodObject = z.ZodObject> {
  readonly kind: 'critic'
  readonly name: string
  readonly summary: string
  readonly options?: Options | undefined
  create(options: z.output<Options>, needs: CriticNeeds): Omit<Critic, 'name'> | Promise<Omit<Critic, 'name'>>
}

export type Plugin = ValidatorPlugin | CriticPlugin

/** A validator for settings to name, exported by a module that `plugins` lists. */
export const defineValidator = <Options extends z.ZodObject>(
  definition: ValidatorPlugin<Options>,
): ValidatorPlugin<Options> => definition

/** The same for a critic. */
export const defineCritic = <Options extends z.ZodObject>(
  definition: Omit<CriticPlugin<Options>, 'kind'>,
): CriticPlugin<Options> => ({
  ...definition,
  kind: 'critic',
  create: (options, needs) => definition.create(options, needs),
})
