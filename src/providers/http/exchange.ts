/**
 * Sends one request with node:http and receives its response. undici would take 60 ms instead of 5 ms to
 * load, and 17 MB more memory.
 */
import { request, type Agent, type ClientRequest, type IncomingMessage } from 'node:http'
import { ProviderError } from '../../core/errors.ts'
import type { Semaphore } from '../../util/semaphore.ts'
import { createResponse, terminated, type HttpResponse } from './response.ts'

/** A server, the connections to it, and their limits. */
export interface Host {
  readonly agent: Agent
  /** Each request holds a permit, which bounds the number of connections. */
  readonly permits: Semaphore
  /** The maximum time between two chunks of a response. */
  readonly idleMs: number
  readonly maxAnswerBytes: number
  readonly closing: AbortSignal
}

/**
 * Resolves when the headers have arrived. Rejects with the signal's reason, or with a `TypeError` as `fetch`
 * does: `fetch failed` before the response, `terminated` within it. The cause of the `TypeError` is a
 * `ProviderError` if a limit was exceeded, else the system's error.
 */
export async function exchange(
  host: Host,
  url: URL,
  init: RequestInit,
  isRetry = false,
): Promise<HttpResponse> {
  const { agent, idleMs: timeout } = host
  const { protocol, port } = url
  const { method = 'GET' } = init
  const signal = init.signal ?? undefined
  const body = sendableBody(init.body)
  await host.permits.acquire(signal)
  let outgoing: ClientRequest
  try {
    signal?.throwIfAborted()
    host.closing.throwIfAborted()
    const hostname = url.hostname.replace(/^\[|\]$/g, '')
    const path = url.pathname + url.search
    const headers = rawHeaders(url, method, init, body)
    outgoing = request({ protocol, hostname, port, agent, timeout, path, method, headers })
  } catch (error) {
    host.permits.release()
    throw error
  }
  return new Promise((resolve, reject) => {
    let incoming: IncomingMessage | undefined
    let reason: unknown

    const hangUp = (why?: unknown) => {
      reason ??= why
      reject(why)
      const stream = incoming ?? outgoing
      stream.destroy(why instanceof Error ? why : undefined)
    }
    const onAbort = () => hangUp(signal?.reason)
    const onIdle = () => {
      // If data is unread, the reader is slow, not the server.
      if (incoming?.readableLength === 0) hangUp(terminated(idleTimeoutError(url, timeout)))
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    outgoing.once('close', () => {
      host.permits.release()
      signal?.removeEventListener('abort', onAbort)
      // Not every end has an error: for example, Node closes the connection if the server switches protocols.
      if (incoming === undefined)
        reject(fetchFailed(new Error('the server closed the connection without an answer')))
    })
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      const reusedClosed = outgoing.reusedSocket && /^(ECONNRESET|EPIPE)$/.test(error.code ?? '')
      // The server has probably closed this idle connection. The others are as old, so they are closed, too.
      if (reusedClosed) dropIdleConnections(host)
      // The server may have read the request, and a second POST may be billed, so only the retries of calls,
      // which count what is billed, send it again.
      if (!reusedClosed || method === 'POST' || isRetry || reason !== undefined || incoming !== undefined) {
        return reject(fetchFailed(error))
      }
      return resolve(exchange(host, url, init, true))
    })
    outgoing.once('response', (response) => {
      incoming = response
      const { statusCode = 0 } = response
      if (REDIRECTS.has(statusCode)) return hangUp(fetchFailed(new Error('unexpected redirect')))
      if (statusCode < 200 || (statusCode >= 300 && statusCode < 400)) {
        return hangUp(
          fetchFailed(new Error(`the server answered with status ${statusCode}, which no API uses`)),
        )
      }
      const { socket } = response
      socket.on('timeout', onIdle)
      outgoing.once('close', () => socket.off('timeout', onIdle))
      const maxBytes = host.maxAnswerBytes
      return resolve(createResponse(response, { url, maxBytes, hangUp, endReason: () => reason }))
    })
    outgoing.end(body)
  })
}

export function dropIdleConnections({ agent }: Host): void {
  for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy()
}

type Body = string | Uint8Array | undefined

function sendableBody(body: RequestInit['body']): Body {
  if (body === null || body === undefined) return undefined
  if (typeof body === 'string' || body instanceof Uint8Array) return body
  throw new TypeError('only strings and bytes can be sent')
}

/** Returns a list of names and values, because Node would process each header of an object twice. */
function rawHeaders(url: URL, method: string, { headers = {} }: RequestInit, body: Body): string[] {
  // An object is not made `Headers`, whose creation would take as long as the rest of this function.
  const given = Symbol.iterator in headers ? headers : Object.entries(headers)
  const raw = ['host', url.host]
  for (const [name = '', value = ''] of given) raw.push(name, String(value))
  if (body !== undefined || method !== 'GET') raw.push('content-length', `${Buffer.byteLength(body ?? '')}`)
  return raw
}

/** A redirect is an error: following it would send the prompt to a server that the user did not choose. */
const REDIRECTS: ReadonlySet<number> = new Set([300, 301, 302, 303, 305, 307, 308])

const fetchFailed = (cause: Error): TypeError => new TypeError('fetch failed', { cause })

const idleTimeoutError = ({ host }: URL, idleMs: number): ProviderError =>
  new ProviderError('timeout', `${host} sent nothing for ${idleMs / 1000} s in the middle of an answer`, {
    hint: 'this is usually temporary; if not, the server or a proxy in front of it buffers answers',
  })
