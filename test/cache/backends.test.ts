import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { filesCache } from '../../src/cache/files.ts'
import { cacheBackends } from '../../src/cache/index.ts'
import { memoryCache } from '../../src/cache/memory.ts'
import { redisCache } from '../../src/cache/redis.ts'
import { sqliteCache } from '../../src/cache/sqlite.ts'
import { systemClock } from '../../src/core/clock.ts'
import { openSqlite } from '../../src/util/backends/sqlite.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { startRedis } from '../helpers/servers/redis.ts'
import { backendsIn, describeCache, openBackend, shiftedClock, TTL_MS } from './contract.ts'

const backend = backendsIn(temporaryFolder())
const redis = await startRedis()
afterAll(() => redis?.stop())

describeCache('memory', async () => backend(memoryCache))
describeCache('sqlite', async () => backend(sqliteCache))
describeCache('files', async () => backend(filesCache))
describeCache('redis', async () =>
  redis ? backend(redisCache, { url: redis.url, prefix: `test:${randomUUID()}*:` }) : undefined,
)

it.skipIf(!redis)('runs against a real Redis', () => expect(redis).toBeDefined())

it('redis: a server that accepts connections and never answers is given up within a second', async () => {
  const silent = createServer()
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as AddressInfo
  const url = `redis://127.0.0.1:${port}`
  await expect(openBackend(backend(redisCache, { url }))).rejects.toThrow('no answer within 1000 ms')
  silent.close()
})

it('has a contract test for each backend', () => {
  expect(cacheBackends.map(({ name }) => name)).toEqual(['memory', 'sqlite', 'files', 'redis'])
})

it('sqlite returns an entry whose write is not stored yet', async () => {
  const cache = await openBackend(backend(sqliteCache))
  const writing = cache.set('key', 'new')
  expect(await cache.get('key')).toBe('new')
  await writing
  const deleting = cache.delete('key')
  expect(await cache.get('key')).toBeUndefined()
  await deleting
  await cache.close()
})

it('sqlite stores at its end what is not stored yet', async () => {
  const under = backend(sqliteCache)
  const first = await openBackend(under)
  void first.set('key', 'text')
  await first.close()
  const second = await openBackend(under)
  expect(await second.get('key')).toBe('text')
  await second.close()
})

it('sqlite keeps its limit over many short runs', async () => {
  const under = backend(sqliteCache, { maxBytes: 200_000 })
  for (let run = 0; run < 15; run++) {
    const cache = await openBackend(under)
    for (let index = 0; index < 20; index++) void cache.set(`entry ${run}.${index}`, 'x'.repeat(1000))
    await cache.close()
  }
  const cache = await openBackend(under)
  expect((await cache.size()).bytes).toBeLessThanOrEqual(200_000)
  expect(await cache.get('entry 14.19')).toBe('x'.repeat(1000))
  await cache.close()
})

it.each([
  ['memory', memoryCache, 40_000],
  ['sqlite', sqliteCache, 200_000],
  ['files', filesCache, 200_000],
])(
  '%s deletes the entries that were not used for longest when it exceeds its limit',
  async (_, definition, maxBytes) => {
    const clock = shiftedClock()
    const cache = await openBackend(backend(definition, { maxBytes }), clock)
    const text = 'x'.repeat(1000)
    await cache.set('used', text)
    for (let index = 0; index < 300; index++) {
      const written = cache.set(`entry ${index}`, text)
      cache.flush?.()
      await written
      clock.shiftMs += 2
    }
    clock.shiftMs += TTL_MS / 2
    expect(await cache.get('entry 299')).toBe(text)
    await cache.prune()
    expect((await cache.size()).bytes).toBeLessThanOrEqual(maxBytes)
    expect(await cache.get('entry 299')).toBe(text)
    expect(await cache.get('entry 0')).toBeUndefined()
    await cache.close()
  },
)

it.each([
  ['sqlite', sqliteCache],
  ['files', filesCache],
])('%s keeps entries for the next process, in files of this user only', async (_, definition) => {
  const under = backend(definition)
  const first = await openBackend(under)
  await first.set('key', 'text')
  await first.close()
  const second = await openBackend(under)
  expect(await second.get('key')).toBe('text')
  await second.close()
  const paths = readdirSync(under.folder, { recursive: true, encoding: 'utf8' }).map((name) =>
    join(under.folder, name),
  )
  for (const path of [under.folder, ...paths]) {
    const info = statSync(path)
    expect(info.mode & 0o777, path).toBe(info.isDirectory() ? 0o700 : 0o600)
  }
})

it('sqlite finds what another process has stored, once its shared reads have ended', async () => {
  const under = backend(sqliteCache)
  let endReads = () => {}
  const clock = { ...systemClock, after: (_: number, action: () => void) => ((endReads = action), () => {}) }
  const [reader, writer] = [await openBackend(under, clock), await openBackend(under)]
  expect(await reader.get('key')).toBeUndefined()
  await writer.set('key', 'text')
  expect(await reader.get('key')).toBeUndefined()
  endReads()
  expect(await reader.get('key')).toBe('text')
  await writer.set('key', 'newer')
  const replacing = reader.set('other', 'text')
  endReads()
  await replacing
  expect(await reader.get('key')).toBe('newer')
  await reader.close()
  await writer.close()
})

it('sqlite stores what waits for further writes when it is closed', async () => {
  const under = backend(sqliteCache)
  const never = { ...systemClock, after: () => () => undefined }
  const first = await openBackend(under, never)
  const written = first.set('key', 'text')
  await first.close()
  await written
  const second = await openBackend(under)
  expect(await second.get('key')).toBe('text')
  await second.close()
})

it('files: an entry with any damaged byte is missing, and is written anew', async () => {
  const under = backend(filesCache)
  const cache = await openBackend(under)
  await cache.set('key', '{"text":"An answer."}')
  const [name = ''] = readdirSync(under.folder, { recursive: true, encoding: 'utf8' }).filter(
    (each) => each.length > 60,
  )
  const path = join(under.folder, name)
  const whole = readFileSync(path)
  for (let index = 0; index < whole.length; index++) {
    const damaged = Buffer.from(whole)
    damaged[index] = (damaged[index] ?? 0) ^ 1
    writeFileSync(path, damaged)
    expect(await cache.get('key'), `byte ${index}`).toBeUndefined()
    writeFileSync(path, whole.subarray(0, index))
    expect(await cache.get('key'), `cut at ${index}`).toBeUndefined()
  }
  await cache.set('key', 'new')
  expect(await cache.get('key')).toBe('new')
})

it('sqlite: damaged entries, entries of another version and under another key are missing', async () => {
  const under = backend(sqliteCache)
  const cache = await openBackend(under)
  await cache.set('key', 'text')
  await cache.set('other', 'other text')
  const database = await openSqlite(`${under.folder}/cache.sqlite`, { migrations: ['SELECT 1'] })
  const change = (expression: string) =>
    database.exec(`UPDATE entries SET value = ${expression} WHERE key = 'key'`)
  for (const expression of [
    "CAST(replace(CAST(value AS TEXT), 'text', 'tExt') AS BLOB)",
    "CAST('2' || substr(CAST(value AS TEXT), 2) AS BLOB)",
    "x''",
    "(SELECT value FROM entries WHERE key = 'other')",
  ]) {
    await cache.set('key', 'text')
    change(expression)
    expect(await cache.get('key'), expression).toBeUndefined()
  }
  database.close()
  await cache.close()
})
