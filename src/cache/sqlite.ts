/** A cache in one SQLite file, which several processes can use at the same time. */
import { join } from 'node:path'
import * as z from 'zod'
import { createSharedReads } from '../util/backends/shared-reads.ts'
import { inTransaction, openSqlite, type SqliteDatabase } from '../util/backends/sqlite.ts'
import type { CacheBackend, CacheDefinition, CacheNeeds } from './definition.ts'
import { openEntry, sealEntry } from './entry.ts'
import { byteSize, defaultFolder } from './options.ts'
import { damageMarker, openOrReplace } from './set-aside.ts'
import { lazyStrictObject } from '../util/schemas/lazy-object.ts'
import { HOUR_MS } from '../util/duration.ts'

const options = lazyStrictObject(() => ({
  path: z.string().min(1).optional().describe("the file; default: cache.sqlite in the user's cache folder"),
  maxBytes: byteSize.optional().describe('size limit, for example 500MB'),
}))

const pathOf = ({ path }: z.output<typeof options>, { folder }: Pick<CacheNeeds, 'folder'>): string =>
  path ?? join(defaultFolder(folder), 'cache.sqlite')

export const sqliteCache: CacheDefinition<typeof options> = {
  name: 'sqlite',
  summary: 'in one file, which several processes can share; the default',
  options,
  title: (given, needs) => `sqlite ${pathOf(given, needs)}`,
  async create(given, needs) {
    const path = pathOf(given, needs)
    const open = () => openSqlite(path, { migrations: MIGRATIONS, pageBytes: PAGE_BYTES })
    const database = await openOrReplace(path, open, needs.warn)
    const cache = createSqliteCache(database, { ...needs, maxBytes: given.maxBytes ?? needs.maxBytes })
    return withErrorHandler(cache, damageMarker(path))
  },
}

const MIGRATIONS = [
  `CREATE TABLE entries (
    key TEXT PRIMARY KEY,
    value BLOB NOT NULL,
    createdMs INTEGER NOT NULL,
    usedMs INTEGER NOT NULL
  );
  CREATE INDEX entries_by_use ON entries (usedMs)`,
]

/** A page holds several entries: with SQLite's default of 4096 bytes, storing them takes a quarter more CPU time. */
const PAGE_BYTES = 16_384
/** The time of use is written at most this often per entry, since a write takes longer than a read. */
const USE_PRECISION_MS = HOUR_MS
/**
 * The writes within this time share one transaction, since a transaction takes longer than a write. Writes that are not
 * committed yet are lost if the process is killed.
 */
const WRITE_GROUP_MS = 500
/** The reads within this time share one transaction; meanwhile they do not see what other processes write. */
const READ_GROUP_MS = 100
/** This many characters are stored at once, so that they take no more memory. */
const GROUP_CHARACTERS = 4_000_000
/** The size is checked after this many writes. */
const WRITES_PER_CHECK = 256
/** Pruning frees some space beyond the limit, so that it is not needed again soon. */
const TARGET_SHARE = 0.9

interface Row {
  readonly value: Uint8Array
  readonly usedMs: number
}

