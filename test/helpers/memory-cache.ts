import { createMemoryCache } from '../../src/cache/memory.ts'

/** A cache that is large enough for every test, and whose entries do not expire. */
export const memoryCache = () => createMemoryCache({ maxBytes: 8e6, ttlMs: 1e9, now: () => 0 })
