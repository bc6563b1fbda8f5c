import type { Ajv, ErrorObject } from 'ajv'
import { ConfigError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import { withinTime } from '../shared/time-limit.ts'

export type Schema = Readonly<Record<string, unknown>>

/**
 * A check that returns what is wrong with a value. Throws a ConfigError that says what is wrong with the schema,
 * of the validator that is named.
 */
export async function schemaCheck(schema: Schema, validator: string): Promise<(value: unknown) => string[]> {
  const ajv = await ajvFor(schema['$schema'])
  try {
    const validate = ajv.compile(schema)
    return (value) => {
      let errors: readonly ErrorObject[] = []
      withinTime('the check by the JSON Schema', () => {
        if (!validate(value)) errors = validate.errors ?? []
      })
      return errors.map(describe)
    }
  } catch (error) {
    const hint = 'schemas of draft 2020-12 and, with "$schema", of draft-07 can be used'
    throw new ConfigError(`${validator}: schema cannot be used: ${messageOf(error)}`, hint, error)
  }
}

/** Ajv refuses unknown keywords and formats by default: a rule with a typing error in it would pass everything. */
async function ajvFor(draft: unknown): Promise<Ajv> {
  const settings = { allErrors: true, logger: false } as const
  const { default: formats } = await import('ajv-formats')
  const ajv = String(draft).includes('draft-07')
    ? new (await import('ajv')).default.Ajv(settings)
    : new (await import('ajv/dist/2020.js')).default.Ajv2020(settings)
  return formats.default(ajv)
}

function describe({ instancePath, message, keyword, params }: ErrorObject): string {
  const what =
    keyword === 'enum' || keyword === 'const'
      ? `must be ${JSON.stringify(params['allowedValues'] ?? params['allowedValue'])}`
      : keyword === 'additionalProperties'
        ? `must not have the property ${JSON.stringify(params['additionalProperty'])}`
        : (message ?? `must satisfy ${keyword}`)
  return `${instancePath || 'the value'} ${what}`
}
