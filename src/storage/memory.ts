import * as z from 'zod'
import type { Store, StoreDefinition, StoredThought } from '../core/backends/store.ts'
import { matches, takePage, sortKey } from './filter.ts'

/** Keeps entries in this process, for tests and as the fast part of a layered store. */
export function createMemoryStore(): Store {
  const entries = new Map<string, StoredThought>()
  const newestFirst = (): [string, StoredThought][] =>
    [...entries].toSorted(([one], [other]) => (one < other ? 1 : -1))
  return {
    async append(added) {
      for (const entry of added) {
        const key = sortKey(entry)
        if (!entries.has(key)) entries.set(key, entry)
      }
    },
    get: async (id, limit) =>
      newestFirst()
        .map(([, entry]) => entry)
        .filter(({ head }) => head.id.startsWith(id))
        .slice(0, limit),
    async list(filter, { limit, cursor }) {
      const found = newestFirst().filter(
        ([key, entry]) => (cursor === undefined || key < cursor) && matches(entry, filter),
      )
      return takePage(found, limit)
    },
    async deleteContents(filter) {
      const found = [...entries].filter(([, entry]) => entry.content !== null && matches(entry, filter))
      for (const [key, entry] of found) entries.set(key, { ...entry, content: null })
      return found.length
    },
    deleteDamaged: async () => 0,
    async *audit() {
      yield* entries.values()
    },
    close: async () => undefined,
  }
}

export const memoryStore: StoreDefinition = {
  name: 'memory',
  summary: 'the memory of the process; lost when it ends',
  options: z.strictObject({}),
  identityOf: () => 'memory',
  create: () => createMemoryStore(),
}
