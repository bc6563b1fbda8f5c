/** Guards against settings files found by search: they may contain data, but must not redirect API keys or run code. */
import { readlinkSync, realpathSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import type * as z from 'zod'
import { ConfigError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'
import type { Registry } from '../plugins/registry.ts'
import { variablesIn } from '../providers/environment.ts'
import { isLocalPreset, namedProviders } from '../providers/index.ts'
import { readPriceFile } from '../providers/pricing/price-file.ts'
import {
  findByModelName,
  isLower,
  isSnapshotOf,
  type Price,
  type PriceList,
} from '../providers/pricing/prices.ts'
import type { serverOptions } from '../providers/server-options.ts'
import { cacheKind } from './cache-setting.ts'
import { readNamed, retrieverKind, storeLayerKind, validatorKind } from './named.ts'
import type { Schemas } from './schema.ts'

type FileInput = z.input<Schemas['file']>

/** Throws a `ConfigError` if a file that the user did not name redirects keys or runs code. */
export function refuseUntrusted(content: FileInput, path: string, registry: Registry): void {
  const profiles = [content, ...Object.values(content.profiles ?? {})]
  for (const { providers = {}, cache, store, queue, sharedLimits, ...more } of profiles) {
    const { prices = {}, pricesFile, docs, retrievers = [], notify = [] } = more
    if (queue !== undefined && !isLoopback(queue))
      throw needsTrust(path, 'queue decides where prompts are sent')
    if (sharedLimits !== undefined && !isLoopback(sharedLimits))
      throw needsTrust(path, 'sharedLimits decides which server delays the calls')
    if (notify.length > 0) throw needsTrust(path, 'notify decides where figures of a run are sent')
    refuseDistantDocuments(docs, path)
    for (const retriever of retrievers) refuseForeignRetriever(retriever, path)
    refuseRedirections(providers, path)
    refuseForeignCaches(cache, path)
    refuseLowerPrices(prices, 'prices', path)
    if (pricesFile !== undefined) {
      refuseLowerPrices(readPriceFile(resolve(dirname(path), pricesFile)), 'pricesFile', path)
    }
    const { layers = store } = Object(store) as { readonly layers?: unknown }
    for (const each of [layers].flat()) refuseDistantStore(each, path)
  }
  const kind = { ...validatorKind(registry), untrusted: true }
  for (const validator of profiles.flatMap(({ validators = [] }) => validators)) {
    try {
      readNamed(validator, kind)
    } catch (error) {
      throw needsTrust(path, messageOf(error))
    }
  }
}

/** Prompts and answers must not be sent to a server, or written to a place, that a project names on its own. */
function refuseForeignCaches(cache: unknown, path: string): void {
  const layers = Array.isArray(cache) ? (cache as unknown[]) : [Object(cache)['layers'] ?? []].flat()
  for (const layer of layers.map((each) => readNamed(each, cacheKind))) {
    const { name, url, path: place } = layer
    if (typeof url === 'string' && !isLoopback(url)) {
      throw needsTrust(path, `the cache ${name} decides where prompts and answers are sent`)
    }
    if (typeof place === 'string' && isOutside(place, path)) {
      throw needsTrust(path, `the cache ${name} decides where files are written`)
    }
  }
}

/**
 * Without this check, anyone who can edit a project could redirect its users' keys (as in CVE-2026-21852), or run code.
 */
function refuseRedirections(providers: NonNullable<FileInput['providers']>, path: string): void {
  for (const [name, options] of Object.entries(providers)) {
    const reason = reasonForTrust(name, options as ProviderOptions)
    if (reason !== undefined) throw needsTrust(path, `providers.${name}${reason}`)
  }
}

/** With prices that are too low, a run would spend more than `maxCost`. */
function refuseLowerPrices(prices: PriceList, setting: string, path: string): void {
  for (const [name, price] of Object.entries(prices)) {
    if (listedPrices(name).some((listed) => isLower(price, listed))) {
      throw needsTrust(path, `${setting}: ${name} has a lower price than in sifaka's list`)
    }
  }
}

/** The listed prices of the models to which a price of this name would apply. */
function listedPrices(name: string): readonly Price[] {
  const [, owner, id = ''] = /^([^:]*):(.*)$/s.exec(name) ?? []
  const listed = namedProviders.find((provider) => provider.name === owner)?.prices ?? {}
  const snapshots = Object.entries(listed).filter(([each]) => isSnapshotOf(each, id))
  return [findByModelName(listed, id) ?? [], ...snapshots.map(([, price]) => price)].flat()
}

/** Claims of drafts and the key must not be sent to a site, nor files be read, that a project names on its own. */
function refuseForeignRetriever(retriever: unknown, path: string): void {
  const { name, baseUrl, folder } = readNamed(retriever, retrieverKind)
  if (baseUrl !== undefined) throw needsTrust(path, `the retriever ${name} decides where claims are sent`)
  refuseDistantDocuments(folder, path)
}

function refuseDistantDocuments(place: unknown, path: string): void {
  if (typeof place !== 'string' || !isOutside(place, path)) return
  throw needsTrust(path, `the documents ${place} are outside of the folder of the file`)
}

/** Whether a place is outside of the folder of the settings file; links in the project may lead to any place. */
function isOutside(place: string, settingsPath: string): boolean {
  const folder = realPath(dirname(resolve(settingsPath)))
  return relative(folder, realPath(resolve(folder, place))).startsWith('..')
}

/** Also for a path that does not exist yet. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return path
    const target = targetOf(path)
    return target === undefined ? join(realPath(dirname(path)), basename(path)) : realPath(target)
  }
}

/** Where a link leads that leads to nothing yet; undefined if there is no link. */
function targetOf(path: string): string | undefined {
  try {
    return resolve(dirname(path), readlinkSync(path))
  } catch {
    return undefined
  }
}

/** The thoughts of a project may be stored in its own folder, but not be sent elsewhere. */
function refuseDistantStore(store: unknown, path: string): void {
  if (store === undefined || typeof store === 'boolean') return
  const { path: place, url } = readNamed(store, storeLayerKind)
  if (url !== undefined) throw needsTrust(path, 'store.url decides where thoughts are sent')
  if (typeof place === 'string' && isOutside(place, path)) {
    throw needsTrust(path, 'store.path is outside of the folder of the file')
  }
}

/** The options of any kind of provider that can redirect keys or run code. */
type ProviderOptions = Partial<z.input<z.ZodObject<ReturnType<typeof serverOptions>>>> & {
  readonly baseUrl?: string
}

/** Returns the rest of a message that begins with `providers.name`; undefined if the options need no trust. */
function reasonForTrust(
  name: string,
  { baseUrl, apiKeyEnv, keyCommand, tls, headers, query }: ProviderOptions,
): string | undefined {
  if (keyCommand !== undefined) return '.keyCommand is a command that sifaka would run'
  if (tls !== undefined) return '.tls decides which servers are trusted'
  const added = Object.values({ ...headers, ...query })
  // Any program of this machine can listen on a local address, so it is no safer than another.
  if (
    baseUrl !== undefined ||
    apiKeyEnv !== undefined ||
    added.some((text) => variablesIn(text).length > 0)
  ) {
    return ' decides where an API key is sent'
  }
  // Headers and parameters may belong to another account, whose owner could then read the prompts.
  return isLocalPreset(name) || added.length === 0 ? undefined : ' decides which account receives prompts'
}

const isLoopback = (url: string): boolean =>
  URL.canParse(url) && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname)

export const needsTrust = (path: string, problem: string): ConfigError =>
  new ConfigError(
    `${path}: ${problem}, which is allowed only in a settings file that you name`,
    `if you trust this file: sifaka config trust ${path}, or name it with --config ${path}`,
  )
