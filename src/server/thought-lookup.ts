/** Finds the thoughts of requests that were answered before they ended. */
import { LRUCache } from 'lru-cache'
import { thoughtOf, type Store } from '../core/backends/store.ts'
import { toRecord, type ResultRecord } from '../core/record.ts'
import { isDigest } from '../util/hash.ts'
import { ServiceError } from './service-error.ts'

/** Finished records are kept in memory, since a service may have no store. */
const MAX_FINISHED = 1000

export type ThoughtStatus =
  | { readonly id: string; readonly status: 'running' }
  | { readonly id: string; readonly status: 'done'; readonly record: ResultRecord }
  | { readonly id: string; readonly status: 'failed'; readonly error: { code: string; message: string } }

export interface ThoughtLookup {
  readonly set: (status: ThoughtStatus) => void
  /** Throws a `ServiceError` if there is no thought of this id. */
  readonly find: (id: string) => Promise<object>
}

/** Only complete ids are found, so that clients cannot find the thoughts of others by the beginning of an id. */
export function createThoughtLookup(store: () => Promise<Store | undefined>): ThoughtLookup {
  const running = new Set<string>()
  const finished = new LRUCache<string, ThoughtStatus>({ max: MAX_FINISHED })
  return {
    set(thought) {
      if (thought.status === 'running') running.add(thought.id)
      else {
        running.delete(thought.id)
        finished.set(thought.id, thought)
      }
    },
    async find(id) {
      if (running.has(id)) return { id, status: 'running' }
      const recent = finished.get(id)
      if (recent) return recent
      // A store may fail on other ids: PostgreSQL refuses U+0000.
      const entries = isDigest(id) ? ((await (await store())?.get(id, 1)) ?? []) : []
      const entry = entries.find(({ head }) => head.id === id)
      if (!entry) throw new ServiceError(404, 'not_found', `no thought has the id ${id}`)
      const thought = thoughtOf(entry)
      return thought
        ? { id, status: 'done', record: toRecord(thought, entry.head.model), thought }
        : { id, status: 'done', head: entry.head }
    },
  }
}
