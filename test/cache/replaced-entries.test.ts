/** What another program or a broken disk put in the place of one entry harms neither the cache nor the other entries. */
import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, expect, it } from 'vitest'
import { filesCache } from '../../src/cache/files.ts'
import { redisCache } from '../../src/cache/redis.ts'
import { sqliteCache } from '../../src/cache/sqlite.ts'
import { openSqlite } from '../../src/util/backends/sqlite.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { startRedis } from '../helpers/servers/redis.ts'
import { backendsIn, openBackend, type BackendUnderTest } from './contract.ts'

const backend = backendsIn(temporaryFolder())
const redis = await startRedis()
afterAll(() => redis?.stop())

interface Replacing {
  readonly under: BackendUnderTest
  /** Puts something else in the place of all entries. */
  readonly replace: () => Promise<void>
}

const inRedis = (change: (client: Redis, key: string) => Promise<unknown>) => (): Replacing => {
  const prefix = `replaced:${randomUUID()}:`
  return {
    under: backend(redisCache, { url: redis?.url, prefix }),
    async replace() {
      const client = new Redis(redis?.url ?? '')
      for (const key of await client.keys(`${prefix}*`)) {
        await client.del(key)
        await change(client, key)
      }
      client.disconnect()
    },
  }
}

const inFiles = (change: (path: string) => void) => (): Replacing => {
  const under = backend(filesCache)
  return {
    under,
    async replace() {
      for (const name of readdirSync(under.folder, { recursive: true, encoding: 'utf8' })) {
        if (name.length < 60) continue
        rmSync(join(under.folder, name), { recursive: true })
        change(join(under.folder, name))
      }
    },
  }
}

const inSqlite = (value: string) => (): Replacing => {
  const under = backend(sqliteCache)
  return {
    under,
    async replace() {
      const database = await openSqlite(`${under.folder}/cache.sqlite`, { migrations: ['SELECT 1'] })
      database.exec(`UPDATE entries SET value = ${value}`)
      database.close()
    },
  }
}

it.each<[string, boolean, () => Replacing]>([
  ['a list in Redis', !!redis, inRedis((client, key) => client.lpush(key, 'x'))],
  ['a hash in Redis', !!redis, inRedis((client, key) => client.hset(key, 'field', 'x'))],
  [
    'a folder in place of a file',
    true,
    inFiles((path) => mkdirSync(join(path, 'in it'), { recursive: true })),
  ],
  ['a link to itself', true, inFiles((path) => symlinkSync(path, path))],
  ['a number in SQLite', true, inSqlite('12')],
  ['a text in SQLite', true, inSqlite("'text'")],
])('%s in place of an entry is a missing entry, which is written anew', async (_, isThere, start) => {
  if (!isThere) return
  const { under, replace } = start()
  const cache = await openBackend(under)
  await cache.set('key', 'text')
  await replace()
  await cache.delete('key')
  await cache.set('key', 'text')
  await replace()
  await cache.set('other', 'text')
  expect(await cache.get('key')).toBeUndefined()
  expect((await cache.size()).entries).toBeGreaterThanOrEqual(1)
  await cache.set('key', 'new')
  expect([await cache.get('key'), await cache.get('other')]).toEqual(['new', 'text'])
  await replace()
  expect(await cache.clear()).toBe(2)
  await cache.close()
})
