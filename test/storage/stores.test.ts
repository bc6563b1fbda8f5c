import { expect, it } from 'vitest'
import type { Store, StoreDamage, StoredThought } from '../../src/core/backends/store.ts'
import { createMemoryStore } from '../../src/storage/memory.ts'
import { openFilesStore } from '../../src/storage/files.ts'
import { openPostgresqlStore } from '../../src/storage/postgresql.ts'
import { openStore } from '../../src/storage/open-store.ts'
import { openRedisStore } from '../../src/storage/redis.ts'
import { openSqliteStore } from '../../src/storage/sqlite.ts'
import { damageTable } from '../helpers/damage-table.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { startPostgres } from '../helpers/servers/postgres.ts'
import { startRedis } from '../helpers/servers/redis.ts'
import { describeStore } from './contract.ts'
import { chainOf, thought } from './thoughts.ts'

const folder = temporaryFolder()

async function auditOf(store: Store) {
  const all: (StoredThought | StoreDamage)[] = []
  for await (const each of store.audit()) all.push(each)
  return all
}

describeStore('memory', async () => ({ open: async () => createMemoryStore() }))

describeStore('files', async () => ({ open: () => openFilesStore(folder.path('thoughts')) }))

describeStore('sqlite', async () => ({ open: () => openSqliteStore(folder.path('data/thoughts.sqlite')) }))

it('sqlite lets other work run while it deletes many contents', async () => {
  const store = await openSqliteStore(folder.path('many.sqlite'))
  await store.append(chainOf(Array.from({ length: 450 }, (_, index) => thought({ id: `t${index}` }))))
  const events: string[] = []
  setImmediate(() => events.push('other work'))
  expect(await store.deleteContents({})).toBe(450)
  events.push('deleted')
  await store.close()
  expect(events).toEqual(['other work', 'deleted'])
})

it('sqlite stores and lists thoughts while its search index is damaged, and says so when it is searched', async () => {
  const path = folder.path('damaged.sqlite')
  const before = await openSqliteStore(path)
  await before.append(chainOf([thought({ id: 'aa' })]))
  await before.close()
  damageTable(path, 'thought_search_config')
  const store = await openSqliteStore(path)
  await store.append(chainOf([thought({ id: 'bb' })]))
  expect((await store.list({}, { limit: 3 })).thoughts).toHaveLength(2)
  await expect(store.list({ text: 'draft' }, { limit: 3 })).rejects.toMatchObject({ code: 'verification' })
  await expect(store.deleteContents({})).rejects.toMatchObject({ code: 'verification' })
  const audited = await auditOf(store)
  expect(audited.some((each) => 'fault' in each)).toBe(true)
  await store.close()
})

it('sqlite names damage that ends an audit or a list', async () => {
  const path = folder.path('unreadable.sqlite')
  const before = await openSqliteStore(path)
  await before.append(chainOf([thought()]))
  await before.close()
  damageTable(path, 'thoughts')
  const store = await openSqliteStore(path)
  expect((await auditOf(store)).at(-1)).toMatchObject({
    fault: expect.stringContaining('malformed') as string,
  })
  await expect(store.append(chainOf([thought()]))).rejects.toMatchObject({ code: 'verification' })
  await expect(store.list({}, { limit: 1 })).rejects.toMatchObject({ code: 'verification' })
  await store.close()
})

describeStore('postgresql', async () => {
  const server = await startPostgres()
  return (
    server && {
      open: () =>
        openPostgresqlStore({ url: server.url, patienceMs: 10_000, signal: new AbortController().signal }),
      close: server.stop,
    }
  )
})

describeStore('redis', async () => {
  const server = await startRedis()
  const prefix = `test:${process.pid}:`
  return server && { open: () => openRedisStore({ url: server.url, prefix }), close: server.stop }
})

describeStore('layered', async () => ({
  open: () =>
    openStore(
      {
        layers: [
          { name: 'memory' },
          { name: 'sqlite', path: folder.path('layered.sqlite') },
          { name: 'files', role: 'backup', path: folder.path('layered-files') },
        ],
        quorum: 2,
        readRepair: true,
      },
      {
        env: { XDG_DATA_HOME: folder.path('spools') },
        warn: () => undefined,
        signal: new AbortController().signal,
      },
    ),
}))
