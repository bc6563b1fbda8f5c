/** One pool of kept-alive connections for the whole process. */
import type { Clock } from '../core/clock.ts'
import type { ProviderNeeds } from './provider.ts'
import type { Limits } from './transport/limits.ts'

export interface Pool {
  /** Reads the environment and loads the transport on first use. What it gives has only what the SDKs read. */
  readonly fetch: () => Promise<typeof globalThis.fetch>
  /** Connections opened so far, to all hosts together. */
  readonly opened: () => number
  /** Drops every connection, busy ones too, so that the process can end at once. */
  readonly close: () => Promise<void>
}

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

/**
 * Honours `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` of the given environment, never for this machine itself.
 * Takes a redirect for an error, and always verifies certificates. How long a call may take in all is up to the
 * caller's signal.
 */
export function pooledFetch(options: PoolOptions): Pool {
  const connections = { opened: 0, open: 0 }
  const open = async () => (await import('./transport/pool.ts')).openPool(options, connections)
  let opening: ReturnType<typeof open> | undefined
  return {
    fetch: async () => (await (opening ??= open())).fetch,
    opened: () => connections.opened,
    close: async () => (await opening)?.close(),
  }
}
