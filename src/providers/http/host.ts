/** By node:http: undici takes 60 ms to load instead of 5, 17 MB more, and has no limit on idle connections. */
import { Agent as PlainAgent, request as plainRequest, type Agent, type RequestOptions } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import { urlToHttpOptions } from 'node:url'
import type { Clock } from '../../core/clock.ts'
import { connectThrough, type Connections } from './connect.ts'
import type { Limits } from './limits.ts'
import type { Slots } from '../../util/semaphore.ts'

export interface HostOptions {
  readonly proxy: URL | undefined
  readonly limits: Limits
  readonly idleConnections: number
  /** One for each request under way, so that there are never more connections than that. */
  readonly slots: Slots
  readonly connections: Connections
  readonly clock: Clock
  /** Nothing is opened any more once this is aborted. */
  readonly closing: AbortSignal
}

/**
 * Between two iterations a connection is idle. A bit more than any likely limit on silence: where both are equal,
 * Node leaves a kept connection with the server's own hint of a few seconds.
 */
const KEEP_ALIVE_MS = 30_001

/** A server and the connections to it. */
export interface Host extends HostOptions {
  /** As in messages. */
  readonly name: string
  readonly request: typeof plainRequest
  /** The part of a request that is the same for all. */
  readonly requestOptions: RequestOptions
  readonly dropIdle: () => void
  /** Busy ones too. */
  readonly dropAll: () => void
}

export function hostOf(origin: URL, options: HostOptions): Host {
  const secure = origin.protocol === 'https:'
  const kept = { keepAlive: true, maxFreeSockets: options.idleConnections, timeout: KEEP_ALIVE_MS }
  const agent: Agent = secure
    ? // Said, or NODE_TLS_REJECT_UNAUTHORIZED=0 would let anybody listen.
      new SecureAgent({ ...kept, rejectUnauthorized: true })
    : new PlainAgent(kept)
  connectThrough(agent, secure, options)
  const { protocol, hostname, port } = urlToHttpOptions(origin)
  return {
    ...options,
    name: origin.host,
    request: secure ? secureRequest : plainRequest,
    requestOptions: { protocol, hostname, port, agent, timeout: options.limits.idleMs },
    dropIdle: () => {
      for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy()
    },
    dropAll: () => agent.destroy(),
  }
}
