/** The cache of an engine: opened on first use, and counted. */
import { randomUUID } from 'node:crypto'
import { openCache, type OpenCache } from '../cache/open.ts'
import { countsFile, noCounts, type CacheCounts } from '../cache/counts.ts'
import { cacheOptions } from '../cache/settings.ts'
import { cacheLayer } from '../config/cache-setting.ts'
import type { Settings } from '../config/schema.ts'
import { systemClock } from '../core/clock.ts'
import { ConfigError } from '../core/errors.ts'
import type { Cache } from '../core/ports.ts'
import type { CacheOptions } from '../middleware/with-cache.ts'
import { toMs } from '../util/duration.ts'
import { once } from '../util/once.ts'
import type { EngineIo } from './io.ts'

export interface ResponseCache extends CacheOptions {
  /** Rejects with a `cache` error if the cache that the settings name cannot be opened. */
  readonly open: () => Promise<void>
  readonly counts: CacheCounts
  readonly onValidation: (isHit: boolean, savedMs: number) => void
  readonly close: () => Promise<void>
}

const DEFAULT_MAX_BYTES = 1e9

/** Undefined if the settings turn the cache off. */
export function createResponseCache(settings: Settings, io: EngineIo): ResponseCache | undefined {
  const { cache: setting, refreshCache } = settings
  if (setting === false) {
    if (!refreshCache) return undefined
    throw new ConfigError(
      'refreshCache (--refresh-cache) needs the cache, which is off',
      'turn it on: cache: true',
    )
  }
  let opening: Promise<Cache> | undefined
  let opened: Cache | undefined
  const open = () =>
    (opening ??= openFromSettings(settings, io).then(({ cache: layered }) => (opened = layered)))
  const use = <T>(work: (layered: Cache) => Promise<T>): Promise<T> =>
    opened ? work(opened) : open().then(work)
  const cache: Cache = {
    get: (key) => use((layered) => layered.get(key)),
    set: (key, value) => use((layered) => layered.set(key, value)),
    delete: (key) => use((layered) => layered.delete(key)),
    close: async () => undefined,
  }
  const counts = noCounts()
  return {
    cache,
    counts,
    refresh: refreshCache || setting === 'refresh',
    run: once(() => randomUUID()),
    async open() {
      await open()
    },
    onLookup(cached) {
      counts[cached ? 'hits' : 'misses']++
      counts.savedMs += cached?.durationMs ?? 0
      counts.savedUsd += cached?.answer.usage.costUsd ?? 0
    },
    onValidation(isHit, savedMs) {
      counts[isHit ? 'validationHits' : 'validationMisses']++
      counts.savedMs += savedMs
    },
    async close() {
      if (!opening) return
      await (await opening).close()
      if (io.cacheFolder !== undefined) await countsFile(io.cacheFolder).add(counts)
    },
  }
}

/** Opens the cache that the settings describe. */
export async function openFromSettings(
  { cache: setting }: Pick<Settings, 'cache'>,
  { clock = systemClock, cacheFolder: folder, warn }: Pick<EngineIo, 'clock' | 'cacheFolder' | 'warn'>,
): Promise<OpenCache> {
  const {
    ttl,
    layers,
    maxBytes = DEFAULT_MAX_BYTES,
    quorum,
    readRepair,
  } = typeof setting === 'object' ? setting : cacheOptions(cacheLayer).parse({})
  return openCache({ clock, warn, folder, ttlMs: toMs(ttl), maxBytes, layers, quorum, readRepair })
}
