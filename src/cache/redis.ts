/** A cache in Redis, which several machines can share. */
import * as z from 'zod'
import { messageOf } from '../core/failure.ts'
import type { CacheBackend, CacheDefinition, CacheNeeds } from './definition.ts'
import { openEntry, sealEntry } from './entry.ts'

const options = z.strictObject({
  url: z
    .string()
    .regex(/^rediss?:\/\//, 'must be an address, for example redis://localhost:6379')
    .default('redis://localhost:6379')
    .describe('address of the server; rediss:// for TLS'),
  prefix: z.string().min(1).default('sifaka:cache:').describe('how the keys in Redis begin'),
})

export const redisCache: CacheDefinition<typeof options> = {
  name: 'redis',
  summary: 'in Redis, which several machines can share; Redis limits the size (maxmemory)',
  options,
  isRemote: true,
  title: ({ url }) => `redis ${new URL(url).host}`,
  create: connectRedisCache,
}

const CONNECT_MS = 800
const MAX_RECONNECT_MS = 2000
const SCAN_COUNT = 500

async function connectRedisCache(
  { url, prefix }: z.output<typeof options>,
  { ttlMs, clock }: CacheNeeds,
): Promise<CacheBackend> {
  // In the bundled program, this CommonJS package has only a default export.
  const { default: ioredis } = await import('ioredis')
  const redis = new ioredis.Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    // A cache that is down must answer at once that it is down, instead of waiting for its return.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(100 * attempt, MAX_RECONNECT_MS),
  })
  let fault: unknown
  // Without a listener, Node ends the process.
  redis.on('error', (error: unknown) => (fault = error))
  // `connectTimeout` does not cover a server that accepts the connection and never answers.
  const cancel = clock.after(CONNECT_MS, () => {
    fault ??= new Error(`no answer within ${CONNECT_MS} ms`)
    redis.disconnect()
  })
  try {
    await redis.connect()
  } catch (error) {
    redis.disconnect()
    throw new Error(messageOf(fault ?? error) || 'no connection', { cause: error })
  } finally {
    cancel()
  }
  const now = () => clock.date().getTime()
  const keys = () => redis.scanStream({ match: `${escapePattern(prefix)}*`, count: SCAN_COUNT })
  return {
    get: async (key) => openEntry(key, await redis.get(prefix + key), { nowMs: now(), ttlMs }),
    async set(key, value) {
      await redis.set(prefix + key, sealEntry(key, value, now()), 'PX', ttlMs)
    },
    async delete(key) {
      await redis.del(prefix + key)
    },
    async size() {
      let entries = 0
      let bytes = 0
      for await (const names of keys() as AsyncIterable<string[]>) {
        const lengths = await Promise.all(names.map((name) => redis.strlen(name)))
        entries += names.length
        bytes += lengths.reduce((sum, length) => sum + length, 0)
      }
      return { entries, bytes }
    },
    async clear() {
      let deleted = 0
      for await (const names of keys() as AsyncIterable<string[]>) {
        if (names.length > 0) deleted += await redis.unlink(...names)
      }
      return deleted
    },
    // Redis deletes expired entries itself.
    prune: async () => 0,
    close: async () => redis.disconnect(),
  }
}

const escapePattern = (text: string): string => text.replace(/[\\*?[\]]/g, '\\$&')
