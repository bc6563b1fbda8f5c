/** Opens the layers of a cache. */
import type { NamedOptions } from '../core/types.ts'
import { SifakaError } from '../core/errors.ts'
import { openingErrorCode } from '../util/backends/access-refused.ts'
import { describeCacheFault } from './fault.ts'
import type { CacheBackend, CacheDefinition, CacheNeeds } from './definition.ts'
import { cacheBackends } from './index.ts'
import { createLayeredCache, type LayeredCache, type LayeredOptions } from './layered.ts'
import type { LayerOptions } from './layer.ts'
import type { LayerRole } from '../util/backends/layer-order.ts'

export interface OpenLayer extends LayerOptions<CacheBackend> {
  readonly name: string
}

export interface OpenCacheOptions extends CacheNeeds, Omit<LayeredOptions, 'onFailure'> {
  /** Undefined for the default: memory, then a file in the user's folder if there is one. */
  readonly layers: readonly NamedOptions[] | undefined
  readonly warn: (line: string) => void
}

export interface OpenCache {
  readonly cache: LayeredCache
  readonly layers: readonly OpenLayer[]
  /** How many of the layers could not be opened. */
  readonly unopened: number
}

/**
 * Rejects with a `cache` error if layers are configured and none of those that should keep entries can be opened; with
 * a `config` error if a server refuses the access. Warns of other layers that cannot be opened, and omits them.
 */
export async function openCache({ layers, warn, ...options }: OpenCacheOptions): Promise<OpenCache> {
  const given: readonly NamedOptions[] = layers ?? [
    { name: 'memory' },
    ...(options.folder === undefined ? [] : [{ name: 'sqlite' }]),
  ]
  const opened: OpenLayer[] = []
  const failures: { readonly role: LayerRole; readonly message: string; readonly cause: unknown }[] = []
  for (const each of given) {
    const { definition, title, role } = describeLayer(each, options)
    try {
      opened.push(await openLayer(each, definition, { title, role }, options))
    } catch (error) {
      failures.push({
        role,
        message: `cannot open the cache ${title}: ${describeCacheFault(error)}`,
        cause: error,
      })
    }
  }
  const [fatal] = failures.filter(({ role }) => role !== 'cache')
  if (layers && fatal && !opened.some(({ role }) => role !== 'cache')) {
    await Promise.all(opened.map(({ backend }) => backend.close()))
    throw new SifakaError(openingErrorCode(fatal.cause, 'cache'), fatal.message, {
      hint: 'correct the setting cache, or run without a cache: --no-cache',
      cause: fatal.cause,
    })
  }
  for (const { message } of failures) warn(`${message}; going on without it`)
  const cache = createLayeredCache(opened, {
    ...options,
    quorum: Math.min(options.quorum, opened.length),
    onFailure: (title, error) =>
      warn(`the cache ${title} failed: ${describeCacheFault(error)}; going on without it`),
  })
  return { cache, layers: opened, unopened: failures.length }
}

async function openLayer(
  { name, role: _role, priority, ...options }: NamedOptions,
  definition: CacheDefinition,
  { title, role }: Pick<LayerOptions, 'title' | 'role'>,
  needs: CacheNeeds,
): Promise<OpenLayer> {
  const backend = await definition.create(definition.options.parse(options), needs)
  return { name, backend, title, role, priority: Number(priority ?? 0), isRemote: definition.isRemote }
}

function describeLayer({ name, role, priority: _priority, ...options }: NamedOptions, needs: CacheNeeds) {
  const definition = cacheBackends.find((each) => each.name === name)
  if (!definition) throw new Error(`no cache is called "${name}"`)
  const title = definition.title(definition.options.parse(options), needs)
  const defaultRole: LayerRole = name === 'memory' ? 'cache' : 'primary'
  return { definition, title, role: (role as LayerRole | undefined) ?? defaultRole }
}
