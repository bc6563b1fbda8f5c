/** An SQLite database, the default store. Several processes can use it at the same time. */
import { join, resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import * as z from 'zod'
import { SifakaError } from '../core/errors.ts'
import type {
  Store,
  StoreDamage,
  StoreDefinition,
  StoredThought,
  StoreNeeds,
} from '../core/backends/store.ts'
import { messageOf } from '../core/failure.ts'
import { inTransaction, isDamage, openSqlite } from '../util/backends/sqlite.ts'
import { openCommitSync } from './commit-sync.ts'
import { dataFolder } from './folders.ts'
import { SQLITE_MIGRATIONS } from './migrations.ts'
import {
  conditionOf,
  entryOf,
  isHeadIntact,
  conditionOfId,
  conditionOfPage,
  ROW_COLUMNS,
  readEntries,
  rowOf,
  toPage,
  type Condition,
  type SqlDialect,
  type ThoughtRow,
} from './rows.ts'
import { readableOrThrow, storeError } from './store-errors.ts'
import { isCutWord, wordsIn } from './words.ts'
import { lazyStrictObject } from '../util/schemas/lazy-object.ts'

const DIALECT: SqlDialect = {
  ofHead: (expression, otherwise) => `CASE WHEN json_valid(head) THEN ${expression} ELSE ${otherwise} END`,
  failedValidator: `EXISTS (SELECT 1 FROM json_each(head, '$.failedValidators') WHERE value = ?)`,
  words: 'position IN (SELECT rowid FROM thought_search WHERE thought_search MATCH ?)',
  // Each word is quoted, so that nothing in it is an operator. A cut word is searched as the beginning of a word.
  wordsValue: (text) =>
    wordsIn(text)
      .map((word) => `"${word}"${isCutWord(word) ? '*' : ''}`)
      .join(' ') || '""',
}

const INSERT = `INSERT INTO thoughts (${ROW_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (writer, sequence) DO NOTHING`
// The statements for the search are prepared when they are used, so that a damaged index does not stop an append.
const LAST_INDEXED = 'SELECT coalesce(max(id), 0) AS position FROM thought_search_docsize'
const UNINDEX = `INSERT INTO thought_search (thought_search, rowid, prompt, drafts)
  SELECT 'delete', position, prompt, drafts FROM thought_texts WHERE position = ?`
/** Without those that SQLite itself makes for a constraint. */
const INDEXES = `SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'thoughts' AND sql IS NOT NULL`

/** Contents that are deleted or indexed in one transaction, so that other processes need not wait long. */
const DELETE_GROUP = 200
const INDEX_GROUP = 500
const INDEX = `INSERT INTO thought_search (rowid, prompt, drafts)
  SELECT position, prompt, drafts FROM thought_texts WHERE position > ? ORDER BY position LIMIT ${INDEX_GROUP}`

export async function openSqliteStore(path: string): Promise<Store> {
  const guard = <T>(what: 'open' | 'read' | 'write', work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw describe(what, path, error)
    }
  }
  const database = await openSqlite(path, { migrations: SQLITE_MIGRATIONS }).catch((error: unknown) => {
    throw describe('open', path, error)
  })
  let commits: ReturnType<typeof openCommitSync> | undefined
  const select = ({ sql, values }: Condition): (StoredThought | StoreDamage)[] => {
    const rows = database.prepare(`SELECT ${ROW_COLUMNS} FROM thoughts WHERE ${sql}`).all(...values)
    return (rows as ThoughtRow[]).map(entryOf)
  }

  const insert = guard('open', () => database.prepare(INSERT))
  const lastIndexedPosition = () => Number(database.prepare(LAST_INDEXED).get()?.['position'])
  /** Makes all thoughts searchable. Appending does not, since it would take longer than all else that it does. */
  const indexNew = () => {
    const index = database.prepare(INDEX)
    const indexGroup = () => index.run(lastIndexedPosition()).changes
    while (inTransaction(database, indexGroup) > 0);
  }
  /** SQLite cannot delete a row whose head is no JSON while an index reads the head: the indexes are created again. */
  const deleteWithoutIndexes = (positions: readonly number[]): number => {
    const indexedUntil = lastIndexedPosition()
    const unindex = database.prepare(UNINDEX)
    const deleteRow = database.prepare('DELETE FROM thoughts WHERE position = ?')
    const indexes = database.prepare(INDEXES).all() as { readonly name: string; readonly sql: string }[]
    for (const { name } of indexes) database.exec(`DROP INDEX ${name}`)
    for (const position of positions) {
      if (position <= indexedUntil) unindex.run(position)
      deleteRow.run(position)
    }
    if (database.prepare('SELECT 1 FROM thoughts WHERE NOT json_valid(head) LIMIT 1').get())
      throw new SifakaError(
        'verification',
        `the store ${path} also has damaged entries of other times; none can be deleted without them`,
        { hint: 'choose times that include them' },
      )
    for (const { sql } of indexes) database.exec(sql)
    return positions.length
  }

  return {
    async append(entries) {
      guard('write', () =>
        inTransaction(database, () => {
          for (const entry of entries) {
            const { writer, sequence, head, previous_hash, content_hash, hash, content } = rowOf(entry)
            insert.run(writer, sequence, head, previous_hash, content_hash, hash, content)
          }
        }),
      )
      try {
        await (await (commits ??= openCommitSync(path))).sync()
      } catch (error) {
        throw describe('write', path, error)
      }
    },
    get: async (id, limit) =>
      guard('read', () => select(conditionOfId(id, limit, DIALECT)).map(readableOrThrow)),
    async list(filter, page) {
      const found = guard('read', () => {
        if (filter.text !== undefined) indexNew()
        return select(conditionOfPage(filter, page, DIALECT))
      })
      return toPage(found, page)
    },
    async deleteContents(filter) {
      const { sql, values } = conditionOf(filter, DIALECT)
      const deleteGroup = (): number => {
        const found = database
          .prepare(
            `SELECT position FROM thoughts WHERE content IS NOT NULL AND json_valid(head) AND ${sql} LIMIT ${DELETE_GROUP}`,
          )
          .all(...values) as { readonly position: number }[]
        const indexedUntil = lastIndexedPosition()
        const unindex = database.prepare(UNINDEX)
        const deleteContent = database.prepare('UPDATE thoughts SET content = NULL WHERE position = ?')
        for (const { position } of found) {
          if (position <= indexedUntil) unindex.run(position)
          deleteContent.run(position)
        }
        return found.length
      }
      let count = 0
      for (let deleted = DELETE_GROUP; deleted === DELETE_GROUP; count += deleted) {
        deleted = guard('write', () => inTransaction(database, deleteGroup))
        // Lets timers and I/O of this process run between the transactions.
        await setImmediate()
      }
      guard('write', () => {
        database.exec('PRAGMA incremental_vacuum')
        database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      })
      return count
    },
    async deleteDamaged(time) {
      const { sql, values } = conditionOf(time, DIALECT)
      const findDamaged = (): number[] => {
        const rows = database
          .prepare(`SELECT position, head FROM thoughts INDEXED BY thoughts_by_start WHERE ${sql}`)
          .iterate(...values) as Iterable<{ readonly position: number; readonly head: string }>
        return Array.from(rows, ({ position, head }) => (isHeadIntact(head) ? [] : [position])).flat()
      }
      // Most stores have none, so that other processes need not wait.
      if (guard('read', findDamaged).length === 0) return 0
      return guard('write', () => inTransaction(database, () => deleteWithoutIndexes(findDamaged())))
    },
    async *audit() {
      try {
        const problems = database.prepare('PRAGMA integrity_check').all() as {
          readonly integrity_check: string
        }[]
        for (const { integrity_check: fault } of problems) if (fault !== 'ok') yield { place: path, fault }
        indexNew()
        database.exec(`INSERT INTO thought_search (thought_search, rank) VALUES ('integrity-check', 1)`)
      } catch (error) {
        yield { place: path, fault: messageOf(error) }
      }
      yield* readEntries(
        database.prepare(`SELECT ${ROW_COLUMNS} FROM thoughts`).iterate() as Iterable<ThoughtRow>,
        path,
      )
    },
    async close() {
      const opened = await commits?.catch(() => undefined)
      await opened?.close()
      database.close()
    },
  }
}

function describe(what: 'open' | 'read' | 'write', path: string, error: unknown): SifakaError {
  if (error instanceof SifakaError) return error
  if (!isDamage(error)) return storeError(what, path, error)
  return new SifakaError('verification', `the store ${path} is damaged: ${messageOf(error)}`, {
    hint: 'the file is unchanged; move it away to start a new one',
    cause: error,
  })
}

const options = lazyStrictObject(() => ({
  path: z
    .string()
    .min(1)
    .optional()
    .describe('file of the database (default: in the data folder of the user)'),
}))

const fileOf = ({ path }: { path?: string | undefined }, { env }: Pick<StoreNeeds, 'env'>): string =>
  path ?? join(dataFolder(env), 'thoughts.sqlite')

export const sqliteStore: StoreDefinition<typeof options> = {
  name: 'sqlite',
  summary: 'an SQLite database with full-text search; the default',
  options,
  identityOf: (given, needs) => resolve(fileOf(given, needs)),
  create: (given, needs) => openSqliteStore(fileOf(given, needs)),
}
