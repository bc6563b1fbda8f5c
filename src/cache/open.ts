/** Opens the layers of a cache. */
import type { NamedOptions } from '../core/types.ts'
import { SifakaError } from '../core/errors.ts'
import { openingErrorCode } from '../util/backends/access-refused.ts'
import { describeCacheFault } from './fault.ts'
import type { CacheBackend, CacheNeeds } from './definition.ts'
import { cacheBackends } from './index.ts'
import { DEFAULT_CACHE_LAYERS } from './settings.ts'
import { createLayeredCache, type LayeredCache, type LayeredOptions } from './layered.ts'
import type { LayerOptions } from './layer.ts'
import { layerOrderOf, type LayerRole } from '../util/backends/layer-order.ts'
import { NewerSchema } from '../util/backends/schema-version.ts'
import { certificateHint } from '../util/backends/tls-faults.ts'

export interface OpenLayer extends LayerOptions<CacheBackend> {
  readonly name: string
}

export interface OpenCacheOptions extends CacheNeeds, Omit<LayeredOptions, 'onFailure'> {
  /** Undefined for the default: a file in the user's folder; memory if there is no folder. */
  readonly layers: readonly NamedOptions[] | undefined
}

export interface OpenCache {
  readonly cache: LayeredCache
  readonly layers: readonly OpenLayer[]
  /** How many of the layers could not be opened. */
  readonly unopened: number
}

/**
 * Rejects with a `cache` error if layers are configured and none of those that should keep entries can be opened; with
 * a `config` error if a server refuses the access or a newer version wrote the cache. Warns of other layers that cannot be opened, and omits them; memory
 * replaces them if none is left.
 */
export async function openCache({ layers, ...options }: OpenCacheOptions): Promise<OpenCache> {
  const { warn } = options
  const given = layers ?? (options.folder === undefined ? [] : DEFAULT_CACHE_LAYERS)
  const opened: OpenLayer[] = []
  const failures: { readonly role: LayerRole; readonly message: string; readonly cause: unknown }[] = []
  for (const each of given) {
    const layer = describeLayer(each, options)
    try {
      opened.push(await openLayer(layer, options))
    } catch (error) {
      failures.push({
        role: layer.role,
        message: `cannot open the cache ${layer.title}: ${describeCacheFault(error)}`,
        cause: error,
      })
    }
  }
  const [fatal] = failures.filter(({ role }) => role !== 'cache')
  if (layers && fatal && !opened.some(({ role }) => role !== 'cache')) {
    await Promise.all(opened.map(({ backend }) => backend.close()))
    throw new SifakaError(openingErrorCode(fatal.cause, 'cache'), fatal.message, {
      hint:
        certificateHint(fatal.cause) ??
        (fatal.cause instanceof NewerSchema
          ? fatal.cause.hint
          : 'correct the setting cache, or run without a cache: --no-cache'),
      cause: fatal.cause,
    })
  }
  for (const { message } of failures) warn(`${message}; going on without it`)
  if (opened.length === 0) opened.push(await openLayer(describeLayer({ name: 'memory' }, options), options))
  const cache = createLayeredCache(opened, {
    ...options,
    quorum: Math.min(options.quorum, opened.length),
    onFailure: (title, error) =>
      warn(`the cache ${title} failed: ${describeCacheFault(error)}; going on without it`),
  })
  return { cache, layers: opened, unopened: failures.length }
}

async function openLayer(
  { definition, given, ...layer }: ReturnType<typeof describeLayer>,
  needs: CacheNeeds,
): Promise<OpenLayer> {
  return { ...layer, backend: await definition.create(given, needs), isRemote: definition.isRemote }
}

function describeLayer({ name, role, priority, ...options }: NamedOptions, needs: CacheNeeds) {
  const definition = cacheBackends.find((each) => each.name === name)
  if (!definition) throw new Error(`no cache is called "${name}"`)
  const given = definition.options.parse(options)
  const title = definition.title(given, needs)
  return { name, definition, given, title, ...layerOrderOf({ name, role, priority }) }
}
