/** The retrievers that the settings name, created once and shared by all critics. */
import type { Settings } from '../config/schema.ts'
import { ConfigError } from '../core/errors.ts'
import type { Critic, Retriever } from '../core/ports.ts'
import type { NamedOptions } from '../core/types.ts'
import type { CacheOptions } from '../middleware/with-cache.ts'
import { retrievers as definitions } from '../retrieval/index.ts'
import { withPassageCache } from '../retrieval/with-passage-cache.ts'
import { getByName } from '../util/lookup.ts'
import { once } from '../util/once.ts'
import { openHttpPool } from './http-pool.ts'
import type { EngineIo } from './io.ts'

export interface Retrievers {
  /** Rejects with a `ConfigError` if a key or the documents are missing. */
  readonly get: () => Promise<readonly Retriever[]>
  /** Warns if none of the critics looks anything up. */
  readonly checkUse: (critics: readonly Critic[]) => void
  readonly close: () => Promise<void>
}

export function createRetrievers(settings: Settings, io: EngineIo, cache?: CacheOptions): Retrievers {
  const { env, warn } = io
  const http = openHttpPool(settings, io)
  const needs = { env, warn, fetch: () => http.fetch() }
  const create = async (named: NamedOptions): Promise<Retriever> => {
    const { name, ...options } = named
    const unknown = (hint: string) => new ConfigError(`no retriever is called "${name}"`, hint)
    const retriever = await getByName(definitions, name, unknown).create(options, needs)
    return cache
      ? withPassageCache(retriever, { cache: cache.cache, refresh: cache.refresh, options: named })
      : retriever
  }
  const named = retrieversOf(settings)
  return {
    get: once(() => Promise.all(named.map(create))),
    checkUse(critics) {
      if (named.length === 0 || critics.some(({ calls, isPlugin }) => calls?.looksUp || isPlugin)) return
      const names = named.map(({ name }) => name).join(', ')
      warn(`${names}: not used, since no critic looks anything up; --critic self-rag does`)
    },
    close: http.close,
  }
}

/** `docs` is short for the retriever of documents. */
const retrieversOf = ({
  docs,
  retrievers,
}: Pick<Settings, 'docs' | 'retrievers'>): readonly NamedOptions[] => [
  ...(docs === undefined ? [] : [{ name: 'documents', folder: docs }]),
  ...retrievers,
]
