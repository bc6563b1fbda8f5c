/** Starts the service on a port, and stops it without losing a request. */
import { once } from 'node:events'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { systemClock } from '../core/clock.ts'
import { createApp, type AppOptions } from './app.ts'
import { warmUp } from './warm-up/warm-up.ts'

export interface RunningService {
  /** The address without a path: `http://127.0.0.1:8080`. */
  readonly url: string
  /** Accepts no further connections; resolves once all requests are answered and all work is done. */
  readonly drain: () => Promise<void>
}

/** Longer than the keep-alive of load balancers (60 s), which must be the first to close an idle connection. */
const KEEP_ALIVE_MS = 75_000
/**
 * The time that a request which is being sent has to arrive while the service ends. Node itself would wait for minutes,
 * even for a connection on which nothing was sent.
 */
const ARRIVAL_MS = 2000

/** Rejects if the server cannot listen. Port 0 means any free port. */
export async function startService(
  options: Omit<AppOptions, 'isDraining'> & { readonly port: number; readonly host: string },
): Promise<RunningService> {
  const { port, host, service } = options
  await warmUp(options)
  let isDraining = false
  const app = createApp({ ...options, isDraining: () => isDraining })
  const server = createAdaptorServer({
    fetch: app.fetch,
    hostname: host,
    overrideGlobalObjects: false,
    serverOptions: { keepAliveTimeout: KEEP_ALIVE_MS },
  }) as Server
  /** The open connections, each with the answer in progress. */
  const connections = new Map<Socket, ServerResponse | undefined>()
  server.on('connection', (socket: Socket) => {
    connections.set(socket, undefined)
    socket.on('close', () => connections.delete(socket))
  })
  // Before the answer is written, which may happen at once.
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request
    connections.set(socket, response)
    if (isDraining) response.setHeader('connection', 'close')
    response.on('close', () => {
      if (connections.get(socket) === response) connections.set(socket, undefined)
      // The connection counts as idle only after this event.
      if (isDraining) setImmediate(() => server.closeIdleConnections())
    })
  })
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  const name = host.includes(':') ? `[${host}]` : host
  return {
    url: `http://${name}:${typeof address === 'object' && address ? address.port : port}`,
    async drain() {
      isDraining = true
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      // Otherwise, clients would send their next requests on connections that are about to be closed.
      for (const response of connections.values()) {
        if (response?.headersSent === false) response.setHeader('connection', 'close')
      }
      const cancel = systemClock.after(ARRIVAL_MS, () => {
        for (const [socket, response] of connections) if (!response?.req.complete) socket.destroy()
      })
      await closed
      cancel()
      await service.settled()
    },
  }
}
