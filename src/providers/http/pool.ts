import { MAX_TIMER_DELAY_MS, systemClock, type Clock } from '../../core/clock.ts'
import { raiseListenerLimit } from '../../core/scope.ts'
import { DefaultMap } from '../../util/default-map.ts'
import { combineSemaphores, createSemaphore } from '../../util/semaphore.ts'
import type { ProviderNeeds } from '../provider.ts'
import { createAgent, type ConnectionCounts } from './connect.ts'
import { dropIdleConnections, exchange, type Host } from './exchange.ts'
import { clampToFileLimit, softFileLimit } from './file-limit.ts'
import { proxySelector } from './proxy.ts'

export interface PoolOptions {
  readonly env: ProviderNeeds['env']
  /** Maximum per host; default: 100. */
  readonly connections?: number | undefined
  /** Maximum per host kept open while unused; default: 20. */
  readonly idleConnections?: number | undefined
  /** For name lookup, connecting and TLS, 10 s by default; the tunnel of a proxy may take as long again. */
  readonly connectMs?: number
  /** Between two chunks of a response, 60 s by default. */
  readonly idleMs?: number
  /** Of one response, decompressed; 64 MB by default. */
  readonly maxAnswerBytes?: number
  /** Maximum of open files; default: that of the system. */
  readonly fileLimit?: number
  /** Called if the file limit is too low for `connections`. */
  readonly warn?: ((line: string) => void) | undefined
  readonly clock?: Clock
}

/** Throws a `ConfigError` for an invalid proxy. */
export function openPool(options: PoolOptions, connections: ConnectionCounts) {
  const { env, clock = systemClock, idleConnections = 20, fileLimit = softFileLimit() } = options
  const { connectMs = 10_000, maxAnswerBytes = 64 * 2 ** 20 } = options
  const idleMs = Math.min(options.idleMs ?? 60_000, MAX_TIMER_DELAY_MS)
  const perHost = clampToFileLimit(options.connections ?? 100, fileLimit)
  if (perHost.warning) options.warn?.(perHost.warning)
  const total = clampToFileLimit(Infinity, fileLimit).connections
  const totalPermits = createSemaphore(total)
  const sharedPermits = {
    ...totalPermits,
    async acquire(signal: AbortSignal | undefined) {
      await totalPermits.acquire(signal)
      // Idle connections hold no permit, but they are open files, too.
      if (connections.open >= total) hosts.forEach(dropIdleConnections)
    },
  }

  const proxyFor = proxySelector(env)
  const abortion = new AbortController()
  const closing = raiseListenerLimit(abortion.signal)
  const hosts = new DefaultMap((origin: string): Host => {
    const url = new URL(origin)
    const connecting = { proxy: proxyFor(url), connectMs, idleConnections, connections, clock, closing }
    return {
      agent: createAgent(url.protocol === 'https:', connecting),
      permits: combineSemaphores(createSemaphore(perHost.connections), sharedPermits),
      idleMs,
      maxAnswerBytes,
      closing,
    }
  })

  const fetch = async (address: string | URL, init: RequestInit = {}) => {
    const url = new URL(address)
    return exchange(hosts.get(url.origin), url, init)
  }
  return {
    // A cast, since the responses have only what the SDKs read.
    fetch: fetch as unknown as typeof globalThis.fetch,
    close: () => {
      abortion.abort(new TypeError('fetch failed', { cause: new Error('the connections are closed') }))
      hosts.forEach(({ agent }) => agent.destroy())
    },
  }
}
