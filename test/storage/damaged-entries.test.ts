/** A store goes on with all other entries if one cannot be read. */
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from '@photostructure/sqlite'
import { Redis } from 'ioredis'
import { Client } from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import type { Store, StoredThought } from '../../src/core/backends/store.ts'
import { ChainCheck } from '../../src/storage/chain.ts'
import { openFilesStore } from '../../src/storage/files.ts'
import { openStore } from '../../src/storage/open-store.ts'
import { openPostgresqlStore } from '../../src/storage/postgresql.ts'
import { openRedisStore } from '../../src/storage/redis.ts'
import { deleteOld } from '../../src/storage/retention.ts'
import { openSqliteStore } from '../../src/storage/sqlite.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { startPostgres } from '../helpers/servers/postgres.ts'
import { startRedis } from '../helpers/servers/redis.ts'
import { chainOf, thought } from './thoughts.ts'

const folder = temporaryFolder()
const redis = await startRedis()
const postgres = await startPostgres()
afterAll(() => Promise.all([redis?.stop(), postgres?.stop()]))

const days = [1, 2, 3, 4, 5]
const newEntries = () =>
  chainOf(
    days.map((day) =>
      thought({ id: `a${day}`, startedAt: `2026-01-0${day}T10:00:00.000Z`, failedValidators: ['length'] }),
    ),
  )

interface Kind {
  readonly open: () => Promise<Store>
  /** Damages the entries, as a broken disk or another program might. */
  readonly damage: (entries: readonly StoredThought[]) => Promise<void>
}

let places = 0

const inFiles = (change: (path: string) => void) => (): Kind => {
  const path = folder.path(`files-${++places}`)
  return {
    open: () => openFilesStore(path),
    async damage(entries) {
      for (const { head } of entries)
        readdirSync(path)
          .filter((name) => name.endsWith(`-${head.id}.json`))
          .forEach((name) => change(`${path}/${name}`))
    },
  }
}

const inSqlite = (from: string, to: string) => (): Kind => {
  const path = folder.path(`sqlite-${++places}.sqlite`)
  return {
    open: () => openSqliteStore(path),
    async damage(entries) {
      const database = new DatabaseSync(path)
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      database.close()
      const bytes = readFileSync(path)
      for (const { head } of entries) {
        const at = bytes.indexOf(`{"id":"${head.id}","run"`)
        bytes.write(to, bytes.indexOf(from, at))
      }
      writeFileSync(path, bytes)
    },
  }
}

const inRedis = (change: (client: Redis, key: string) => Promise<unknown>) => (): Kind => {
  const prefix = `damaged:${process.pid}:${++places}:`
  const url = redis?.url ?? ''
  return {
    open: () => openRedisStore({ url, prefix }),
    async damage(entries) {
      const client = new Redis(url)
      for (const { head, writer } of entries)
        for (const key of await client.keys(`${prefix}${head.startedAt} ${writer}*`))
          await change(client, key)
      client.disconnect()
    },
  }
}

const inPostgresql = (): Kind => {
  const url = postgres?.url ?? ''
  return {
    open: () => openPostgresqlStore({ url, patienceMs: 10_000, signal: new AbortController().signal }),
    async damage(entries) {
      const client = new Client(url)
      await client.connect()
      for (const { writer, sequence } of entries)
        await client.query(`UPDATE thoughts SET head = '{"id":"a"}' WHERE writer = $1 AND sequence = $2`, [
          writer,
          sequence,
        ])
      await client.end()
    },
  }
}

async function faultsOf(store: Store): Promise<string[]> {
  const check = new ChainCheck()
  const faults: string[] = []
  for await (const each of store.audit()) {
    const damage = 'fault' in each ? each : check.add(each)
    if (damage) faults.push(`${damage.place}: ${damage.fault}`)
  }
  return [...faults, ...[...check.finish()].map(({ place, fault }) => `${place}: ${fault}`)]
}

/** All pages of one entry each. */
async function pages(store: Store, filter = {}) {
  const [ids, damages]: [string[], string[]] = [[], []]
  let cursor: string | undefined
  do {
    const page = await store.list(filter, { limit: 1, cursor })
    expect(page.thoughts.length + page.damages.length).toBeLessThanOrEqual(1)
    ids.push(...page.thoughts.map(({ head }) => head.id))
    damages.push(...page.damages.map(({ place }) => place))
    cursor = page.cursor
  } while (cursor !== undefined)
  return { ids, damages }
}

