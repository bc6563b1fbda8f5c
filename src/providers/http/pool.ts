import { systemClock, type Clock } from '../../core/clock.ts'
import { manyMayListen } from '../../core/scope.ts'
import type { ProviderNeeds } from '../provider.ts'
import type { Connections } from './connect.ts'
import { exchange } from './exchange.ts'
import { clampToFileLimit, softFileLimit } from './file-limit.ts'
import { hostOf, type Host } from './host.ts'
import { limitsOf, type Limits } from './limits.ts'
import { proxiesOf } from './proxy.ts'
import { slots, slotsWithin, type Slots } from '../../util/semaphore.ts'

export interface PoolOptions extends Partial<Limits> {
  readonly env: ProviderNeeds['env']
  /** The most connections to one host; 100 by default. */
  readonly connections?: number | undefined
  /** How many of them are kept while nothing is under way; 20 by default. */
  readonly idleConnections?: number | undefined
  /** How many files the system lets this process open; the system is asked by default. */
  readonly fileLimit?: number | undefined
  /** Told if that is too few for the connections. */
  readonly warn?: ((line: string) => void) | undefined
  readonly clock?: Clock | undefined
}

/** Throws a `ConfigError` where the environment names no proper proxy. */
export function openPool(options: PoolOptions, connections: Connections) {
  const { env, clock = systemClock, idleConnections = 20, fileLimit = softFileLimit() } = options
  const limits = limitsOf(options)
  const proxyOf = proxiesOf(env)
  const perHost = clampToFileLimit(options.connections ?? 100, fileLimit)
  if (perHost.warning) options.warn?.(perHost.warning)
  const total = clampToFileLimit(Infinity, fileLimit).connections
  const closing = new AbortController()
  manyMayListen(closing.signal)
  const hosts = new Map<string, Host>()

  const all = slots(total)
  const together: Slots = {
    ...all,
    async take(signal) {
      await all.take(signal)
      // Connections that idle at one host count too when another needs more.
      if (connections.open >= total) hosts.forEach((host) => host.dropIdle())
    },
  }

  const hostFor = (url: URL): Host => {
    const known = hosts.get(url.origin)
    if (known) return known
    const host = hostOf(url, {
      proxy: proxyOf(url),
      slots: slotsWithin(together, slots(perHost.connections)),
      closing: closing.signal,
      idleConnections,
      connections,
      clock,
      limits,
    })
    hosts.set(url.origin, host)
    return host
  }

  const fetch = async (address: string | URL, init: RequestInit = {}) => {
    const url = new URL(address)
    const body = sendable(init.body)
    return exchange(hostFor(url), {
      url,
      method: init.method ?? 'GET',
      headers: flat(init.headers ?? {}),
      body,
      signal: init.signal ?? undefined,
    })
  }

  return {
    // One cast: of a `Response` there is only what the SDKs read.
    fetch: fetch as unknown as typeof globalThis.fetch,
    close: () => {
      closing.abort(new TypeError('fetch failed', { cause: new Error('the connections are closed') }))
      hosts.forEach((host) => host.dropAll())
    },
  }
}

const flat = (headers: NonNullable<RequestInit['headers']>): string[] =>
  (Symbol.iterator in headers ? [...headers] : Object.entries(headers as Record<string, string>)).flat()

function sendable(body: RequestInit['body']): string | Uint8Array | undefined {
  if (body === null || body === undefined) return undefined
  if (typeof body === 'string' || body instanceof Uint8Array) return body
  throw new TypeError('only texts and bytes can be sent')
}
