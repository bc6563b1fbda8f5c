/** A cache in Redis, which several machines can share. */
import * as z from 'zod'
import { connectRedis, redisTitle } from '../util/backends/redis.ts'
import type { CacheBackend, CacheDefinition, CacheNeeds } from './definition.ts'
import { openEntry, sealEntry } from './entry.ts'
import { lazyStrictObject } from '../util/schemas/lazy-object.ts'
import { redisAddress } from '../util/schemas/redis-address.ts'
import { sumOf } from '../util/statistics.ts'

const options = lazyStrictObject(() => ({
  url: redisAddress().default('redis://localhost:6379').describe('address of the server; rediss:// for TLS'),
  prefix: z.string().min(1).default('sifaka:cache:').describe('prefix of the keys in Redis'),
}))

export const redisCache: CacheDefinition<typeof options> = {
  name: 'redis',
  summary: 'in Redis, which several machines can share; Redis limits the size (maxmemory)',
  options,
  isRemote: true,
  title: ({ url }) => redisTitle(url),
  create: connectRedisCache,
}

/** Slower operations fail: a slow cache could take longer than the call to the model that it saves. */
const TIMEOUT_MS = 800
const SCAN_COUNT = 500

async function connectRedisCache(
  { url, prefix }: z.output<typeof options>,
  { ttlMs, clock }: CacheNeeds,
): Promise<CacheBackend> {
  const redis = await connectRedis({ url, timeoutMs: TIMEOUT_MS })
  const now = () => clock.date().getTime()
  const keys = (options: { readonly type?: string } = {}): AsyncIterable<string[]> =>
    redis.scanStream({ match: `${escapePattern(prefix)}*`, count: SCAN_COUNT, ...options })
  return {
    async get(key) {
      // GET fails if the key holds a list or a hash; MGET finds no text there, so that it is written anew.
      const [text] = await redis.mget(prefix + key)
      return openEntry(key, text, { nowMs: now(), ttlMs })
    },
    async set(key, value) {
      await redis.set(prefix + key, sealEntry(key, value, now()), 'PX', ttlMs)
    },
    async delete(key) {
      await redis.del(prefix + key)
    },
    async size() {
      let entries = 0
      let bytes = 0
      for await (const names of keys({ type: 'string' })) {
        const lengths = await Promise.all(names.map((name) => redis.strlen(name)))
        entries += names.length
        bytes += sumOf(lengths)
      }
      return { entries, bytes }
    },
    async clear() {
      let deleted = 0
      for await (const names of keys()) {
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
