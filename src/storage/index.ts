/** Lists the stores. To add a store, add its file and register it here. */
import type { StoreDefinition } from '../core/backends/store.ts'
import { filesStore } from './files.ts'
import { memoryStore } from './memory.ts'
import { postgresqlStore } from './postgresql.ts'
import { redisStore } from './redis.ts'
import { sqliteStore } from './sqlite.ts'

export const stores: readonly StoreDefinition[] = [
  sqliteStore,
  filesStore,
  postgresqlStore,
  redisStore,
  memoryStore,
]
