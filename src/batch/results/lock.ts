/** Locks: one writer per output across processes. */
import { randomBytes } from 'node:crypto'
import { constants, copyFile, link, readdir, readFile, rename, unlink, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { kill, pid } from 'node:process'
import { setImmediate } from 'node:timers/promises'
import { UsageError } from '../../core/errors.ts'
import { codeOf, ignoreAbsent } from '../../util/files/system-errors.ts'
import {
  cannotWriteBeside,
  createSideFolder,
  readSideFile,
  removeSideFolder,
  sideFile,
  sideFolderOf,
} from './side-files.ts'
import { digest } from '../../util/hash.ts'

/** The process that holds a lock; the content of the lock file. */
interface LockHolder {
  readonly pid: number
  readonly host: string
  /** When the lock was taken, in ISO 8601. */
  readonly since: string
  /** Start time of the process in system ticks, null if unknown. It tells apart processes that had the same id. */
  readonly startTime: string | null
}

/**
 * Takes the lock of this output, whose path contains no link, or throws a `UsageError` that names the process that
 * holds it. If several processes try at the same time, exactly one gets the lock. If the holder ran on this host and
 * has ended, takes over the lock and returns the holder as `previousHolder`.
 */
export async function takeLock(output: string, since: Date) {
  const startTime = await startTimeOf(pid)
  const own: LockHolder = { pid, host: hostname(), since: since.toISOString(), startTime }
  const content = `${JSON.stringify(own)}\n`
  const path = sideFile(output, 'lock')
  const temporaryPath = `${path}.${pid}-${randomBytes(4).toString('hex')}`
  const release = async () => {
    await releaseOwn(path, content)
    await removeAbandoned(sideFolderOf(output))
    await removeSideFolder(output)
  }
  let isTaken = false
  try {
    await writeInFolder(output, temporaryPath, content)
    const previousHolder = await take(path, temporaryPath, output)
    isTaken = true
    return { previousHolder, release }
  } finally {
    await unlink(temporaryPath).catch(() => undefined)
    if (!isTaken) await removeSideFolder(output)
  }
}

async function writeInFolder(output: string, path: string, content: string): Promise<void> {
  for (;;) {
    await createSideFolder(output)
    try {
      return await writeFile(path, content, { flag: 'wx', mode: 0o600 })
    } catch (error) {
      // Another process, which released its lock, has just removed the folder.
      if (codeOf(error) !== 'ENOENT') throw cannotWriteBeside(output, error)
    }
  }
}

/** Removes what processes left that were killed while they took a lock. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith('lock.')) continue
    const holder = parseHolder((await readSideFile(join(folder, name)).catch(() => undefined)) ?? '')
    if (holder && (await hasEnded(holder))) await unlink(join(folder, name)).catch(() => undefined)
  }
}

/** Links or renames the complete file `temporaryPath` into place, so that no process sees an empty lock file. */
async function take(path: string, temporaryPath: string, output: string): Promise<LockHolder | undefined> {
  for (;;) {
    if (await linkFile(temporaryPath, path)) return undefined
    const content = await readSideFile(path)
    if (content === undefined) continue
    const holder = parseHolder(content)
    if (!holder || !(await hasEnded(holder))) throw inUse(output, path, holder)
    if (await replaceLock(path, content, temporaryPath, output)) return holder
    await setImmediate()
  }
}

/**
 * Replaces an abandoned lock with the file `temporaryPath`. A second lock, named by a hash of the abandoned lock's
 * content, ensures that only one process does so; a later process finds that the content has changed.
 */
async function replaceLock(
  path: string,
  content: string,
  temporaryPath: string,
  output: string,
): Promise<boolean> {
  const successor = `${path}.${digest(content)}`
  await take(successor, temporaryPath, output)
  try {
    if ((await readSideFile(path)) !== content) return false
    const copy = `${temporaryPath}-2`
    await linkFile(temporaryPath, copy)
    await rename(copy, path)
    return true
  } finally {
    await unlink(successor).catch(() => undefined)
  }
}

/** Links or copies the file; returns false if `to` exists. */
async function linkFile(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to).catch((error: unknown) => {
      // Any error but EEXIST may mean that the file system has no hard links, so copy the file.
      if (codeOf(error) === 'EEXIST') throw error
      return copyFile(from, to, constants.COPYFILE_EXCL)
    })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

async function releaseOwn(path: string, content: string): Promise<void> {
  if ((await readSideFile(path)) === content) await unlink(path).catch(ignoreAbsent)
}

function parseHolder(content: string): LockHolder | undefined {
  try {
    const { pid, host, since, startTime } = JSON.parse(content) as Partial<LockHolder>
    const isComplete =
      Number.isInteger(pid) && Number(pid) > 0 && typeof host === 'string' && typeof since === 'string'
    return isComplete ? ({ pid, host, since, startTime: startTime ?? null } as LockHolder) : undefined
  } catch {
    return undefined
  }
}

/** Whether the holder is a process of this host that has certainly ended. */
async function hasEnded(holder: LockHolder): Promise<boolean> {
  if (holder.host !== hostname()) return false
  try {
    kill(holder.pid, 0)
  } catch (error) {
    // Other errors, such as EPERM, mean that the process exists.
    return codeOf(error) === 'ESRCH'
  }
  const startTime = await startTimeOf(holder.pid)
  return (
    startTime === DEAD || (startTime !== null && holder.startTime !== null && startTime !== holder.startTime)
  )
}

const DEAD = 'dead'

/** The start time of a process (field 22 of /proc/PID/stat); `DEAD` for a zombie, null if there is no such file. */
async function startTimeOf(process: number): Promise<string | null> {
  const stat = await readFile(`/proc/${process}/stat`, 'utf8').catch(() => undefined)
  if (stat === undefined) return null
  // The second field is a name in parentheses that can contain anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return /^[ZXx]/.test(fields[0] ?? '') ? DEAD : (fields[19] ?? null)
}

function inUse(output: string, path: string, holder: LockHolder | undefined): UsageError {
  const who = holder ? `process ${holder.pid} on ${holder.host} since ${holder.since}` : 'another process'
  return new UsageError(
    `${output} is in use by ${who}`,
    `wait for that process to end, or write to another file; if it no longer runs, delete ${path}`,
  )
}
