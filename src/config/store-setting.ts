/** The setting `store`: true, false, a store, or several with roles. */
import * as z from 'zod'
import { layeredStoreOptions } from '../storage/layered/open-layered.ts'
import { namedSchema, storeKind, storeLayerKind } from './named.ts'

export const storeSchema = namedSchema(storeKind)
export const storeLayerSchema = namedSchema(storeLayerKind)

const layeredStore = layeredStoreOptions(storeLayerSchema)
/** A list is short for `layers`. */
const layerList = z
  .array(storeLayerSchema)
  .min(1)
  .transform((layers) => ({ layers, quorum: 1, readRepair: true }))

export const storeSetting = z.union([z.boolean(), layerList, layeredStore, storeSchema])
