/** One pool of kept-alive connections for the whole process. */
import { ConfigError } from '../core/errors.ts'
import type { ProviderNeeds } from './provider.ts'

export interface Pool {
  /** Loads undici and opens the pool on first use. */
  readonly fetch: () => Promise<typeof globalThis.fetch>
  /** Drops every connection, busy ones too, so that the process can end at once. */
  readonly close: () => Promise<void>
}

export interface PoolOptions {
  readonly env: ProviderNeeds['env']
  /** The most connections to one host. */
  readonly connections?: number | undefined
}

/** Between two iterations a connection is idle, and undici's default of 4 s would close it. */
const KEEP_ALIVE_MS = 30_000

/**
 * Honours `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` of the given environment, never for this machine itself. A
 * redirect is an error: following one would send the prompt to somebody whom the user did not choose.
 */
export function pooledFetch({ env, connections = 100 }: PoolOptions): Pool {
  const open = async () => {
    // Built-in fetch with this Agent breaks on Node 26, so fetch comes from the same copy.
    const { Agent, EnvHttpProxyAgent, fetch } = await import('undici')
    const proxy = proxyOf(env)
    // Time limits are the caller's: undici's own would end a call at 300 s.
    const limits = { connections, keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: 0, bodyTimeout: 0 }
    const dispatcher = proxy ? new EnvHttpProxyAgent({ ...limits, ...proxy }) : new Agent(limits)
    const pooled = (url: string | URL, init?: object) =>
      fetch(url, { ...init, redirect: 'error', dispatcher })
    // One cast: undici's types of fetch and Node's are separate copies of the same.
    return { dispatcher, fetch: pooled as unknown as typeof globalThis.fetch }
  }
  let opened: ReturnType<typeof open> | undefined
  return {
    fetch: async () => (await (opened ??= open())).fetch,
    close: async () => (await opened)?.dispatcher.destroy(),
  }
}

/** What EnvHttpProxyAgent would otherwise read from the process; it also would proxy this very machine. */
function proxyOf(env: PoolOptions['env']) {
  const named = (name: string) => env[name.toLowerCase()] || env[name] || ''
  const httpProxy = proxyAddress('HTTP_PROXY', named('HTTP_PROXY'))
  const httpsProxy = proxyAddress('HTTPS_PROXY', named('HTTPS_PROXY')) || httpProxy
  const noProxy = named('NO_PROXY').trim()
  if (!httpsProxy || noProxy === '*') return undefined
  return { httpProxy, httpsProxy, noProxy: `${noProxy},localhost,127.0.0.1,[::1]` }
}

/** As elsewhere, `proxy:3128` is short for `http://proxy:3128`. */
function proxyAddress(variable: string, given: string): string {
  const address = given === '' || given.includes('://') ? given : `http://${given}`
  if (address === '' || URL.canParse(address)) return address
  throw new ConfigError(`${variable} is not the address of a proxy`, 'for example http://proxy:3128')
}