describe.each<[string, boolean, () => Kind]>([
  ['files, cut off', true, inFiles((path) => truncateSync(path, 100))],
  ['files, empty', true, inFiles((path) => truncateSync(path, 0))],
  ['files, other JSON', true, inFiles((path) => writeFileSync(path, '{"thought":null}\n'))],
  ['sqlite, no JSON', true, inSqlite('{"id"', '  id"')],
  ['sqlite, other JSON', true, inSqlite('"usage"', '"usaxe"')],
  ['redis, cut off', !!redis, inRedis((client, key) => client.set(key, '{"writer":"w1","seq'))],
  ['redis, no text', !!redis, inRedis((client, key) => client.multi().del(key).lpush(key, 'x').exec())],
  ['redis, bytes', !!redis, inRedis((client, key) => client.set(key, Buffer.from([0xff, 0xfe, 0x00])))],
  ['redis, gone', !!redis, inRedis((client, key) => client.del(key))],
  ['postgresql, other JSON', !!postgres, inPostgresql],
])('%s', (name, isThere, kind) => {
  it.skipIf(!isThere)('lists the others, names the damaged ones, and deletes them when asked', async () => {
    const { open, damage } = kind()
    const entries = newEntries()
    const before = await open()
    await before.append(entries)
    await before.close()
    const damaged = [entries[1], entries[2], entries[4]].filter((each) => !!each)
    await damage(damaged)

    const store = await open()
    const listed = await pages(store)
    expect(listed.ids).toEqual(['a4', 'a1'])
    // A damaged entry in PostgreSQL has no place among the others.
    if (!name.startsWith('postgresql')) expect(listed.damages).toHaveLength(3)
    expect((await pages(store, { outcome: 'accepted', failedValidator: 'length' })).ids).toEqual(['a4', 'a1'])
    expect((await store.get('a4', 3)).map(({ head }) => head.id)).toEqual(['a4'])
    expect((await faultsOf(store)).length).toBeGreaterThanOrEqual(3)

    // Also of damaged entries, where it is possible.
    expect(await store.deleteContents({ since: '2026-01-04T00:00:00.000Z' })).toBeGreaterThanOrEqual(1)
    expect((await store.get('a4', 3))[0]?.content).toBe(null)
    expect(await store.deleteDamaged({ before: '2026-02-01T00:00:00.000Z' })).toBe(3)
    expect(await pages(store)).toEqual({ ids: ['a4', 'a1'], damages: [] })
    expect(await faultsOf(store)).toEqual([
      expect.stringContaining('entries 2 to 3 before thought a4 are missing') as string,
    ])
    expect(await store.deleteDamaged({})).toBe(0)
    await store.append(newEntries().map((each) => ({ ...each, head: { ...each.head } })))
    expect((await pages(store)).ids).toHaveLength(7)
    await store.close()
  })

  it.skipIf(!isThere)('deletes them once if several runs that start together do so', async () => {
    const { open, damage } = kind()
    const stores = await Promise.all([open(), open(), open()])
    const [first] = stores
    const entries = newEntries()
    await first?.append(entries)
    await damage(entries.slice(1, 3))
    const counts = await Promise.all(
      stores.map(
        async (store) => (await deleteOld(store, { before: '2026-02-01T00:00:00.000Z' })).damaged ?? 0,
      ),
    )
    expect(counts.reduce((sum, count) => sum + count)).toBe(2)
    await Promise.all(stores.map((store) => store.close()))
  })
})

it('sqlite refuses to delete damaged entries if later ones, which it must keep, are damaged, too', async () => {
  const { open, damage } = inSqlite('{"id"', '  id"')()
  const entries = newEntries()
  const before = await open()
  await before.append(entries)
  await before.close()
  await damage([entries[1], entries[4]].filter((each) => !!each))
  const store = await open()
  await expect(store.deleteDamaged({ before: '2026-01-03T00:00:00.000Z' })).rejects.toThrow(
    'entries of other times',
  )
  expect((await pages(store)).damages).toHaveLength(2)
  await store.close()
})

it('a layered store reads what is damaged in one layer from another layer', async () => {
  const one = inFiles((path) => truncateSync(path, 10))()
  const paths = [folder.path(`files-${places}`), folder.path('other')]
  const store = await openStore(
    {
      layers: paths.map((path) => ({ name: 'files', path })),
      quorum: 2,
      readRepair: true,
    },
    {
      env: { XDG_DATA_HOME: folder.path('spools') },
      warn: () => undefined,
      signal: new AbortController().signal,
    },
  )
  const entries = newEntries()
  await store.append(entries)
  await one.damage(entries.slice(1, 3))
  expect((await store.list({}, { limit: 10 })).thoughts).toHaveLength(5)
  expect((await store.get('a2', 1))[0]?.head.id).toBe('a2')
  await store.close()
})
