import { variablesIn } from '../providers/environment.ts'
import type { NamedOptions } from '../core/types.ts'
import { isLayered } from '../storage/layered/open-layered.ts'
import { mapValues } from '../util/map-values.ts'
import type { Settings } from './schema.ts'
import { SECRET_MASK, withoutPassword } from '../util/backends/address.ts'

/** Returns the settings that may be recorded: no text of the user, and only the names of validators and critics. */
export function publicSettings(settings: Settings): Readonly<Record<string, unknown>> {
  const {
    system: _system,
    providers: _providers,
    prices: _prices,
    pricesFile: _pricesFile,
    plugins: _plugins,
    docs: _docs,
    queue: _queue,
    sharedLimits: _sharedLimits,
    notify: _notify,
    ...rest
  } = settings
  const names = (items: readonly { readonly name: string }[]) => items.map(({ name }) => name)
  const cache = cacheWithoutSecrets(settings.cache)
  const { store: given } = settings
  const store = typeof given === 'boolean' ? given : isLayered(given) ? names(given.layers) : given.name
  return {
    ...rest,
    cache,
    store,
    validators: names(settings.validators),
    critics: names(settings.critics),
    retrievers: names(settings.retrievers),
  }
}

/**
 * Replaces the values of headers, of parameters in URLs and of the paths of webhooks, which may be secrets, unless they
 * name variables.
 */
export function withoutSecrets(settings: Settings): Settings {
  const hide = (text: string) => (variablesIn(text).length > 0 ? text : SECRET_MASK)
  const providers = mapValues(settings.providers, (options) => {
    const { headers, query } = Object(options) as { [Name in 'headers' | 'query']?: Record<string, string> }
    return (
      options && {
        ...options,
        ...(headers && { headers: mapValues(headers, hide) }),
        ...(query && { query: mapValues(query, hide) }),
      }
    )
  })
  const store = storeWithoutSecrets(settings.store)
  const cache = cacheWithoutSecrets(settings.cache)
  const hidden = (['queue', 'sharedLimits'] as const).flatMap((name) => {
    const url = settings[name]
    return url === undefined ? [] : [[name, withoutCredentials(url)] as const]
  })
  const notify = settings.notify.map(hidePath)
  return { ...settings, providers, cache, store, notify, ...Object.fromEntries(hidden) }
}

function cacheWithoutSecrets(cache: Settings['cache']): Settings['cache'] {
  if (typeof cache !== 'object' || !cache.layers) return cache
  return { ...cache, layers: cache.layers.map(hideCredentials) }
}

function storeWithoutSecrets(store: Settings['store']): Settings['store'] {
  if (typeof store === 'boolean') return store
  return isLayered(store) ? { ...store, layers: store.layers.map(hideCredentials) } : hideCredentials(store)
}

const hideCredentials = (options: NamedOptions): NamedOptions =>
  typeof options['url'] === 'string' ? { ...options, url: withoutCredentials(options['url']) } : options

/** The path of a webhook is its secret. */
const hidePath = (url: string): string => `${new URL(url).origin}/${SECRET_MASK}`

const withoutCredentials = (url: string): string =>
  withoutPassword(url).replace(/^(\w+:\/\/)[^/?#]*@/, `$1${SECRET_MASK}@`)
