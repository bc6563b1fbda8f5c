import type { CacheDefinition } from './definition.ts'
import { filesCache } from './files.ts'
import { memoryCache } from './memory.ts'
import { redisCache } from './redis.ts'
import { sqliteCache } from './sqlite.ts'

/** All cache backends. To add one, write its file and add it to this list. */
export const cacheBackends: readonly CacheDefinition[] = [memoryCache, sqliteCache, filesCache, redisCache]
