import * as z from 'zod'
import { LAYER_ROLES } from '../backends/layer-order.ts'
import { lazyStrictObject } from './lazy-object.ts'

/** The options that every layer of a cache or a store has besides those of its backend. */
export const layerOptions = lazyStrictObject(() => ({
  role: z
    .enum(LAYER_ROLES)
    .optional()
    .describe(
      'cache: read first, may lose entries; primary; backup: read last; default: cache for memory, else primary',
    ),
  priority: z
    .int()
    .optional()
    .describe('layers with a lower number are read first; default: in the order of roles'),
}))
