import { createMemoryStore } from '../../src/storage/memory.ts'
import { openFilesStore } from '../../src/storage/files.ts'
import { openPostgresqlStore } from '../../src/storage/postgresql.ts'
import { openSqliteStore } from '../../src/storage/sqlite.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { startPostgres } from '../helpers/servers/postgres.ts'
import { describeStore } from './contract.ts'

const folder = temporaryFolder()

describeStore('memory', async () => ({ open: async () => createMemoryStore() }))

describeStore('files', async () => ({ open: () => openFilesStore(folder.path('thoughts')) }))

describeStore('sqlite', async () => ({ open: () => openSqliteStore(folder.path('data/thoughts.sqlite')) }))

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
