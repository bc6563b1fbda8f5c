/** The fields that requests share. Requests are as untrusted as rows of an input: they name no code, files or keys. */
import * as z from 'zod'
import { schemasFor } from '../config/schema.ts'
import type { NamedOptions, Prompt } from '../core/types.ts'
import type { Sampling } from '../engine/call-options.ts'
import type { Registry } from '../plugins/registry.ts'

/** A request for a text, the same for all APIs of the service. */
export interface Order {
  /** A profile, or `provider:model`; undefined for the settings of the service. */
  readonly model: string | undefined
  readonly prompt: Omit<Prompt, 'id' | 'index' | 'model'>
  readonly sampling: Sampling
  readonly maxIterations: number | undefined
  /** A text that is not accepted is an error. */
  readonly requireAccepted: boolean
}

export const modelField = z.string().min(1).describe('a profile, or provider:model')

export const temperatureField = z.number().min(0).max(2).nullish()
export const maxTokensField = z.int().min(1).max(1_000_000)

export const ruleShape = (registry: Registry) => ({
  validators: z
    .array(schemasFor(registry).remoteValidator)
    .max(100)
    .optional()
    .describe('validators that the text must pass, beside those of the settings: names, specs or objects'),
  maxIterations: z
    .int()
    .min(1)
    .max(20)
    .optional()
    .describe('maximum generations; at most that of the settings'),
  requireAccepted: z
    .boolean()
    .default(false)
    .describe('answer with the error 422 if no text is accepted, instead of with the best one'),
  source: z
    .union([z.string(), z.record(z.string(), z.unknown())])
    .optional()
    .describe('what the text must agree with'),
  vars: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('values for {{name}} in the rules and the system prompt of the settings'),
  draft: z.string().min(1).optional().describe('the first draft, instead of a generated one'),
})

export const rulesSchema = (registry: Registry) =>
  z
    .strictObject(ruleShape(registry))
    .prefault({})
    .describe('what sifaka demands of the answer, beside the settings of the service')

export type RequestRules = z.output<ReturnType<typeof rulesSchema>>

/** `own` are validators that another field of the request means. */
export function toOrder(
  model: string | undefined,
  prompt: Pick<Prompt, 'text' | 'system'>,
  sampling: { readonly [Key in keyof Sampling]: Sampling[Key] | null },
  { validators = [], maxIterations, requireAccepted, source, vars, draft }: RequestRules,
  own: readonly NamedOptions[] = [],
): Order {
  const given = Object.entries(sampling).filter(([, value]) => value !== undefined && value !== null)
  return {
    model,
    prompt: { ...prompt, source, vars, draft, validators: [...own, ...validators] },
    sampling: Object.fromEntries(given),
    maxIterations,
    requireAccepted,
  }
}

/** The validator that `response_format` means. An application parses the text as it is, so no fence is allowed. */
export const jsonRule = (schema: Readonly<Record<string, unknown>> = { type: 'object' }): NamedOptions => ({
  name: 'json',
  schema,
  allowFence: false,
})
