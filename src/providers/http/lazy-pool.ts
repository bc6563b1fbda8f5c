/** One pool of kept-alive connections per engine, loaded on first use. */
import type { PoolOptions } from './pool.ts'

export interface HttpPool {
  /** Throws a `ConfigError` for an invalid proxy. The responses have only what the SDKs read. */
  readonly fetch: () => Promise<typeof globalThis.fetch>
  /** Connections opened so far, to all hosts. */
  readonly opened: () => number
  /** Closes every connection, also those in use, so that the process can end at once. */
  readonly close: () => Promise<void>
}

/**
 * Honours `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` of the given environment, except for loopback addresses.
 * Rejects redirects and always verifies certificates. The caller's signal bounds the total time of a call.
 */
export function createHttpPool(options: PoolOptions): HttpPool {
  const connections = { opened: 0, open: 0 }
  const open = async () => (await import('./pool.ts')).openPool(options, connections)
  let opening: ReturnType<typeof open> | undefined
  return {
    fetch: async () => (await (opening ??= open())).fetch,
    opened: () => connections.opened,
    close: async () => (await opening)?.close(),
  }
}
