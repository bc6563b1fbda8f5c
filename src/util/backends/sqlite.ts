/** Opens SQLite databases that several processes can use at the same time. */
import { closeSync, fchmodSync, fstatSync, mkdirSync, openSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import type { DatabaseSync } from '@photostructure/sqlite'
import { loadDriver } from './driver.ts'
import { PRIVATE_FOLDER } from '../files/private-folder.ts'
import { pendingMigrations } from './schema-version.ts'

export type SqliteDatabase = InstanceType<typeof DatabaseSync>

export interface SqliteOptions {
  /**
   * The statements that lead from one version of the schema to the next. The database holds the number of those that
   * have run, so a migration that was released is never changed.
   */
  readonly migrations: readonly string[]
  /** The page size of a new file; default: that of SQLite. */
  readonly pageBytes?: number | undefined
}

const PACKAGE = '@photostructure/sqlite'
/** Time that a statement waits for the writes of other processes. */
const BUSY_MS = 10_000
/** Opening switches the journal mode, for which SQLite does not wait by itself. */
const OPEN_ATTEMPTS = 1000
const OPEN_PAUSE_MS = 10
const SQLITE_BUSY = 5
/**
 * For a file that is damaged, also in a column of JSON, or is not a database. The errors of `all` and `iterate` have a
 * message, but no code.
 */
const DAMAGE_MESSAGE = /^(?:database disk image is malformed|file is not a database|malformed JSON)/
const DAMAGE_CODES: readonly unknown[] = [11, 26]

/**
 * Creates the file and its folder if they are missing, readable for this user only. Throws if the file cannot be
 * opened or is damaged; a `NewerSchema` if it was written by a newer version.
 */
export async function openSqlite(path: string, options: SqliteOptions): Promise<SqliteDatabase> {
  const { DatabaseSync: Database } = await loadSqlite()
  createPrivateFile(path)
  const database = new Database(path, { timeout: BUSY_MS })
  try {
    if (options.pageBytes !== undefined) database.exec(`PRAGMA page_size = ${options.pageBytes}`)
    // Only a new file takes this: the space of deleted rows can be given back without rewriting the file.
    whileBusy(() => database.exec('PRAGMA auto_vacuum = INCREMENTAL'))
    whileBusy(() => database.exec('PRAGMA journal_mode = WAL'))
    // A committed write survives the end of the process, but not a power failure.
    database.exec('PRAGMA synchronous = NORMAL')
    // Deleted prompts and texts must not remain readable in the file.
    database.exec('PRAGMA secure_delete = ON')
    migrate(database, options.migrations)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Whether the error of SQLite means that the file is damaged. */
export const isDamage = (error: unknown): boolean =>
  DAMAGE_CODES.includes(Object(error).errcode & 0xff) || DAMAGE_MESSAGE.test(String(Object(error).message))

/** `import` would take 12 ms more, since it starts the loader of ES modules. */
const loadSqlite = () =>
  loadDriver(
    PACKAGE,
    async () => createRequire(import.meta.url)(PACKAGE) as typeof import('@photostructure/sqlite'),
  )

/** A database that ends with the process. */
export async function openMemorySqlite(): Promise<SqliteDatabase> {
  const { DatabaseSync: Database } = await loadSqlite()
  return new Database(':memory:')
}

/** Runs the work in a transaction that holds the write lock from the start, so that it never fails half-way as busy. */
export function inTransaction<T>(database: SqliteDatabase, work: () => T): T {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function migrate(database: SqliteDatabase, migrations: readonly string[]): void {
  const version = () => Number(Object.values(database.prepare('PRAGMA user_version').get() ?? {})[0])
  if (version() === migrations.length) return
  inTransaction(database, () => {
    // Read again: another process may have migrated while this one waited for the lock.
    const done = version()
    for (const statements of pendingMigrations(migrations, done)) database.exec(statements)
    database.exec(`PRAGMA user_version = ${migrations.length}`)
  })
}

/** SQLite gives the same permissions to the journal files that it creates beside the database. */
function createPrivateFile(path: string): void {
  mkdirSync(dirname(path), PRIVATE_FOLDER)
  const file = openSync(path, 'a', 0o600)
  try {
    const { uid } = fstatSync(file)
    if (process.getuid && uid !== process.getuid()) throw new Error('it belongs to another user')
    fchmodSync(file, 0o600)
  } finally {
    closeSync(file)
  }
}

function whileBusy(work: () => void): void {
  for (let attempt = 1; ; attempt++) {
    try {
      return work()
    } catch (error) {
      if (Object(error).errcode !== SQLITE_BUSY || attempt === OPEN_ATTEMPTS) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, OPEN_PAUSE_MS)
    }
  }
}
