import type { Ajv, ErrorObject } from 'ajv'
import { ConfigError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import type { JsonSchema } from '../../util/json.ts'
import { runWithinTimeLimit } from '../shared/time-limit.ts'

/** The result returns the faults of a value. Rejects with a `ConfigError` if the schema is invalid. */
export async function compileSchema(
  schema: JsonSchema,
  validator: string,
): Promise<(value: unknown) => string[]> {
  const ajv = await createAjv(schema['$schema'])
  try {
    const validate = ajv.compile(schema)
    return (value) => {
      let errors: readonly ErrorObject[] = []
      runWithinTimeLimit('validation against the JSON Schema', () => {
        if (!validate(value)) errors = validate.errors ?? []
      })
      return errors.map(describeError)
    }
  } catch (error) {
    const hint = 'draft 2020-12 and, if "$schema" names it, draft-07 are supported'
    throw new ConfigError(`${validator}: the schema is invalid: ${messageOf(error)}`, hint, error)
  }
}

/** Strict, Ajv's default: an ignored misspelled keyword would accept everything. */
async function createAjv(draft: unknown): Promise<Ajv> {
  const settings = { allErrors: true, logger: false } as const
  const { default: formats } = await import('ajv-formats')
  const ajv = String(draft).includes('draft-07')
    ? new (await import('ajv')).default.Ajv(settings)
    : new (await import('ajv/dist/2020.js')).default.Ajv2020(settings)
  return formats.default(ajv)
}

function describeError({ instancePath, message, keyword, params }: ErrorObject): string {
  const what =
    keyword === 'enum' || keyword === 'const'
      ? `must be ${JSON.stringify(params['allowedValues'] ?? params['allowedValue'])}`
      : keyword === 'additionalProperties'
        ? `must not have the property ${JSON.stringify(params['additionalProperty'])}`
        : (message ?? `must satisfy ${keyword}`)
  return `${instancePath || 'the value'} ${what}`
}
