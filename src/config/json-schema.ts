/** Creates the JSON Schema of a settings file, for editors and for `sifaka config schema`. */
import * as z from 'zod'
import { cacheInput, cacheKind, cacheLayer, cacheSetting } from './cache-setting.ts'
import { criticKind, storeKind, storeLayerKind, validatorKind, type NamedKind } from './named.ts'
import type { Registry } from '../plugins/registry.ts'
import { schemasFor } from './schema.ts'
import { storeInput, storeLayerSchema, storeSchema, storeSetting } from './store-setting.ts'

export function settingsJsonSchema(registry: Registry): Record<string, unknown> {
  const { file, validator, critic } = schemasFor(registry)
  // These schemas are described here, since zod cannot describe the input of a transform.
  const kinds = new Map<z.core.$ZodType, NamedKind>([
    [validator, validatorKind(registry)],
    [critic, criticKind(registry)],
    [cacheLayer, cacheKind],
    [storeSchema, storeKind],
    [storeLayerSchema, storeLayerKind],
  ])
  const toSchema = (type: z.ZodType): z.core.JSONSchema.JSONSchema =>
    z.toJSONSchema(type, {
      io: 'input',
      unrepresentable: 'any',
      override({ zodSchema, jsonSchema }) {
        const kind = kinds.get(zodSchema)
        if (kind)
          jsonSchema.anyOf = [
            { type: 'string' },
            ...kind.definitions.map((each) => namedJsonSchema(each, kind)),
          ]
        if (zodSchema === cacheSetting) jsonSchema.anyOf = toSchema(cacheInput).anyOf ?? []
        if (zodSchema === storeSetting) jsonSchema.anyOf = toSchema(storeInput).anyOf ?? []
      },
    })
  const schema = toSchema(file)
  return { ...schema, title: 'sifaka settings' }
}

/** Describes one validator or critic with its options, as an object in a settings file. */
export function namedJsonSchema(
  { name, summary, options }: NamedKind['definitions'][number],
  { commonOptions, partsOption = '' }: NamedKind,
) {
  const { $schema: _, required = [], properties = {}, ...schema } = z.toJSONSchema(options, { io: 'input' })
  const { properties: common } = z.toJSONSchema(commonOptions, { io: 'input' })
  const part = { $ref: `#/properties/${partsOption}/items` }
  const parts = {
    ...Object(properties[partsOption]),
    anyOf: [part, { type: 'array', items: part, minItems: 1 }],
  }
  return {
    ...schema,
    description: summary,
    properties: {
      name: { const: name },
      ...properties,
      ...(partsOption in properties ? { [partsOption]: parts } : {}),
      ...common,
    },
    required: ['name', ...required],
  }
}
