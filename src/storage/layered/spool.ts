/** Keeps the entries that a store missed while it was down in files on this machine, which survive the process. */
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Store, StoredThought } from '../../core/backends/store.ts'
import { fileNameOf, openFilesStore } from '../files.ts'
import { sumOf } from '../../util/statistics.ts'

export interface Spool {
  readonly isEmpty: boolean
  /** False if the spool is full, so that the entries are not in it. */
  add(entries: readonly StoredThought[]): Promise<boolean>
  /**
   * Appends all entries to the store, then forgets them. Repeating it is harmless, since entries are stored once.
   * Damaged files stay, and do not count as entries; returns their paths.
   */
  drainTo(store: Store): Promise<readonly string[]>
}

const MAX_BYTES = 256 * 1024 * 1024
/** How many entries are appended together. */
const GROUP = 100

export async function openSpool(folder: string, maxBytes = MAX_BYTES): Promise<Spool> {
  let damaged: readonly string[] = []
  let { bytes, count } = await sizeOf(folder, damaged)
  /** The files that were added since the last delivery. The same entry may be added again. */
  const added = new Set<string>()
  return {
    get isEmpty() {
      return count === 0
    },
    async add(given) {
      const entries = given.filter((entry) => !added.has(fileNameOf(entry)))
      if (entries.length === 0) return true
      const more = sumOf(entries.map(({ content }) => (content?.length ?? 0) + ENTRY_BYTES))
      if (bytes + more > maxBytes) return false
      await (await openFilesStore(folder)).append(entries)
      bytes += more
      count += entries.length
      for (const entry of entries) added.add(fileNameOf(entry))
      return true
    },
    async drainTo(store) {
      const faults: string[] = []
      let group: StoredThought[] = []
      const deliver = async () => {
        await store.append(group.toSorted((one, other) => one.sequence - other.sequence))
        for (const entry of group) await rm(join(folder, fileNameOf(entry)), { force: true })
        group = []
      }
      for await (const each of (await openFilesStore(folder)).audit()) {
        if ('fault' in each) faults.push(each.place)
        else if (group.push(each) === GROUP) await deliver()
      }
      if (group.length > 0) await deliver()
      damaged = faults
      added.clear()
      ;({ bytes, count } = await sizeOf(folder, damaged))
      return damaged
    },
  }
}

/** The approximate size of an entry without its content. */
const ENTRY_BYTES = 1024

async function sizeOf(folder: string, damaged: readonly string[]): Promise<{ bytes: number; count: number }> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => !name.startsWith('.'))
  const paths = names.map((name) => join(folder, name)).filter((path) => !damaged.includes(path))
  const sizes = await Promise.all(paths.map((path) => stat(path).catch(() => undefined)))
  return { bytes: sumOf(sizes.map((each) => each?.size ?? 0)), count: paths.length }
}
