/** One pool of kept-alive connections for the whole process. */
import type { PoolOptions } from './pool.ts'

export interface Pool {
  /** Reads the environment and loads the transport on first use. What it gives has only what the SDKs read. */
  readonly fetch: () => Promise<typeof globalThis.fetch>
  /** Connections opened so far, to all hosts together. */
  readonly opened: () => number
  /** Drops every connection, busy ones too, so that the process can end at once. */
  readonly close: () => Promise<void>
}

/**
 * Honours `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` of the given environment, never for this machine itself.
 * Takes a redirect for an error, and always verifies certificates. How long a call may take in all is up to the
 * caller's signal.
 */
export function pooledFetch(options: PoolOptions): Pool {
  const connections = { opened: 0, open: 0 }
  const open = async () => (await import('./pool.ts')).openPool(options, connections)
  let opening: ReturnType<typeof open> | undefined
  return {
    fetch: async () => (await (opening ??= open())).fetch,
    opened: () => connections.opened,
    close: async () => (await opening)?.close(),
  }
}
