import { MAX_TIMER_DELAY_MS, systemClock, type Clock } from '../../core/clock.ts'
import { raiseListenerLimit } from '../../core/scope.ts'
import { DefaultMap } from '../../util/default-map.ts'
import { combineSemaphores, createSemaphore } from '../../util/semaphore.ts'
import type { ProviderNeeds } from '../provider.ts'
import { createAgent, type ClientTls, type ConnectionCounts } from './connect.ts'
import { dropIdleConnections, exchange, type Host } from './exchange.ts'
import { clampToFileLimit, softFileLimit } from './file-limit.ts'
import { proxySelector } from './proxy.ts'

export interface PoolOptions {
  readonly env: ProviderNeeds['env']
  /** Maximum connections per host; default: 100. */
  readonly connections?: number | undefined
  /** Maximum idle connections per host that stay open; default: 20. */
  readonly idleConnections?: number | undefined
  /** Time that further idle connections stay open; default: 1 s. */
  readonly surplusIdleMs?: number
  /**
   * Limit for name lookup, connecting and TLS together; default: 10 s. Through a proxy, the tunnel may take
   * the same time again.
   */
  readonly connectMs?: number
  /** Maximum time between two chunks of a response; default: 60 s. */
  readonly idleMs?: number
  /** Maximum size of one response after decompression; default: 64 MB. */
  readonly maxAnswerBytes?: number
  /** Maximum number of open files; default: the limit of the system. */
  readonly fileLimit?: number
  /** Called if `fileLimit` allows fewer connections than `connections`. */
  readonly warn?: ((line: string) => void) | undefined
  readonly clock?: Clock
}

/** Throws a `ConfigError` for an invalid proxy. */
export function openPool(options: PoolOptions, connections: ConnectionCounts) {
  const { env, clock = systemClock, idleConnections = 20, fileLimit = softFileLimit() } = options
  const { connectMs = 10_000, surplusIdleMs = 1000, maxAnswerBytes = 64 * 2 ** 20 } = options
  const idleMs = Math.min(options.idleMs ?? 60_000, MAX_TIMER_DELAY_MS)
  const perHost = clampToFileLimit(options.connections ?? 100, fileLimit)
  if (perHost.warning) options.warn?.(perHost.warning)
  const total = clampToFileLimit(Infinity, fileLimit).connections
  const totalPermits = createSemaphore(total)
  const sharedPermits = {
    ...totalPermits,
    async acquire(signal: AbortSignal | undefined) {
      await totalPermits.acquire(signal)
      // Idle connections hold no permit, but each is an open file.
      if (connections.open >= total) forEachHost(dropIdleConnections)
    },
  }

  const proxyFor = proxySelector(env)
  const abortion = new AbortController()
  const closing = raiseListenerLimit(abortion.signal)
  const openHost = (origin: string, tls: ClientTls | undefined): Host => {
    const url = new URL(origin)
    const idle = { idleConnections, surplusIdleMs }
    const connecting = { tls, proxy: proxyFor(url), connectMs, ...idle, connections, clock, closing }
    return {
      agent: createAgent(url.protocol === 'https:', connecting),
      permits: combineSemaphores(createSemaphore(perHost.connections), sharedPermits),
      idleMs,
      maxAnswerBytes,
      closing,
    }
  }
  /** The hosts by client certificate, since connections with one must not serve other providers. */
  const hostsOf = new DefaultMap(
    (tls: ClientTls | undefined) => new DefaultMap((origin: string) => openHost(origin, tls)),
  )
  const forEachHost = (work: (host: Host) => void) => hostsOf.forEach((hosts) => hosts.forEach(work))

  const fetchWith = new DefaultMap((tls: ClientTls | undefined) => {
    const hosts = hostsOf.get(tls)
    const fetch = async (address: string | URL, init: RequestInit = {}) => {
      const url = typeof address === 'string' ? new URL(address) : address
      return exchange(hosts.get(url.origin), url, init)
    }
    // The cast is needed since the responses have only the members that sifaka uses.
    return fetch as unknown as typeof globalThis.fetch
  })
  return {
    fetchWith: (tls: ClientTls | undefined) => fetchWith.get(tls),
    close: () => {
      abortion.abort(new TypeError('fetch failed', { cause: new Error('the connections are closed') }))
      forEachHost(({ agent }) => agent.destroy())
    },
  }
}
