/** A store in Redis, which several machines can share. It is as durable as the server (`appendfsync always`). */
import type { ChainableCommander } from 'ioredis'
import * as z from 'zod'
import {
  isReadable,
  type Store,
  type StoreDamage,
  type StoreDefinition,
  type StoredThought,
  type ThoughtFilter,
} from '../core/backends/store.ts'
import { parseEntry, serializeEntry } from './entry-text.ts'
import { matches, takePage, sortKey } from './filter.ts'
import { CHANGED, readableOrThrow, storeError } from './store-errors.ts'
import { connectRedis, redisTitle } from '../util/backends/redis.ts'
import { certificateHint } from '../util/backends/tls-faults.ts'
import { lazyStrictObject } from '../util/schemas/lazy-object.ts'
import { redisAddress } from '../util/schemas/redis-address.ts'

const TIMEOUT_MS = 2000
const ENTRIES_PER_READ = 100

interface RedisStoreOptions {
  readonly url: string
  readonly prefix: string
}

/**
 * Keys: `PREFIX` + sort key for each entry; `PREFIX:by-time`, a sorted set of the sort keys; and `PREFIX:by-id`, a
 * sorted set of ids followed by sort keys. All members have the score 0, so Redis sorts them as bytes.
 */
export async function openRedisStore({ url, prefix }: RedisStoreOptions): Promise<Store> {
  const title = redisTitle(url)
  const redis = await connectRedis({ url, timeoutMs: TIMEOUT_MS }).catch((error: unknown) => {
    throw storeError(
      'open',
      title,
      error,
      certificateHint(error) ?? 'start Redis there, or correct the address in the option url of the store',
    )
  })
  const byTime = `${prefix}:by-time`
  const byId = `${prefix}:by-id`
  const guard = async <T>(what: 'read' | 'write', work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw storeError(what, title, error)
    }
  }
  /** A key that is missing or holds no text counts as damaged. */
  const read = async (keys: readonly string[]): Promise<(StoredThought | StoreDamage)[]> => {
    if (keys.length === 0) return []
    const texts = await guard('read', () => redis.mget(keys.map((key) => prefix + key)))
    return texts.map((text, index) => {
      const entry = text === null ? undefined : parseEntry(text)
      const key = keys[index] ?? ''
      return entry && sortKey(entry) === key ? entry : { place: `${title}: ${prefix}${key}`, fault: CHANGED }
    })
  }
  async function* select(
    filter: ThoughtFilter,
    before?: string,
  ): AsyncGenerator<[string, StoredThought | StoreDamage]> {
    const oldest = filter.since === undefined ? '-' : `[${filter.since}`
    let newest = before ?? filter.before
    for (;;) {
      const start = newest === undefined ? '+' : `(${newest}`
      const keys = await guard('read', () =>
        redis.zrevrangebylex(byTime, start, oldest, 'LIMIT', 0, ENTRIES_PER_READ),
      )
      for (const [index, entry] of (await read(keys)).entries())
        if (!isReadable(entry) || matches(entry, filter)) yield [keys[index] ?? '', entry]
      newest = keys.at(-1)
      if (newest === undefined) return
    }
  }
  return {
    async append(entries) {
      const transaction = redis.multi()
      for (const entry of entries) {
        const key = sortKey(entry)
        transaction.set(prefix + key, serializeEntry(entry), 'NX')
        transaction.zadd(byTime, 0, key)
        transaction.zadd(byId, 0, `${entry.head.id} ${key}`)
      }
      await guard('write', () => execute(transaction))
    },
    async get(id, limit) {
      const members = await guard('read', () => redis.zrangebylex(byId, `[${id}`, `[${id}\u{10ffff}`))
      const keys = members.map(keyIn)
      return (await read(keys.toSorted().toReversed().slice(0, limit))).map(readableOrThrow)
    },
    list: (filter, { limit, cursor }) => takePage(select(filter, cursor), limit),
    async deleteContents(filter) {
      let count = 0
      for await (const [key, entry] of select(filter)) {
        if (!isReadable(entry) || entry.content === null) continue
        await guard('write', () => redis.set(prefix + key, serializeEntry({ ...entry, content: null })))
        count++
      }
      return count
    },
    async deleteDamaged(time) {
      const damaged = new Set<string>()
      for await (const [key, entry] of select(time)) if (!isReadable(entry)) damaged.add(key)
      if (damaged.size === 0) return 0
      return guard('write', async () => {
        const members = await redis.zrange(byId, '0', '-1')
        const transaction = redis.multi()
        transaction.zrem(byTime, ...damaged).del([...damaged].map((key) => prefix + key))
        for (const member of members) if (damaged.has(keyIn(member))) transaction.zrem(byId, member)
        // Another process may have deleted some of them first.
        return Number((await execute(transaction))[0])
      })
    },
    async *audit() {
      const keys = await guard('read', () => redis.zrange(byTime, '0', '-1'))
      for (const key of keys) yield* await read([key])
    },
    close: async () => redis.disconnect(),
  }
}

/** The sort key in a member of the set by id. */
const keyIn = (member: string): string => member.slice(member.indexOf(' ') + 1)

/** The replies of the commands. Rejects if one of them failed. */
async function execute(transaction: ChainableCommander): Promise<readonly unknown[]> {
  return ((await transaction.exec()) ?? []).map(([error, reply]) => {
    if (error) throw error
    return reply
  })
}

const options = lazyStrictObject(() => ({
  url: redisAddress().default('redis://localhost:6379').describe('address of the server; rediss:// for TLS'),
  prefix: z.string().min(1).default('sifaka:thought:').describe('prefix of the keys in Redis'),
}))

export const redisStore: StoreDefinition<typeof options> = {
  name: 'redis',
  summary: 'Redis, which several machines can share; as durable as the server is set to be',
  options,
  identityOf: ({ url, prefix }) => `${redisTitle(url)} ${prefix}`,
  create: (given) => openRedisStore(given),
}
