/** Keeps the entries that a store missed while it was down in files on this machine, so that they survive the process. */
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Store, StoredThought } from '../../core/backends/store.ts'
import { fileNameOf, openFilesStore } from '../files.ts'

export interface Spool {
  readonly isEmpty: boolean
  /** False if the spool is full, so that the entries are not in it. */
  add(entries: readonly StoredThought[]): Promise<boolean>
  /** Appends all entries to the store, then forgets them. Repeating it is harmless, since entries are stored once. */
  drainTo(store: Store): Promise<void>
}

const MAX_BYTES = 256 * 1024 * 1024
/** How many entries are appended together. */
const GROUP = 100

export async function openSpool(folder: string, maxBytes = MAX_BYTES): Promise<Spool> {
  let { bytes, count } = await sizeOf(folder)
  return {
    get isEmpty() {
      return count === 0
    },
    async add(entries) {
      bytes += entries.reduce((sum, { content }) => sum + (content?.length ?? 0) + ENTRY_BYTES, 0)
      if (bytes > maxBytes) return false
      count += entries.length
      await (await openFilesStore(folder)).append(entries)
      return true
    },
    async drainTo(store) {
      const files = await openFilesStore(folder)
      for (;;) {
        const { thoughts } = await files.list({}, { limit: GROUP })
        if (thoughts.length === 0) break
        await store.append(thoughts.toSorted((one, other) => one.sequence - other.sequence))
        for (const entry of thoughts) await rm(join(folder, fileNameOf(entry)), { force: true })
      }
      ;({ bytes, count } = await sizeOf(folder))
    },
  }
}

/** The approximate size of an entry without its content. */
const ENTRY_BYTES = 1024

async function sizeOf(folder: string): Promise<{ bytes: number; count: number }> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => !name.startsWith('.'))
  const sizes = await Promise.all(names.map((name) => stat(join(folder, name)).catch(() => undefined)))
  return { bytes: sizes.reduce((sum, each) => sum + (each?.size ?? 0), 0), count: names.length }
}
