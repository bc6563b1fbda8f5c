/** A cache file that is damaged is worthless: it is renamed, and a new one takes its place. */
import { readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { inTransaction, isDamage, openSqlite, type SqliteDatabase } from '../util/backends/sqlite.ts'

const asidePathOf = (path: string): string => `${path}.damaged`
/**
 * Holds the inode of a cache file whose damage was found while it was in use. Only the next process renames that file:
 * on closing, SQLite deletes the log by its name, which could by then be the name of the new file's log.
 */
const markPathOf = (path: string): string => `${path}.is-damaged`
const lockPathOf = (path: string): string => `${path}.lock`

/**
 * Opens the cache file at `path`; if it is damaged, renames it first. Other errors, such as a file that is locked or
 * belongs to another user, are no damage. Of several processes that do so at the same time, one renames the file.
 */
export async function openOrReplace(
  path: string,
  open: () => Promise<SqliteDatabase>,
  warn: (line: string) => void,
): Promise<SqliteDatabase> {
  const file = await realpath(path).catch(() => path)
  const found = inodeOf(file)
  let fault: unknown
  if (found === undefined || !isMarked(file, found)) {
    try {
      return await open()
    } catch (error) {
      if (!isDamage(error)) throw error
      fault = error
    }
  }
  const isDone = await setAside(file, found).catch((error: unknown) => {
    throw fault ?? error
  })
  if (isDone) warn(`the cache ${path} was damaged; it is now ${asidePathOf(file)}, and a new one is used`)
  return open()
}

/**
 * For the errors of the cache that is open now: one that means damage marks its file, so that the next process replaces
 * it.
 */
export function damageMarker(path: string): (error: unknown) => void {
  const opened = inodeOf(path)
  return (error) => {
    if (!isDamage(error) || opened === undefined) return
    try {
      writeFileSync(markPathOf(realpathSync(path)), `${opened}`, { mode: 0o600 })
    } catch {
      // The error itself is reported.
    }
  }
}

/** Another process may have replaced the file since it was marked. */
function isMarked(path: string, inode: bigint): boolean {
  try {
    return readFileSync(markPathOf(path), 'utf8') === `${inode}`
  } catch {
    return false
  }
}

const inodeOf = (path: string): bigint | undefined =>
  statSync(path, { bigint: true, throwIfNoEntry: false })?.ino

/** The lock ends with the process that holds it. Resolves to false if another process was first. */
async function setAside(path: string, found: bigint | undefined): Promise<boolean> {
  const lock = await openSqlite(lockPathOf(path), { migrations: [] })
  try {
    return inTransaction(lock, () => {
      if (inodeOf(path) !== found) return false
      // Before the file: a new database must not find the log of another one.
      for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true })
      renameSync(path, asidePathOf(path))
      rmSync(markPathOf(path), { force: true })
      return true
    })
  } finally {
    lock.close()
  }
}
