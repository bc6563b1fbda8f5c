/** A cache of one file per entry, readable without sifaka. Several processes can use the folder at the same time. */
import { randomBytes, randomInt } from 'node:crypto'
import { chmod, lstat, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import type { CacheBackend, CacheDefinition, CacheNeeds } from './definition.ts'
import { isCurrent, openEntry, sealEntry } from './entry.ts'
import { byteSize, defaultFolder } from './options.ts'
import { PRIVATE_FOLDER } from '../util/files/private-folder.ts'
import { codeOf, ignoreAbsent } from '../util/files/system-errors.ts'
import { sumOf } from '../util/statistics.ts'
import { lazyStrictObject } from '../util/schemas/lazy-object.ts'
import { sha256 } from '../util/hash.ts'
import { HOUR_MS } from '../util/duration.ts'

const options = lazyStrictObject(() => ({
  path: z.string().min(1).optional().describe("the folder; default: files in the user's cache folder"),
  maxBytes: byteSize.optional().describe('size limit, for example 500MB'),
}))

const folderOf = ({ path }: z.output<typeof options>, { folder }: Pick<CacheNeeds, 'folder'>): string =>
  path ?? join(defaultFolder(folder), 'files')

export const filesCache: CacheDefinition<typeof options> = {
  name: 'files',
  summary: 'one file per entry in a folder, which several processes can share',
  options,
  isRemote: true,
  title: (given, needs) => `files ${folderOf(given, needs)}`,
  async create(given, needs) {
    const folder = folderOf(given, needs)
    await mkdir(folder, PRIVATE_FOLDER)
    await chmod(folder, PRIVATE_FOLDER.mode)
    return createFilesCache(folder, { ...needs, maxBytes: given.maxBytes ?? needs.maxBytes })
  },
}

/** The time of use is written at most this often per entry. */
const USE_PRECISION_MS = HOUR_MS
/** The size is checked after this many writes. */
const WRITES_PER_CHECK = 1024
const TARGET_SHARE = 0.9
/** An entry, or the unfinished file of a process that was killed. Other files in the folder are left alone. */
const ENTRY = /^[0-9a-f]{2}\/[0-9a-f]{62}(\.[0-9a-f]{12}\.tmp)?$/

interface EntryFile {
  readonly path: string
  readonly bytes: number
  readonly usedMs: number
}

function createFilesCache(
  folder: string,
  { ttlMs, clock, maxBytes }: Pick<CacheNeeds, 'ttlMs' | 'clock' | 'maxBytes'>,
): CacheBackend {
  const now = () => clock.date().getTime()
  const pathOf = (key: string) => {
    const name = sha256(key)
    return join(folder, name.slice(0, 2), name.slice(2))
  }
  // A folder may be in the place of an entry.
  const remove = (path: string) => rm(path, { recursive: true, force: true })
  const entries = async (): Promise<EntryFile[]> => {
    const names = await readdir(folder, { recursive: true }).catch(ignoreAbsent)
    const found = (names ?? []).filter((name) => ENTRY.test(name.replaceAll('\\', '/')))
    const files = await Promise.all(
      found.map(async (name) => {
        const path = join(folder, name)
        const info = await lstat(path).catch(ignoreAbsent)
        return info ? [{ path, bytes: info.size, usedMs: info.mtimeMs }] : []
      }),
    )
    return files.flat()
  }
  const removeAll = async (files: readonly EntryFile[]) => {
    await Promise.all(files.map(({ path }) => remove(path)))
    return files.length
  }
  const size = async () => {
    const files = await entries()
    return { entries: files.length, bytes: bytesOf(files) }
  }
  const prune = async () => {
    const files = (await entries()).toSorted((one, other) => other.usedMs - one.usedMs)
    const limit = bytesOf(files) > maxBytes ? maxBytes * TARGET_SHARE : Infinity
    let kept = 0
    const lifetime = { nowMs: now(), ttlMs }
    return removeAll(
      files.filter(({ bytes, usedMs }) => !isCurrent(usedMs, lifetime) || (kept += bytes) > limit),
    )
  }
  // Random, so that many short runs check the size as often as a long one.
  let writesUntilCheck = randomInt(WRITES_PER_CHECK) + 1
  return {
    async get(key) {
      const path = pathOf(key)
      const text = await readFile(path, 'utf8').catch(ignoreUnreadable)
      const nowMs = now()
      const value = openEntry(key, text, { nowMs, ttlMs })
      if (value !== undefined) await noteUse(path, nowMs).catch(ignoreAbsent)
      return value
    },
    async set(key, value) {
      const path = pathOf(key)
      const unfinished = `${path}.${randomBytes(6).toString('hex')}.tmp`
      await mkdir(dirname(path), PRIVATE_FOLDER)
      try {
        await writeFile(unfinished, sealEntry(key, value, now()), { mode: 0o600 })
        await rename(unfinished, path).catch(async () => {
          await remove(path)
          await rename(unfinished, path)
        })
      } catch (error) {
        await remove(unfinished)
        throw error
      }
      if (--writesUntilCheck > 0) return
      writesUntilCheck = WRITES_PER_CHECK
      await prune()
    },
    delete: async (key) => remove(pathOf(key)),
    size,
    clear: async () => removeAll(await entries()),
    prune,
    close: async () => undefined,
  }
}

const bytesOf = (files: readonly EntryFile[]): number => sumOf(files.map(({ bytes }) => bytes))

/** Faults of one file, which do not concern the others. */
const FILE_FAULTS: readonly unknown[] = ['ENOENT', 'EISDIR', 'EACCES', 'ELOOP']

function ignoreUnreadable(error: unknown): undefined {
  if (!FILE_FAULTS.includes(codeOf(error))) throw error
}

async function noteUse(path: string, nowMs: number): Promise<void> {
  const { mtimeMs } = await stat(path)
  if (nowMs - mtimeMs > USE_PRECISION_MS) await utimes(path, nowMs / 1000, nowMs / 1000)
}
