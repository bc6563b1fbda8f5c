import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { validJson } from '../../core/phrases/requirement-text.ts'
import type { Validator } from '../../core/ports.ts'
import { describePartialJsonFault } from '../../util/json-fault.ts'
import { parseJson } from '../../util/json.ts'
import { createTextValidator, faultCheck } from '../shared/text-validator.ts'
import { withoutFence, withoutPartialFence } from './fence.ts'
import { jsonConstraints } from './json-constraints.ts'
import { compileSchema } from './json-schema.ts'

export const schemaOption = z
  .record(z.string(), z.unknown())
  .optional()
  .describe('JSON Schema that the value must match: draft 2020-12, or draft-07 if its $schema says so')

const options = z.strictObject({
  schema: schemaOption,
  allowFence: z.boolean().default(true).describe('accept a ``` fence around the whole text'),
})

export type JsonOptions = z.output<typeof options>

export const json: ValidatorDefinition<typeof options> = {
  name: 'json',
  summary: 'The text is JSON, and optionally matches a schema',
  options,
  create: (given) => createJsonValidator('json', given),
}

/** For `json` and for `format`. Rejects with a `ConfigError` if the schema is invalid. */
export async function createJsonValidator(
  name: string,
  { schema, allowFence }: JsonOptions,
): Promise<Validator> {
  const check = schema && (await compileSchema(schema, name))
  const bound = validJson(schema !== undefined)
  return createTextValidator({
    name,
    tier: 'local',
    requirement: schema ? `${bound} ${JSON.stringify(schema)}` : bound,
    bound,
    duty: `be ${bound}`,
    constraints: jsonConstraints(schema, allowFence),
    check(text) {
      const parsed = parseJson(withoutByteOrderMark(allowFence ? withoutFence(text, 'json') : text))
      return 'fault' in parsed
        ? { score: 0, fact: parsed.fault }
        : faultCheck(check?.(parsed.value) ?? [], bound)
    },
    checkPrefix(text) {
      const value = allowFence ? withoutPartialFence(text, 'json') : text
      const fault = describePartialJsonFault(withoutByteOrderMark(value))
      return fault === undefined ? undefined : { score: 0, fact: fault }
    },
  })
}

/** JSON.parse refuses a byte order mark, which is harmless. */
const withoutByteOrderMark = (text: string): string => text.replace(/^\uFEFF/, '')
