/** Answers what no route can answer, since it cannot be read as a request, in the form of the errors of OpenAI. */
import { maxHeaderSize, STATUS_CODES, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { RequestError } from '@hono/node-server'
import { systemClock } from '../../core/clock.ts'
import { messageOf } from '../../core/failure.ts'
import type { Answers } from '../answers.ts'
import { openaiError } from '../openai/error.ts'
import { badRequest } from '../read-body.ts'
import { ServiceError } from '../service-error.ts'

/** The time in which a client can read the answer before its connection is reset. */
const READ_MS = 2000

/** Answers requests with a `host` or a target that make no URL. */
export const answerWithoutUrl =
  (answers: Answers) =>
  (error: unknown): Response => {
    const known =
      error instanceof RequestError
        ? badRequest(`the request has no valid URL: ${error.message}`)
        : answers.describe(error)
    return new Response(...errorResponse(known, answers))
  }

/** Answers what Node does not read as a request, such as CONNECT, and requests that take too long to arrive. */
export function answerParserErrors(
  server: Server,
  connections: ReadonlyMap<Socket, ReadonlySet<ServerResponse>>,
  answers: Answers,
): void {
  const close = (socket: Duplex, error: ServiceError) => {
    const [body, { status, headers }] = errorResponse(error, answers)
    headers.set('content-length', String(Buffer.byteLength(body)))
    headers.set('connection', 'close')
    const fields = Array.from(headers, ([name, value]) => `${name}: ${value}`)
    socket.pause()
    socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...fields, '', body].join('\r\n'))
    socket.on(
      'close',
      systemClock.after(READ_MS, () => socket.destroy()),
    )
  }
  server.on('connect', (_, socket) => {
    close(socket, new ServiceError(405, 'method_not_allowed', 'CONNECT is for proxies, and this is none'))
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const responses = [...(connections.get(socket) ?? [])]
    // The client would take this answer for that of an earlier request on the connection.
    const isMistakable = responses.some(({ headersSent, req }) => headersSent || req.complete)
    if (!socket.writable || isMistakable) {
      socket.destroy()
      return
    }
    close(socket, describeParserError(error))
  })
}

/** The body, the status and the headers of the response to an error. */
function errorResponse(error: ServiceError, { toText }: Answers) {
  const { status, headers } = error
  headers.set('content-type', 'application/json; charset=utf-8')
  return [toText(openaiError(error)), { status, headers }] as const
}

function describeParserError(error: NodeJS.ErrnoException): ServiceError {
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW':
      return new ServiceError(
        431,
        'headers_too_large',
        `the headers of the request are larger than ${maxHeaderSize} bytes`,
      )
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new ServiceError(408, 'request_timeout', 'the request took too long to arrive')
    default:
      return badRequest(`this is not a request in HTTP: ${messageOf(error)}`)
  }
}
