/** Shows what the cache contains and what it has saved, and empties it. */
import { countsFile } from '../../cache/counts.ts'
import type { CacheBackend } from '../../cache/definition.ts'
import { describeCacheFault } from '../../cache/fault.ts'
import type { OpenCache, OpenLayer } from '../../cache/open.ts'
import { standardOutput } from '../../batch/results/output.ts'
import { openFromSettings } from '../../engine/response-cache.ts'
import { toJson } from '../../util/json.ts'
import { formatCount, formatDuration, formatInteger, formatPercent, formatUsd } from '../../util/units.ts'
import { SifakaError } from '../../core/errors.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { ConfigFlags } from '../options/flags.ts'
import { loadFor } from '../load-run.ts'
import type { Shell } from '../shell.ts'

type CacheFlags = ConfigFlags & { readonly json?: boolean }

/** Prints the size of each cache, and what all of them have saved so far. */
export const stats = (shell: Shell, flags: CacheFlags): Promise<ExitCode> =>
  withCache(shell, flags, async ({ layers, cache }, counts) => {
    const health = new Map(cache.health().map(({ title, fault }) => [title, fault]))
    const caches = await Promise.all(
      layers.map(async (layer) => ({
        cache: layer.title,
        role: layer.role,
        ...(await withBackend(layer, (backend) => backend.size())),
        fault: health.get(layer.title) ?? null,
      })),
    )
    const total = (await counts?.total()) ?? null
    if (flags.json) return `${toJson({ caches, total }, 2)}\n`
    const lines = caches.flatMap(({ cache: title, role, entries, bytes }) =>
      title === IN_MEMORY
        ? []
        : `${title} (${role}): ${formatCount(entries, 'entry', 'entries')}, ${formatBytes(bytes)}`,
    )
    if (total) {
      const { hits, misses, validationHits, validationMisses, savedMs, savedUsd } = total
      lines.push(
        `answers: ${hitRate(hits, misses)}`,
        `validations: ${hitRate(validationHits, validationMisses)}`,
        `saved: ${formatDuration(savedMs)} of calls, ${formatUsd(savedUsd)}`,
      )
    }
    return `${lines.join('\n')}\n`
  })

const hitRate = (hits: number, misses: number): string =>
  `${formatCount(hits, 'hit')}, ${formatCount(misses, 'miss', 'misses')}` +
  (hits + misses === 0 ? '' : ` (${formatPercent(hits / (hits + misses))})`)

const formatBytes = (bytes: number): string =>
  bytes < 1e6 ? `${formatInteger(Math.ceil(bytes / 1e3))} kB` : `${formatInteger(Math.round(bytes / 1e6))} MB`

/** Deletes all entries and counts. */
export const clear = (shell: Shell, flags: CacheFlags): Promise<ExitCode> =>
  withCache(shell, flags, async ({ layers }, counts) => {
    await counts?.clear()
    return deleted(layers, (backend) => backend.clear())
  })

/** Deletes expired entries, and those beyond the size limits. */
export const prune = (shell: Shell, flags: CacheFlags): Promise<ExitCode> =>
  withCache(shell, flags, ({ layers }) => deleted(layers, (backend) => backend.prune()))

async function deleted(
  layers: OpenCache['layers'],
  work: (backend: CacheBackend) => Promise<number>,
): Promise<string> {
  const lines = await Promise.all(
    layers
      .filter(({ name }) => name !== IN_MEMORY)
      .map(
        async (layer) =>
          `${layer.title}: ${formatCount(await withBackend(layer, work), 'entry', 'entries')} deleted\n`,
      ),
  )
  return lines.join('')
}

/** The cache in memory: each process has its own, so the commands have none to show or to empty. */
const IN_MEMORY = 'memory'

/** Rejects with an error that names the cache. */
async function withBackend<T>(
  { title, backend }: OpenLayer,
  work: (backend: CacheBackend) => Promise<T>,
): Promise<T> {
  return work(backend).catch((error: unknown) => {
    throw new SifakaError('cache', `the cache ${title} failed: ${describeCacheFault(error)}`, {
      cause: error,
    })
  })
}

/** Opens the cache of the settings, also if the settings turn it off, and prints what `work` returns. */
async function withCache(
  shell: Shell,
  flags: CacheFlags,
  work: (opened: OpenCache, counts: ReturnType<typeof countsFile> | undefined) => Promise<string>,
): Promise<ExitCode> {
  const { settings, io } = await loadFor(flags, shell)
  const opened = await openFromSettings(settings, io)
  try {
    const { cacheFolder } = io
    const text = await work(opened, cacheFolder === undefined ? undefined : countsFile(cacheFolder))
    await standardOutput(shell.stdout).write(text)
    return opened.unopened > 0 ? EXIT.undone : EXIT.accepted
  } finally {
    await opened.cache.close()
  }
}
