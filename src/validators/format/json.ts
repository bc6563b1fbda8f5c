import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

export const schemaOption = z
  .union([z.record(z.string(), z.unknown()), z.boolean()])
  .optional()
  .describe('JSON Schema that the value must match: draft 2020-12, or an older one that its $schema names')

export const extractOption = z
  .boolean()
  .default(false)
  .describe('accept text around a JSON object or list; the longest one counts')

const options = lazyStrictObject(() => ({
  schema: schemaOption,
  allowFence: z.boolean().default(true).describe('accept a ``` fence around the whole text'),
  extract: extractOption,
}))

export const json: ValidatorDefinition<typeof options> = {
  name: 'json',
  summary: 'The text is JSON, and optionally matches a schema',
  options,
  create: async (given) => (await import('./json-validator.ts')).createJsonValidator('json', given),
}
