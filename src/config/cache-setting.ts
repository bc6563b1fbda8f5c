/** The type of the setting `cache`. */
import * as z from 'zod'
import { cacheBackends } from '../cache/index.ts'
import { cacheOptions, layerOptions } from '../cache/settings.ts'
import { namedSchema, type NamedKind } from './named.ts'

export const cacheKind: NamedKind = {
  noun: 'cache',
  definitions: cacheBackends,
  commonOptions: layerOptions,
  mainOption: 'url',
}

export const cacheLayer = namedSchema(cacheKind)
const detailed = cacheOptions(cacheLayer)
const simple = z.union([z.boolean(), z.literal('refresh')])

/** Describes the setting for the JSON Schema, which cannot show a transform. */
export const cacheInput = z.union([z.boolean(), z.literal('refresh'), z.array(cacheLayer), detailed])

/**
 * Checked by hand, since the errors of a union would say only that no alternative fits. A list stands for an object
 * with these `layers`.
 */
export const cacheSetting = z.unknown().transform((value, context) => {
  const isObject = typeof value === 'object' && value !== null
  const result = isObject
    ? detailed.safeParse(Array.isArray(value) ? { layers: value as unknown[] } : value)
    : simple.safeParse(value, { error: () => 'must be true, false, refresh, a list of caches or an object' })
  if (result.success) return result.data
  for (const issue of result.error.issues)
    context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue)
  return z.NEVER
})
