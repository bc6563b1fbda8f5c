/** The fields that requests share. Requests are as untrusted as rows of an input: they name no code, files or keys. */
import * as z from 'zod'
import { schemasFor } from '../config/schema.ts'
import type { NamedOptions, Prompt } from '../core/types.ts'
import type { Sampling } from '../engine/call-options.ts'
import type { Registry } from '../plugins/registry.ts'
import type { JsonSchema } from '../util/json.ts'

/** A request to improve a text, in the form that all APIs of the service are converted to. */
export interface TextRequest {
  /** A profile, or `provider:model`; undefined for the settings of the service. */
  readonly model: string | undefined
  readonly prompt: Omit<Prompt, 'id' | 'index' | 'model'>
  readonly sampling: Sampling
  readonly maxIterations: number | undefined
  /** Whether to answer with an error if no text is accepted. */
  readonly requireAccepted: boolean
}

export const modelField = z.string().min(1).describe('a profile, or provider:model')

export const temperatureField = z.number().min(0).max(2).nullish()
export const maxTokensField = z.int().min(1).max(1_000_000)

/** Accepts a field that is not supported only with the value that has no effect. */
export const only = <T extends string | number | boolean>(value: T) =>
  z.literal(value, `must be ${value}`).nullish()

const NO_STOPS = 'must be empty or left out'
export const noStops = z.array(z.unknown(), NO_STOPS).max(0, NO_STOPS).nullish()

/** What requests may set in addition to the fields of their API. */
export const sifakaFields = (registry: Registry) => ({
  validators: z
    .array(schemasFor(registry).remoteValidator)
    .max(100)
    .optional()
    .describe(
      'validators that the text must pass, in addition to those of the settings: names, specs or objects',
    ),
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
    .describe('values for {{name}} in the validators, the critics and the system prompt of the settings'),
  draft: z.string().min(1).optional().describe('the first draft, instead of a generated one'),
})

/** The field `sifaka`, by which the APIs of vendors are extended. */
const sifakaField = (registry: Registry) =>
  z
    .strictObject(sifakaFields(registry))
    .prefault({})
    .describe('what sifaka demands of the answer, in addition to the settings of the service')

/** The fields that the APIs of vendors have in common. */
export const chatFields = (registry: Registry) => ({
  model: modelField,
  stream: z.boolean().nullish(),
  temperature: temperatureField,
  top_p: only(1),
  sifaka: sifakaField(registry),
})

/** `formatValidators` check the format of the answer that the request asks for. */
export function toTextRequest(
  model: string | undefined,
  prompt: Pick<Prompt, 'text' | 'system'>,
  sampling: { readonly [Key in keyof Sampling]: Sampling[Key] | null },
  own: z.output<ReturnType<typeof sifakaField>>,
  formatValidators: readonly NamedOptions[] = [],
): TextRequest {
  const { validators = [], maxIterations, requireAccepted, source, vars, draft } = own
  const given = Object.entries(sampling).filter(([, value]) => value !== undefined && value !== null)
  return {
    model,
    prompt: { ...prompt, source, vars, draft, validators: [...formatValidators, ...validators] },
    sampling: Object.fromEntries(given),
    maxIterations,
    requireAccepted,
  }
}

/**
 * The validator for a requested JSON answer. Applications parse the text as it is, so no fence is allowed. Models read
 * what an answer is for in the description of its schema.
 */
export const jsonValidatorOptions = (
  schema: JsonSchema = { type: 'object' },
  description?: string | null,
): NamedOptions => ({
  name: 'json',
  schema: description ? { description, ...schema } : schema,
  allowFence: false,
})

/** The JSON Schema of a request. It accepts any value as a validator, since definitions check their own options. */
export const inputJsonSchema = (type: z.ZodType) =>
  z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' })
