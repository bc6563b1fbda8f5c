/** HTTP agents that connect directly or through a proxy, within a time limit, and count their connections. */
import {
  Agent as PlainAgent,
  request as plainRequest,
  type ClientRequest,
  type ClientRequestArgs,
} from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import { isIPv6, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Clock } from '../../core/clock.ts'
import { ProviderError } from '../../core/errors.ts'

export interface ConnectionCounts {
  /** All connections since the program started. */
  opened: number
  /** Connections that are open or being opened. */
  open: number
}

/** A client certificate with its key, and the authorities that are trusted instead of the usual ones, as PEM texts. */
export interface ClientTls {
  readonly cert?: string | undefined
  readonly key?: string | undefined
  readonly ca?: string | undefined
}

export interface ConnectOptions {
  readonly tls: ClientTls | undefined
  readonly proxy: URL | undefined
  /** Limit for name lookup, connecting and TLS together; through a proxy, the tunnel may take the same time again. */
  readonly connectMs: number
  readonly idleConnections: number
  /**
   * How long more connections than `idleConnections` stay open: calls that end together free many connections, and the
   * next calls need them at once.
   */
  readonly surplusIdleMs: number
  readonly clock: Clock
  readonly connections: ConnectionCounts
  /** When aborted, connections that are being opened are closed. */
  readonly closing: AbortSignal
}

/**
 * Long enough to keep a connection open between two iterations of a prompt. No `idleMs` equals this odd
 * value: if one did, Node would not reset the timeout of a reused socket, and a server's keep-alive hint of a
 * few seconds would cut off answers.
 */
const KEEP_ALIVE_MS = 30_001

/** Set explicitly, so that NODE_TLS_REJECT_UNAUTHORIZED=0 does not disable certificate checks. */
const rejectUnauthorized = true

export function createAgent(secure: boolean, options: ConnectOptions): PlainAgent {
  const { proxy, connections, tls } = options
  const keepAlive = { keepAlive: true, maxFreeSockets: Infinity, timeout: KEEP_ALIVE_MS }
  const agent = secure
    ? new SecureAgent({ ...keepAlive, ...tls, rejectUnauthorized })
    : new PlainAgent(keepAlive)
  const connect = agent.createConnection.bind(agent)
  const readyEvent = secure ? 'secureConnect' : 'connect'
  agent.createConnection = (target, callback) => {
    const address = `${isIPv6(target.host ?? '') ? `[${target.host}]` : target.host}:${target.port}`
    if (proxy === undefined) {
      const socket = connect(target) as Socket
      countConnection(socket, connections)
      limitConnectTime(socket, readyEvent, address, options)
      return socket
    }
    openTunnel(proxy, address, options, (error, tunnel) => {
      if (tunnel === undefined) return callback?.(error, undefined as never)
      countConnection(tunnel, connections)
      if (!secure) return callback?.(null, tunnel)
      const socket = connect({ ...target, socket: tunnel } as ClientRequestArgs) as Socket
      limitConnectTime(socket, readyEvent, address, options)
      return callback?.(null, socket)
    })
    return undefined
  }
  limitIdleConnections(agent, options)
  return agent
}

/**
 * Closes the connections that have been idle longest; they come first, since the agent reuses the last one. (Node skips
 * closed connections only at the front.)
 */
function limitIdleConnections(agent: PlainAgent, options: ConnectOptions): void {
  const { idleConnections, surplusIdleMs, clock, closing } = options
  const idleSinceMs = new WeakMap<Duplex, number>()
  const surplus = () =>
    Object.values(agent.freeSockets).flatMap((sockets = []) =>
      sockets.slice(0, Math.max(0, sockets.length - idleConnections)),
    )
  let cancel: (() => void) | undefined
  const closeSurplus = () => {
    cancel = undefined
    const oldestMs = clock.now() - surplusIdleMs
    for (const socket of surplus()) {
      if ((idleSinceMs.get(socket) ?? 0) <= oldestMs) socket.destroy()
      else cancel ??= clock.after(surplusIdleMs, closeSurplus)
    }
  }
  agent.on('free', (socket: Duplex) => {
    idleSinceMs.set(socket, clock.now())
    if (cancel === undefined && surplus().length > 0) cancel = clock.after(surplusIdleMs, closeSurplus)
  })
  closing.addEventListener('abort', () => cancel?.(), { once: true })
}

function countConnection(socket: Socket, connections: ConnectionCounts): void {
  connections.open++
  socket.once('close', () => connections.open--)
  if (socket.connecting) socket.once('connect', () => connections.opened++)
  else connections.opened++
}

function limitConnectTime(
  opening: Duplex | ClientRequest,
  readyEvent: string,
  address: string,
  { clock, connectMs }: ConnectOptions,
): void {
  const onTimeout = () => {
    const message = `no connection to ${address} within ${connectMs / 1000} s`
    const hint = 'check the network, the base URL, and HTTPS_PROXY if you need a proxy'
    opening.destroy(new ProviderError('timeout', message, { hint }))
  }
  const cancel = clock.after(connectMs, onTimeout)
  opening.once(readyEvent, cancel).once('close', cancel)
}

function openTunnel(
  proxy: URL,
  target: string,
  options: ConnectOptions,
  callback: (error: Error | null, tunnel?: Socket) => void,
): void {
  const { protocol, hostname, port, username, password, host } = proxy
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`
  const request = protocol === 'https:' ? secureRequest : plainRequest
  const opening = request({
    protocol,
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port,
    method: 'CONNECT',
    path: target,
    headers: { host: target, ...(credentials !== ':' && { 'proxy-authorization': authorization }) },
    agent: false,
    rejectUnauthorized,
    signal: options.closing,
  })
  limitConnectTime(opening, 'connect', `the proxy ${host}`, options)
  opening.on('error', (error: NodeJS.ErrnoException) => {
    if (error instanceof ProviderError || options.closing.aborted) return callback(error)
    const message = `no connection to the proxy ${host}: ${error.message || error.code}`
    const hint = 'check HTTPS_PROXY and HTTP_PROXY, or list the host of the model in NO_PROXY'
    return callback(new ProviderError('local', message, { hint, cause: error, isUnsent: true }))
  })
  opening.once('connect', ({ statusCode }, socket) => {
    if (statusCode === 200) return callback(null, socket)
    socket.destroy()
    const message = `the proxy ${host} refused a tunnel to ${target} with status ${statusCode}`
    const hint =
      'check user and password in HTTPS_PROXY and what the proxy allows, or list the host in NO_PROXY'
    // Statuses from 500 on are about the target.
    const kind = statusCode !== undefined && statusCode < 500 ? 'local' : 'connection'
    return callback(new ProviderError(kind, message, { hint, isUnsent: true }))
  })
  opening.end()
}
