/** The type of the setting `cache`. */
import * as z from 'zod'
import { cacheBackends } from '../cache/index.ts'
import { cacheOptions, DEFAULT_CACHE_LAYERS } from '../cache/settings.ts'
import { layerOptions } from '../util/schemas/layer-options.ts'
import { namedSchema, type NamedKind } from './named.ts'
import { parseAs } from '../util/schemas/parse-as.ts'

export const cacheKind: NamedKind = {
  noun: 'cache',
  definitions: cacheBackends,
  commonOptions: layerOptions,
  mainOption: 'url',
}

export const cacheLayer = namedSchema(cacheKind)
const detailed = cacheOptions(cacheLayer).refine(
  ({ layers, quorum }) => quorum <= (layers ?? DEFAULT_CACHE_LAYERS).length,
  { path: ['quorum'], error: 'must be at most the number of layers' },
)
const simple = z.union(
  [z.boolean(), z.literal('refresh')],
  'must be true, false, refresh, a list of caches or an object',
)

/** Describes the setting for the JSON Schema, which cannot show a transform. */
export const cacheInput = z.union([z.boolean(), z.literal('refresh'), z.array(cacheLayer), detailed])

/**
 * Checked by hand, since the errors of a union would say only that no alternative fits. A list stands for an object
 * with these `layers`.
 */
export const cacheSetting = z
  .unknown()
  .transform((value, context) =>
    typeof value === 'object' && value !== null
      ? parseAs(detailed, Array.isArray(value) ? { layers: value as unknown[] } : value, context)
      : parseAs(simple, value, context),
  )
