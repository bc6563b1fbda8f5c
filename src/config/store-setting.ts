/** The setting `store`: true, false, a store, or several with roles. */
import * as z from 'zod'
import { layeredStoreOptions, type LayeredStoreSetting } from '../storage/layered/open-layered.ts'
import { namedSchema, storeKind, storeLayerKind } from './named.ts'
import { layerOrderOf } from '../util/backends/layer-order.ts'
import { parseAs } from '../util/schemas/parse-as.ts'

export const storeSchema = namedSchema(storeKind)
export const storeLayerSchema = namedSchema(storeLayerKind)

const canReachQuorum = ({ layers, quorum }: LayeredStoreSetting): boolean =>
  quorum <= layers.filter((layer) => layerOrderOf(layer).role !== 'cache').length

const layeredStore = layeredStoreOptions(storeLayerSchema).refine(canReachQuorum, {
  path: ['quorum'],
  error: 'must be at most the number of layers that are primary or backup',
})
/** A list is short for `layers`. */
const layerList = z
  .array(storeLayerSchema)
  .min(1)
  .transform((layers) => ({ layers, quorum: 1, readRepair: true }))
  .refine(canReachQuorum, 'must be a list with a store that is primary or backup')

const simple = z.boolean('must be true, false, a store, a list of stores or an object with layers')

/** Describes the setting for the JSON Schema, which cannot show a transform. */
export const storeInput = z.union([z.boolean(), layerList, layeredStore, storeSchema])

type StoreSetting = z.output<typeof storeInput>

/** The errors of a union would say only that no alternative fits. */
export const storeSetting = z
  .unknown()
  .transform((value, context) => parseAs<StoreSetting>(schemaFor(value), value, context))

function schemaFor(value: unknown): z.ZodType<StoreSetting> {
  if (Array.isArray(value)) return layerList
  if (typeof value === 'string') return storeSchema
  if (typeof value !== 'object' || value === null) return simple
  return 'layers' in value ? layeredStore : storeSchema
}
