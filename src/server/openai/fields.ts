/** What requests of OpenAI's chat completions and of its responses have in common. */
import * as z from 'zod'
import type { NamedOptions, ServiceTier } from '../../core/types.ts'
import { argumentsSchema, ONLY_FORCED } from '../chat/forced-tool.ts'
import { jsonValidatorOptions, only } from '../request-fields.ts'

export const roleField = z
  .enum(['system', 'developer', 'user', 'assistant'], 'must be system, developer, user or assistant')
  .transform((role) => (role === 'developer' ? ('system' as const) : role))

export const openaiFields = {
  service_tier: z.enum(['auto', 'default', 'flex', 'priority', 'on_demand']).nullish(),
  top_logprobs: only(0),
  parallel_tool_calls: z.boolean().nullish(),
  user: z.string().nullish(),
  safety_identifier: z.string().nullish(),
  prompt_cache_key: z.string().nullish(),
  prompt_cache_retention: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  store: z.boolean().nullish(),
}

/** The other tiers are those of the account, as if none was named. */
export const serviceTierOf = ({
  service_tier: tier,
}: {
  readonly service_tier?: string | null | undefined
}): ServiceTier | undefined => (tier === 'flex' || tier === 'priority' ? tier : undefined)

const FUNCTION_ONLY = `must be function (${ONLY_FORCED})`
export const functionType = z.literal('function', FUNCTION_ONLY)
export const functionFields = {
  name: z.string().min(1),
  description: z.string().nullish(),
  parameters: argumentsSchema.nullish(),
  strict: z.boolean().nullish().describe('has no effect: all arguments must match the schema'),
}

type GivenFunction = z.output<z.ZodObject<typeof functionFields>>

/** A function without parameters takes none. */
const NO_PARAMETERS = { type: 'object', properties: {}, additionalProperties: false }

export const toTool = ({ name, description, parameters }: GivenFunction) => ({
  name,
  description,
  schema: parameters ?? NO_PARAMETERS,
})

/** `named` is the schema of a choice that names a function. */
export const toolChoiceField = <T extends z.ZodType>(named: T) =>
  z
    .union([z.enum(['none', 'auto', 'required']), named], 'must be none, auto, required, or name a function')
    .nullish()

export const verbosityField = only('medium')

export const NO_FORMAT = 'must be text, json_object or json_schema'
export const textFormat = z.strictObject({ type: z.literal('text') })
export const jsonObjectFormat = z.strictObject({ type: z.literal('json_object') })
export const jsonSchemaFields = {
  name: z.string().optional(),
  description: z.string().nullish(),
  schema: z.record(z.string(), z.unknown()),
  strict: z.boolean().nullish().describe('has no effect: every answer must match the schema'),
}

type Format =
  | { readonly type: 'text' | 'json_object' }
  | {
      readonly type: 'json_schema'
      readonly description?: string | null | undefined
      readonly schema: Readonly<Record<string, unknown>>
    }

export function formatValidatorsOf(format: Format | null | undefined): NamedOptions[] {
  if (format?.type === 'json_object') return [jsonValidatorOptions()]
  if (format?.type !== 'json_schema') return []
  return [jsonValidatorOptions(format.schema, format.description)]
}
