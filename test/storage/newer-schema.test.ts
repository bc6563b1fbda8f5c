/** Stores and caches that a newer version of sifaka has written. */
import { DatabaseSync } from '@photostructure/sqlite'
import pg from 'pg'
import { afterAll, expect, it } from 'vitest'
import { openCache } from '../../src/cache/open.ts'
import { systemClock } from '../../src/core/clock.ts'
import { openPostgresqlStore } from '../../src/storage/postgresql.ts'
import { openSqliteStore } from '../../src/storage/sqlite.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { startPostgres } from '../helpers/servers/postgres.ts'

const folder = temporaryFolder()
const server = await startPostgres({ own: true })
afterAll(() => server?.stop())

function writeNewer(path: string): void {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA user_version = 99')
  database.close()
}

const refusal = (message: string) => ({
  code: 'config',
  message,
  hint: expect.stringContaining('update sifaka') as string,
})

it('an SQLite store of a newer version is refused as a setting that does not fit', async () => {
  const path = folder.path('thoughts.sqlite')
  writeNewer(path)
  const message = `cannot open the store ${path}: it was written by a newer version of sifaka`
  await expect(openSqliteStore(path)).rejects.toMatchObject(refusal(message))
})

it.skipIf(!server)('a PostgreSQL store of a newer version is refused like one in SQLite', async () => {
  const url = server?.url ?? ''
  const open = () => openPostgresqlStore({ url, patienceMs: 10_000, signal: new AbortController().signal })
  await (await open()).close()
  const client = new pg.Client(url)
  await client.connect()
  await client.query('INSERT INTO sifaka_migrations (version) VALUES (99)')
  await client.end()
  const message = `cannot open the store ${url}: it was written by a newer version of sifaka`
  await expect(open()).rejects.toMatchObject(refusal(message))
})

it('a configured cache of a newer version is refused, too', async () => {
  const path = folder.path('cache.sqlite')
  writeNewer(path)
  const opening = openCache({
    layers: [{ name: 'sqlite', path }],
    quorum: 1,
    readRepair: false,
    clock: systemClock,
    ttlMs: 1000,
    maxBytes: 1_000_000,
    folder: undefined,
    warn: () => undefined,
  })
  const message = `cannot open the cache sqlite ${path}: it was written by a newer version of sifaka`
  await expect(opening).rejects.toMatchObject(refusal(message))
})
