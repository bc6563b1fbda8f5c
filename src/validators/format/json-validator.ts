import { validJson } from '../../core/phrases/requirement-text.ts'
import type { Validator } from '../../core/ports.ts'
import { describePartialJsonFault, findJsonFault } from '../../util/json/json-fault.ts'
import { jsonPlaces } from '../../util/json/places.ts'
import { parseDeepJson } from '../../util/json.ts'
import { createTextValidator, faultCheck, type Fault } from '../shared/text-validator.ts'
import { withoutFence, withoutPartialFence } from './fence.ts'
import { extractJson } from './extract-json.ts'
import { jsonConstraints } from './json-constraints.ts'
import { compileSchema, describeSchemaFault, placesOfSchemaFaults } from './json-schema.ts'

export interface JsonOptions {
  /** The JSON Schema that the value must match; undefined for any value. */
  readonly schema?: boolean | Readonly<Record<string, unknown>> | undefined
  readonly allowFence: boolean
  /** Whether text may stand around the value. */
  readonly extract: boolean
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
      const unfenced = withoutByteOrderMark(allowFence ? withoutFence(text, 'json') : text)
      const value = extract ? extractJson(unfenced) : unfenced
      const parsed = parseDeepJson(value)
      if ('fault' in parsed) return { score: 0, fact: parsed.fault, faults: syntaxFaults(value) }
      const faults = check?.(parsed.value) ?? []
      return {
        ...faultCheck(faults, bound, describeSchemaFault),
        faults: placesOfSchemaFaults(faults, () => {
          const places = jsonPlaces(value)
          return (pointer) => places.get(pointer)
        }),
      }
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

/** Empty for a text that is JSON, but nested too deeply. */
function syntaxFaults(text: string): Fault[] {
  const fault = findJsonFault(text)
  return fault ? [{ at: fault.at, message: fault.problem }] : []
}

/** JSON.parse refuses a byte order mark, which is harmless. A space keeps positions correct. */
const withoutByteOrderMark = (text: string): string => text.replace(/^\uFEFF/, ' ')
