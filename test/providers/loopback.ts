/** A local server that answers as a test specifies and records what it receives. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeEach } from 'vitest'
import { createHttpPool, type HttpPool } from '../../src/providers/http/lazy-pool.ts'

export interface Received {
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: Readonly<Record<string, unknown>>
}

export interface Loopback {
  readonly origin: string
  readonly received: Received[]
  /** Connections opened so far. */
  readonly connections: () => number
  /** Replaceable at any time. */
  reply: (response: ServerResponse, received: Received) => void
  readonly close: () => Promise<void>
}

/** A pool of connections for the tests of a file, each of which gets a server of its own. */
export function poolWithLoopback(onServer: (server: Loopback) => void): HttpPool {
  const pool = createHttpPool({ env: {} })
  let server: Loopback
  beforeEach(async () => {
    server = await loopback()
    onServer(server)
  })
  afterEach(() => server.close())
  afterAll(() => pool.close())
  return pool
}

export async function loopback(): Promise<Loopback> {
  let connections = 0
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      const body: Readonly<Record<string, unknown>> = text === '' ? {} : JSON.parse(text)
      const received = { url: request.url ?? '', headers: request.headers, body }
      self.received.push(received)
      self.reply(response, received)
    })
  })
  server.on('connection', () => connections++)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const self: Loopback = {
    origin: `http://127.0.0.1:${port}`,
    received: [],
    connections: () => connections,
    reply: (response) => response.end(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return self
}

export const sendJson = (
  response: ServerResponse,
  body: unknown,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

/** Sends the events, then ends the response, resets the connection, or leaves it open. */
export const sendEvents = (
  response: ServerResponse,
  events: readonly string[],
  {
    ending = 'end',
    headers = {},
  }: { ending?: 'end' | 'reset' | 'hang'; headers?: Record<string, string> } = {},
): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream', ...headers })
  response.write(events.join(''), () => {
    if (ending === 'end') response.end()
    if (ending === 'reset') response.socket?.resetAndDestroy()
  })
}

export const sendHtml = (response: ServerResponse, text = 'Welcome'): void => {
  response.writeHead(200, { 'content-type': 'text/html' })
  response.end(`<html><body>${text}</body></html>`)
}