function createSqliteCache(
  database: SqliteDatabase,
  { ttlMs, clock, maxBytes }: Pick<CacheNeeds, 'ttlMs' | 'clock' | 'maxBytes'>,
): CacheBackend {
  const now = () => clock.date().getTime()
  const select = database.prepare('SELECT CAST(value AS BLOB) AS value, usedMs FROM entries WHERE key = ?')
  const upsert = database.prepare('INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)')
  const touch = database.prepare('UPDATE entries SET usedMs = ? WHERE key = ?')
  const remove = database.prepare('DELETE FROM entries WHERE key = ?')
  const total = database.prepare('SELECT count(*) AS entries, total(length(value)) AS bytes FROM entries')
  const pages = database.prepare(
    'SELECT (page_count - freelist_count) * page_size AS bytes FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()',
  )
  const number = (row: object | undefined, name: string): number => Number(Object(row)[name] ?? 0)
  const size = () => {
    const row = total.get()
    return { entries: number(row, 'entries'), bytes: number(row, 'bytes') }
  }

  const reads = createSharedReads(database, { clock, forMs: READ_GROUP_MS })

  /** The writes that the next transaction stores. A value of undefined deletes. */
  let pending = new Map<string, string | undefined>()
  let flushing: Promise<void> | undefined
  let pendingCharacters = 0
  let flushNow: () => void = () => undefined
  let writesUntilCheck = WRITES_PER_CHECK
  const write = (key: string, value: string | undefined): Promise<void> => {
    pending.set(key, value)
    flushing ??= new Promise<void>((resolve) => {
      const cancel = clock.after(WRITE_GROUP_MS, resolve)
      flushNow = () => (cancel(), resolve())
    }).then(store)
    const written = flushing
    pendingCharacters += value?.length ?? 0
    if (pendingCharacters > GROUP_CHARACTERS) flushNow()
    return written
  }
  const store = () => {
    const writes = pending
    pending = new Map()
    pendingCharacters = 0
    flushing = undefined
    const nowMs = now()
    reads.end()
    inTransaction(database, () => {
      for (const [key, value] of writes) {
        if (value === undefined) remove.run(key)
        else upsert.run(key, Buffer.from(sealEntry(key, value, nowMs)), nowMs, nowMs)
      }
    })
    writesUntilCheck -= writes.size
    if (writesUntilCheck <= 0) checkSize()
  }
  const checkSize = () => {
    writesUntilCheck = WRITES_PER_CHECK
    if (number(pages.get(), 'bytes') > maxBytes) evict()
  }
  /** Deletes the entries that are not current, and the least recently used ones if the rest exceeds the size limit. */
  const evict = (): number => {
    const nowMs = now()
    reads.end()
    const expired = changesOf(
      database,
      'DELETE FROM entries WHERE createdMs <= ? OR createdMs >= ?',
      nowMs - ttlMs,
      nowMs + ttlMs,
    )
    const excess = size().bytes - maxBytes * TARGET_SHARE
    if (excess <= 0) return expired
    const evicted = inTransaction(database, () => {
      const row = database
        .prepare(
          `SELECT max(usedMs) AS usedMs FROM (
            SELECT usedMs, sum(length(value)) OVER (ORDER BY usedMs, rowid) - length(value) AS before FROM entries
          ) WHERE before < ?`,
        )
        .get(excess)
      return changesOf(database, 'DELETE FROM entries WHERE usedMs <= ?', number(row, 'usedMs'))
    })
    return expired + evicted
  }
  return {
    async get(key) {
      if (pending.has(key)) return pending.get(key)
      reads.begin()
      const row = select.get(key) as Row | undefined
      const nowMs = now()
      const value = openEntry(key, row && Buffer.from(row.value).toString(), { nowMs, ttlMs })
      if (row && value !== undefined && nowMs - row.usedMs > USE_PRECISION_MS) {
        reads.end()
        touch.run(nowMs, key)
      }
      return value
    },
    set: write,
    delete: (key) => write(key, undefined),
    flush: () => flushNow(),
    size: async () => size(),
    clear: async () => {
      reads.end()
      const deleted = changesOf(database, 'DELETE FROM entries')
      database.exec('VACUUM')
      return deleted
    },
    async prune() {
      const deleted = evict()
      if (deleted > 0) database.exec('VACUUM')
      return deleted
    },
    async close() {
      try {
        flushNow()
        await flushing
        // Otherwise, many short runs would never check the size.
        if (writesUntilCheck < WRITES_PER_CHECK) checkSize()
      } finally {
        reads.end()
        database.close()
      }
    },
  }
}

/** The cache, which calls `onError` with each error. */
function withErrorHandler(cache: CacheBackend, onError: (error: unknown) => void): CacheBackend {
  const watch = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      onError(error)
      throw error
    })
  return {
    ...cache,
    get: (key) => watch(cache.get(key)),
    set: (key, value) => watch(cache.set(key, value)),
    delete: (key) => watch(cache.delete(key)),
    size: () => watch(cache.size()),
    clear: () => watch(cache.clear()),
    prune: () => watch(cache.prune()),
    close: () => watch(cache.close()),
  }
}

const changesOf = (database: SqliteDatabase, statement: string, ...values: readonly number[]): number =>
  database.prepare(statement).run(...values).changes
