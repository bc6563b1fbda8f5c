import { expect, it } from 'vitest'
import { createMemoryStore } from '../../src/storage/memory.ts'
import { openFilesStore } from '../../src/storage/files.ts'
import { openPostgresqlStore } from '../../src/storage/postgresql.ts'
import { openStore } from '../../src/storage/open-store.ts'
import { openRedisStore } from '../../src/storage/redis.ts'
import { openSqliteStore } from '../../src/storage/sqlite.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { startPostgres } from '../helpers/servers/postgres.ts'
import { startRedis } from '../helpers/servers/redis.ts'
import { describeStore } from './contract.ts'
import { chainOf, thought } from './thoughts.ts'

const folder = temporaryFolder()

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
