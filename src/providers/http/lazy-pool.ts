/** One pool of reused connections per engine; its code is loaded on first use. */
import type { ProviderNeeds } from '../provider.ts'
import type { PoolOptions } from './pool.ts'

export interface HttpPool {
  /**
   * Rejects with a `ConfigError` for an invalid proxy. The responses of the returned function have only the
   * members that sifaka uses.
   */
  readonly fetch: ProviderNeeds['fetch']
  /** The number of connections opened so far, to all hosts. */
  readonly opened: () => number
  /** Closes all connections, also those in use, so that the process can end at once. */
  readonly close: () => Promise<void>
}

/**
 * Uses `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` of the given environment, except for loopback addresses. Rejects
 * redirects and always verifies certificates. Only the caller's signal limits the total time of a call.
 */
export function createHttpPool(options: PoolOptions): HttpPool {
  const connections = { opened: 0, open: 0 }
  const open = async () => (await import('./pool.ts')).openPool(options, connections)
  let opening: ReturnType<typeof open> | undefined
  return {
    fetch: async (tls) => (await (opening ??= open())).fetchWith(tls),
    opened: () => connections.opened,
    close: async () => (await opening)?.close(),
  }
}
