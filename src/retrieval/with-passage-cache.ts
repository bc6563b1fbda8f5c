import * as z from 'zod'
import type { Cache, Retriever } from '../core/ports.ts'
import type { NamedOptions } from '../core/types.ts'
import { parseJson } from '../util/json.ts'
import { lazyObject } from '../util/schemas/lazy-object.ts'
import { sha256 } from '../util/hash.ts'

interface PassageCacheOptions {
  readonly cache: Cache
  /** If true, the cache is never read; new passages replace the cached ones. */
  readonly refresh: boolean
  /** The name and the options of the retriever. */
  readonly options: NamedOptions
}

const cachedPassages = z.array(
  lazyObject(() => ({ title: z.string(), source: z.string(), text: z.string() })),
)

/** Looks each query up once; failures are not cached. */
export function withPassageCache(
  retriever: Retriever,
  { cache, refresh, options }: PassageCacheOptions,
): Retriever {
  return {
    ...retriever,
    async retrieve(query, limit, scope) {
      const key = await keyOf(query, limit)
      const text = refresh ? undefined : await cache.get(key).catch(() => undefined)
      const cached = text === undefined ? undefined : read(text)
      if (cached) return cached
      const passages = await retriever.retrieve(query, limit, scope)
      // The cache has warned the user already, and the passages do not depend on it.
      void cache.set(key, JSON.stringify(passages)).catch(() => undefined)
      return passages
    },
  }

  async function keyOf(query: string, limit: number): Promise<string> {
    const parts = [options, (await retriever.state?.()) ?? null, query, limit]
    return `passages:${sha256(JSON.stringify(parts))}`
  }
}

function read(text: string) {
  const parsed = parseJson(text)
  return 'value' in parsed ? cachedPassages.safeParse(parsed.value).data : undefined
}
