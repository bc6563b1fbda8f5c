/** Opens the connections of an agent, directly or through a proxy, in time, and counts them. */
import { request as plainRequest, type Agent, type ClientRequest, type ClientRequestArgs } from 'node:http'
import { request as secureRequest } from 'node:https'
import { isIPv6, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Clock } from '../../core/clock.ts'
import { ProviderError } from '../../core/errors.ts'
import { notConnected, type Limits } from './limits.ts'

export interface Connections {
  /** Ever. */
  opened: number
  /** Now, those being opened included. */
  open: number
}

export interface Connecting {
  readonly proxy: URL | undefined
  readonly limits: Pick<Limits, 'connectMs'>
  readonly clock: Clock
  readonly connections: Connections
  /** Ends what is being opened. */
  readonly closing: AbortSignal
}

export function connectThrough(agent: Agent, secure: boolean, connecting: Connecting): void {
  const { proxy, connections } = connecting
  const direct = agent.createConnection.bind(agent)
  const ready = secure ? 'secureConnect' : 'connect'
  agent.createConnection = (options, done) => {
    const where = `${isIPv6(options.host ?? '') ? `[${options.host}]` : options.host}:${options.port}`
    if (proxy === undefined) {
      const socket = direct(options) as Socket
      count(socket, connections)
      inTime(socket, ready, where, connecting)
      return socket
    }
    const answered = (error: Error | null, tunnel?: Socket): void => {
      if (tunnel === undefined) return done?.(error, undefined as never)
      count(tunnel, connections)
      if (!secure) return done?.(null, tunnel)
      const socket = direct({ ...options, socket: tunnel } as ClientRequestArgs) as Socket
      inTime(socket, ready, where, connecting)
      done?.(null, socket)
    }
    openTunnel(proxy, where, connecting, answered)
    return undefined
  }
}

function count(socket: Socket, connections: Connections): void {
  connections.open++
  socket.once('close', () => connections.open--)
  if (socket.connecting) socket.once('connect', () => connections.opened++)
  else connections.opened++
}

function inTime(opening: Duplex | ClientRequest, ready: string, where: string, connecting: Connecting): void {
  const { clock, limits } = connecting
  const settled = new AbortController()
  const settle = () => settled.abort()
  opening.once(ready, settle).once('close', settle)
  clock.sleep(limits.connectMs, settled.signal).then(
    () => opening.destroy(notConnected(where, limits.connectMs)),
    () => undefined,
  )
}

type Answered = (error: Error | null, tunnel?: Socket) => void

function openTunnel(proxy: URL, where: string, connecting: Connecting, answered: Answered): void {
  const request = proxy.protocol === 'https:' ? secureRequest : plainRequest
  const opening = request({
    protocol: proxy.protocol,
    hostname: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port,
    method: 'CONNECT',
    path: where,
    headers: { host: where, ...authorization(proxy) },
    agent: false,
    rejectUnauthorized: true,
    signal: connecting.closing,
  })
  inTime(opening, 'connect', `the proxy ${proxy.host}`, connecting)
  opening.on('error', answered)
  opening.once('connect', ({ statusCode }, socket) => {
    if (statusCode === 200) return answered(null, socket)
    socket.destroy()
    answered(refused(proxy, statusCode, where))
  })
  opening.end()
}

const refused = (proxy: URL, statusCode: number | undefined, where: string): ProviderError =>
  new ProviderError('connection', `the proxy ${proxy.host} answered ${statusCode} when asked for ${where}`, {
    hint: 'check user and password in HTTPS_PROXY and what the proxy allows, or list the host in NO_PROXY',
  })

function authorization({ username, password }: URL): { 'proxy-authorization'?: string } {
  if (username === '' && password === '') return {}
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` }
}
