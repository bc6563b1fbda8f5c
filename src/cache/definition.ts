/** What a cache backend must be able to do besides `Cache`, and how it is defined. */
import type * as z from 'zod'
import type { Clock } from '../core/clock.ts'
import type { Definition } from '../core/definitions.ts'
import type { Cache } from '../core/ports.ts'

/** A cache that may store several writes together, some time after they began. */
export interface GroupingCache extends Cache {
  /** Stores at once what waits for further writes. */
  flush?(): void
}

export interface CacheSize {
  readonly entries: number
  readonly bytes: number
}

export interface CacheBackend extends GroupingCache {
  size(): Promise<CacheSize>
  /** Deletes all entries; returns their number. */
  clear(): Promise<number>
  /** Deletes expired entries and, above the size limit, those that were not used for longest; returns their number. */
  prune(): Promise<number>
}

export interface CacheNeeds {
  readonly clock: Clock
  /** Entries older than this count as missing. */
  readonly ttlMs: number
  /** The folder of this user's caches; undefined if the environment names none. */
  readonly folder: string | undefined
  /** The size limit of caches on disk that state none. */
  readonly maxBytes: number
  readonly warn: (line: string) => void
}

/** `create` opens the backend, and rejects if that is impossible. */
export interface CacheDefinition<Options extends z.ZodObject = z.ZodObject> extends Definition<
  CacheBackend,
  CacheNeeds,
  Options
> {
  /** True if an operation can take arbitrarily long, so that it needs a time limit. */
  readonly isRemote?: boolean | undefined
  /** Tells the user which cache this is, without secrets. */
  readonly title: (options: z.output<Options>, needs: CacheNeeds) => string
}
