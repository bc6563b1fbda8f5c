import { createMemoryCache } from '../../src/cache/memory.ts'

/** A cache as large as no test needs, whose entries do not expire. */
export const memoryCache = () => createMemoryCache({ maxBytes: 8e6, ttlMs: 1e9, now: () => 0 })
