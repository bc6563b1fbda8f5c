/** Starts the service on a port, and stops it without losing a request. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Server as NetServer, type Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import { systemClock } from '../core/clock.ts'
import { createAnswers, type AnswerNeeds } from './answers.ts'
import { createApp, type AppOptions } from './app.ts'
import { answerParserErrors, answerWithoutUrl } from './connections/unreadable-requests.ts'
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
 * The time in which connections without a request stay open after the last answer while the service ends: requests that are on their way are
 * still answered, and their clients learn that the connection closes.
 */
const IDLE_GRACE_MS = 500
/**
 * The time that a request which is being sent has to arrive while the service ends. Node itself would wait for minutes,
 * even for a connection on which nothing was sent.
 */
const ARRIVAL_GRACE_MS = 2000

/** The turns of the event loop in which Node can accept connections before the port closes, even if clients go on connecting. */
const MAX_TURNS = 1000

/**
 * Resolves once Node accepts no further connections. Closing the port resets those that the system has opened and Node
 * has not accepted, of which it accepts one in a turn of the event loop.
 */
async function untilNoneWaits(countOpened: () => number): Promise<void> {
  // The current turn may have looked for connections already.
  await setImmediate()
  for (let turn = 0, before = -1; before !== countOpened() && turn < MAX_TURNS; turn++) {
    before = countOpened()
    await setImmediate()
  }
}

/** Rejects if the server cannot listen. Port 0 means any free port. */
export async function startService(
  given: Omit<AppOptions, 'isDraining' | 'answers'> &
    AnswerNeeds & { readonly port: number; readonly host: string },
): Promise<RunningService> {
  const { port, host, service } = given
  const answers = createAnswers(given)
  const options = { ...given, answers }
  await warmUp(options)
  let isDraining = false
  const app = createApp({ ...options, isDraining: () => isDraining })
  const answerRequest = getRequestListener(app.fetch, {
    hostname: host,
    overrideGlobalObjects: false,
    errorHandler: answerWithoutUrl(answers),
  })
  // Node would answer without a body.
  const requireHostHeader = false
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS, requireHostHeader },
    (incoming, outgoing) => {
      void answerRequest(incoming, outgoing)
    },
  )
  /** The open connections, each with its answers in progress: more than one if its client pipelines requests. */
  const connections = new Map<Socket, Set<ServerResponse>>()
  let opened = 0
  server.on('connection', (socket: Socket) => {
    opened++
    const responses = new Set<ServerResponse>()
    connections.set(socket, responses)
    socket.on('close', () => {
      connections.delete(socket)
      // Node emits `close` only for the response that is being written; work on pipelined requests would go on.
      for (const response of responses) response.emit('close')
    })
  })
  answerParserErrors(server, connections, answers)
  let isArrivalTimeOver = false
  const closeUnused = () => {
    server.closeIdleConnections()
    if (!isArrivalTimeOver) return
    for (const [socket, responses] of connections) {
      if (![...responses].some(({ req }) => req.complete)) socket.destroy()
    }
  }
  let cancelClosing = () => {}
  const closeUnusedLater = () => {
    cancelClosing()
    cancelClosing = systemClock.after(IDLE_GRACE_MS, closeUnused)
  }
  // Before the answer is written, which may happen at once.
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const responses = connections.get(request.socket)
    responses?.add(response)
    if (isDraining) response.setHeader('connection', 'close')
    response.on('close', () => {
      responses?.delete(response)
      // If its head was sent before the drain, the client may send its next request on this connection.
      if (isDraining) closeUnusedLater()
    })
  })
  server.on('checkExpectation', (...exchange) => server.emit('request', ...exchange))
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  const name = host.includes(':') ? `[${host}]` : host
  return {
    url: `http://${name}:${typeof address === 'object' && address ? address.port : port}`,
    async drain() {
      isDraining = true
      const closed = once(server, 'close')
      await untilNoneWaits(() => opened)
      // The `close` of an HTTP server would close idle connections at once.
      NetServer.prototype.close.call(server)
      // Otherwise, clients would send their next requests on connections that are about to be closed.
      for (const responses of connections.values()) {
        const last = [...responses].at(-1)
        if (last?.headersSent === false) last.setHeader('connection', 'close')
      }
      closeUnusedLater()
      const cancelArrival = systemClock.after(ARRIVAL_GRACE_MS, () => {
        isArrivalTimeOver = true
        closeUnused()
      })
      await closed
      cancelClosing()
      cancelArrival()
      await service.settled()
    },
  }
}
