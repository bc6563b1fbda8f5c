import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { validJson } from '../../core/phrases/requirement-text.ts'
import type { Validator } from '../../core/ports.ts'
import { describePartialJsonFault } from '../../util/json-fault.ts'
import { parseDeepJson } from '../../util/json.ts'
import { createTextValidator, faultCheck } from '../shared/text-validator.ts'
import { withoutFence, withoutPartialFence } from './fence.ts'
import { extractJson } from './extract-json.ts'
import { jsonConstraints } from './json-constraints.ts'
import { compileSchema } from './json-schema.ts'

export const schemaOption = z
  .union([z.record(z.string(), z.unknown()), z.boolean()])
  .optional()
  .describe('JSON Schema that the value must match: draft 2020-12, or an older one that its $schema names')

export const extractOption = z
  .boolean()
  .default(false)
  .describe('accept text around a JSON object or list; the longest one counts')

const options = z.strictObject({
  schema: schemaOption,
  allowFence: z.boolean().default(true).describe('accept a ``` fence around the whole text'),
  extract: extractOption,
})

export type JsonOptions = z.output<typeof options>

export const json: ValidatorDefinition<typeof options> = {
  name: 'json',
  summary: 'The text is JSON, and optionally matches a schema',
  options,
  create: (given) => createJsonValidator('json', given),
}

/** Used by the validators `json` and `format`. Rejects with a `ConfigError` if the schema is invalid. */
export async function createJsonValidator(
  name: string,
  { schema, allowFence, extract }: JsonOptions,
): Promise<Validator> {
  const check = schema === undefined ? undefined : await compileSchema(schema, name)
  const bound = validJson(schema !== undefined)
  const validator = createTextValidator({
    name,
    tier: 'local',
    requirement: check ? `${bound} ${JSON.stringify(schema)}` : bound,
    bound,
    duty: `be ${bound}`,
    constraints: extract ? [] : jsonConstraints(typeof schema === 'object' ? schema : {}, allowFence),
    check(text) {
      const value = allowFence ? withoutFence(text, 'json') : text
      const parsed = parseDeepJson(withoutByteOrderMark(extract ? extractJson(value) : value))
      return 'fault' in parsed
        ? { score: 0, fact: parsed.fault }
        : faultCheck(check?.(parsed.value) ?? [], bound)
    },
    checkPrefix(text) {
      if (extract) return undefined
      const value = allowFence ? withoutPartialFence(text, 'json') : text
      const fault = describePartialJsonFault(withoutByteOrderMark(value))
      return fault === undefined ? undefined : { score: 0, fact: fault }
    },
  })
  // Strict modes require an object.
  return typeof schema === 'object' && schema['type'] === 'object'
    ? { ...validator, answerSchema: { name: 'answer', schema, isOptional: true } }
    : validator
}

/** JSON.parse refuses a byte order mark, which is harmless. */
const withoutByteOrderMark = (text: string): string => text.replace(/^\uFEFF/, '')
