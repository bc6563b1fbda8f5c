/** The settings of the cache; the setting `cache` is these, or true, false or refresh. */
import * as z from 'zod'
import { MODEL_NAME } from '../core/ports.ts'
import type { NamedOptions } from '../core/types.ts'
import { isDuration } from '../util/duration.ts'
import { byteSize } from './options.ts'
import { lazyStrictObject } from '../util/schemas/lazy-object.ts'

/** The layers if the setting names none and this user has a folder for caches. */
export const DEFAULT_CACHE_LAYERS: readonly NamedOptions[] = [{ name: 'sqlite' }]

const semanticOptions = lazyStrictObject(() => ({
  threshold: z
    .number()
    .min(0)
    .max(1)
    .default(0.7)
    .describe('minimum similarity of another prompt, from 0 to 1, whose accepted text is used as a draft'),
  model: z
    .string()
    .regex(MODEL_NAME, 'must be provider:model, for example openai:text-embedding-3-small')
    .optional()
    .describe(
      'the embedding model that compares prompts; default: words and parts of words, without a model',
    ),
}))

export const cacheOptions = <Layer extends z.ZodType>(layer: Layer) =>
  z.strictObject({
    layers: z.array(layer).min(1).optional().describe('caches with their roles; default: sqlite'),
    ttl: z
      .string('must be a duration, for example 14d')
      .refine(isDuration, 'must be a duration, for example 14d')
      .default('14d')
      .describe('how long entries are used'),
    maxBytes: byteSize
      .optional()
      .describe('size limit of each cache on disk, for example 500MB; default: 1GB'),
    quorum: z.int().min(1).default(1).describe('a write succeeds if this many layers have stored it'),
    readRepair: z
      .boolean()
      .default(true)
      .describe('write an entry that only a later layer has to the layers before it'),
    semantic: semanticOptions
      .optional()
      .describe('use the accepted text of a similar prompt as the first draft; default: off'),
  })
