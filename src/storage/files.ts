/** One JSON file per thought, readable without sifaka. Several processes can use the folder at the same time. */
import { randomBytes } from 'node:crypto'
import { access, mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import * as z from 'zod'
import {
  isReadable,
  type Store,
  type StoreDamage,
  type StoreDefinition,
  type StoredThought,
  type ThoughtFilter,
} from '../core/backends/store.ts'
import { parseEntry, serializeEntry } from './entry-text.ts'
import { matches, takePage } from './filter.ts'
import { CHANGED, readableOrThrow, storeError } from './store-errors.ts'
import { PRIVATE_FOLDER } from '../util/files/private-folder.ts'
import { syncFolder } from '../util/files/sync-folder.ts'
import { ignoreAbsent } from '../util/files/system-errors.ts'
import { lazyStrictObject } from '../util/schemas/lazy-object.ts'

/** Names sort by the start time, with which they begin: `20261128T193000123Z-WRITER-0000000001-ID.json`. */
export const fileNameOf = ({ writer, sequence, head }: StoredThought): string =>
  `${compactTime(head.startedAt)}-${writer}-${String(sequence).padStart(10, '0')}-${head.id}.json`

const compactTime = (iso: string): string => iso.replace(/[^\dTZ]/g, '')
const NAME = /^(?<time>\d{8}T\d{9}Z)-[^-]+-\d{10}-(?<id>[^.]+)\.json$/

const toText = (entry: StoredThought): string => `${serializeEntry(entry)}\n`

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

export async function openFilesStore(folder: string): Promise<Store> {
  const failTo = (what: 'open' | 'read' | 'write') => (error: unknown) => {
    throw storeError(what, folder, error)
  }
  await mkdir(folder, PRIVATE_FOLDER).catch(failTo('open'))

  /** Writes the text beside the file `name`; `rename` then puts it in place, so that no reader sees a part of it. */
  const prepare = async (name: string, text: string): Promise<string> => {
    const temporary = join(folder, `.${name}.${randomBytes(4).toString('hex')}`)
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(text)
      await file.datasync()
      return temporary
    } catch (error) {
      await unlink(temporary).catch(() => undefined)
      throw error
    } finally {
      await file.close()
    }
  }
  /** Newest first. */
  const names = async (): Promise<string[]> => {
    const all = await readdir(folder).catch(failTo('read'))
    return all.filter((name) => NAME.test(name)).toSorted((one, other) => (one < other ? 1 : -1))
  }
  /** Undefined if another process has just deleted the file, since it was damaged. */
  const read = async (name: string): Promise<StoredThought | StoreDamage | undefined> => {
    const place = join(folder, name)
    const text = await readFile(place, 'utf8').catch(ignoreAbsent).catch(failTo('read'))
    if (text === undefined) return undefined
    const entry = text.endsWith('\n') ? parseEntry(text.slice(0, -1)) : undefined
    return entry && fileNameOf(entry) === name ? entry : { place, fault: CHANGED }
  }
  async function* select(
    filter: ThoughtFilter,
    before?: string,
  ): AsyncGenerator<[string, StoredThought | StoreDamage]> {
    const since = filter.since === undefined ? '' : compactTime(filter.since)
    const until = filter.before === undefined ? undefined : compactTime(filter.before)
    for (const name of await names()) {
      if (before !== undefined && name >= before) continue
      if (until !== undefined && name >= until) continue
      if (name < since) return
      const entry = await read(name)
      if (entry && (!isReadable(entry) || matches(entry, filter))) yield [name, entry]
    }
  }
  return {
    async append(entries) {
      const names = entries.map(fileNameOf)
      const prepared = await Promise.allSettled(
        entries.map((entry) => prepare(fileNameOf(entry), toText(entry))),
      )
      const temporaries = prepared.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
      let placed = 0
      try {
        for (const each of prepared) if (each.status === 'rejected') throw each.reason
        // In order, so that a crash leaves a chain without gaps.
        for (; placed < names.length; placed++) {
          await rename(temporaries[placed] ?? '', join(folder, names[placed] ?? ''))
        }
        await syncFolder(folder)
      } catch (error) {
        const leftover = [...temporaries.slice(placed), ...names.slice(0, placed).toReversed()]
        for (const path of leftover) await unlink(resolve(folder, path)).catch(() => undefined)
        failTo('write')(error)
      }
    },
    async get(id, limit) {
      const found = (await names()).filter((name) => NAME.exec(name)?.groups?.['id']?.startsWith(id))
      const entries = await Promise.all(found.slice(0, limit).map(read))
      return entries.filter((entry) => entry !== undefined).map(readableOrThrow)
    },
    list: (filter, { limit, cursor }) => takePage(select(filter, cursor), limit),
    async deleteContents(filter) {
      let count = 0
      for await (const [name, entry] of select(filter)) {
        if (!isReadable(entry) || entry.content === null) continue
        await prepare(name, toText({ ...entry, content: null }))
          .then((temporary) => rename(temporary, join(folder, name)))
          .catch(failTo('write'))
        count++
      }
      return count
    },
    async deleteDamaged(time) {
      let count = 0
      for await (const [name, entry] of select(time)) {
        if (isReadable(entry)) continue
        // Another process may have deleted it first.
        await unlink(join(folder, name))
          .then(() => count++)
          .catch(ignoreAbsent)
          .catch(failTo('write'))
      }
      await syncFolder(folder)
      return count
    },
    async *audit() {
      for (const name of (await readdir(folder).catch(failTo('read'))).toSorted()) {
        if (name.startsWith('.')) continue
        const path = join(folder, name)
        const entry = NAME.test(name) ? await read(name).catch(() => undefined) : undefined
        if (entry) yield entry
        // Another process may have deleted the file.
        else if (await exists(path)) yield { place: path, fault: CHANGED }
      }
    },
    close: async () => undefined,
  }
}

const options = lazyStrictObject(() => ({
  path: z.string().min(1).describe('folder that contains one file per thought'),
}))

export const filesStore: StoreDefinition<typeof options> = {
  name: 'files',
  summary: 'one JSON file per thought, in a folder',
  options,
  identityOf: ({ path }) => resolve(path),
  create: ({ path }) => openFilesStore(path),
}
