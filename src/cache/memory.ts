import { LRUCache } from 'lru-cache'
import type { CacheBackend, CacheDefinition } from './definition.ts'
import { byteSize } from './options.ts'
import { lazyStrictObject } from '../util/schemas/lazy-object.ts'

/** Estimated size of an entry, apart from its key and its value. */
const ENTRY_BYTES = 200
/** A character of a string takes one or two bytes. */
const BYTES_PER_CHARACTER = 2

const options = lazyStrictObject(() => ({
  maxBytes: byteSize.prefault('8MB').describe('size limit, for example 64MB'),
}))

/** Evicts the least recently used entries, so that memory does not grow with the number of prompts. */
export const memoryCache: CacheDefinition<typeof options> = {
  name: 'memory',
  summary: 'in the memory of the process; the fastest, and gone when the process ends',
  options,
  title: () => 'memory',
  create: ({ maxBytes }, { ttlMs, clock }) => createMemoryCache({ maxBytes, ttlMs, now: () => clock.now() }),
}

export function createMemoryCache({
  maxBytes,
  ttlMs,
  now,
}: {
  readonly maxBytes: number
  readonly ttlMs: number
  readonly now: () => number
}): CacheBackend {
  const entries = new LRUCache<string, string>({
    maxSize: maxBytes,
    sizeCalculation: (value, key) => ENTRY_BYTES + BYTES_PER_CHARACTER * (key.length + value.length),
    ttl: ttlMs,
    perf: { now },
    // Otherwise the cache sets timers.
    ttlResolution: 0,
  })
  return {
    get: async (key) => entries.get(key),
    async set(key, value) {
      entries.set(key, value)
    },
    async delete(key) {
      entries.delete(key)
    },
    size: async () => ({ entries: entries.size, bytes: entries.calculatedSize }),
    async clear() {
      const { size } = entries
      entries.clear()
      return size
    },
    async prune() {
      const { size } = entries
      entries.purgeStale()
      return size - entries.size
    },
    close: async () => undefined,
  }
}
