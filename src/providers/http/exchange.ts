/** One request and its answer. */
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Clock } from '../../core/clock.ts'
import type { Host } from './host.ts'
import { notAnswered, silent, tooLarge } from './limits.ts'
import { Reply, ReplyBody } from './reply.ts'

export interface Outgoing {
  readonly url: URL
  readonly method: string
  /** Names and values in turn. */
  readonly headers: readonly string[]
  readonly body: string | Uint8Array | undefined
  readonly signal: AbortSignal | undefined
}

/**
 * Resolves as soon as the answer begins. Fails with the signal's reason, else as `fetch` does: a `TypeError` that
 * says `fetch failed` before the answer and `terminated` within it. Its cause is a `ProviderError` where a limit
 * was hit, else the system's error.
 */
export async function exchange(host: Host, outgoing: Outgoing): Promise<Reply> {
  const first = await attempt(host, outgoing)
  if (first instanceof Reply) return first
  // The server closed a kept connection just then. Its neighbours were idle as long, so they go too.
  host.dropIdle()
  const second = await attempt(host, outgoing)
  if (second instanceof Reply) return second
  throw second
}

/** Returns the error where a kept connection failed before anything of an answer came: sending again is safe. */
async function attempt(host: Host, outgoing: Outgoing): Promise<Reply | Error> {
  const { url, method, body, signal } = outgoing
  const { limits } = host
  signal?.throwIfAborted()
  await host.slots.take(signal)
  let request: ClientRequest
  try {
    signal?.throwIfAborted()
    host.closing.throwIfAborted()
    const path = url.pathname + url.search
    request = host.request({ ...host.requestOptions, path, method, headers: rawHeaders(outgoing) })
  } catch (error) {
    host.slots.release()
    throw error
  }
  return new Promise((resolve, reject) => {
    let incoming: IncomingMessage | undefined
    let reason: unknown

    const hangUp = (why?: unknown) => {
      reason ??= why
      reject(why)
      ;(incoming ?? request).destroy(why instanceof Error ? why : undefined)
    }
    const abort = () => hangUp(signal?.reason)
    const idle = () => {
      // What is read slowly by us is not the server's silence.
      if (incoming?.readableLength === 0) hangUp(terminated(silent(host.name, limits.idleMs)))
    }
    const begun = within(limits.headersMs, host.clock, (limitMs) =>
      hangUp(failed(notAnswered(host.name, limitMs))),
    )
    signal?.addEventListener('abort', abort, { once: true })
    request.once('close', () => {
      host.slots.release()
      begun()
      signal?.removeEventListener('abort', abort)
    })
    request.on('error', (error: NodeJS.ErrnoException) => {
      const kept = request.reusedSocket && /^(ECONNRESET|EPIPE)$/.test(error.code ?? '')
      if (kept && reason === undefined && incoming === undefined) resolve(failed(error))
      else reject(failed(error))
    })
    request.once('response', (response) => {
      begun()
      incoming = response
      if (REDIRECTS.has(response.statusCode ?? 0)) {
        return hangUp(failed(new Error('unexpected redirect')))
      }
      const { socket } = response
      socket.on('timeout', idle)
      request.once('close', () => socket.off('timeout', idle))
      const replyBody = new ReplyBody(response, {
        limitBytes: limits.answerBytes,
        hangUp,
        errorOf: (error) => reason ?? terminated(error),
        tooLarge: () => terminated(tooLarge(host.name, limits.answerBytes)),
      })
      resolve(new Reply(response, url.href, replyBody))
    })
    request.end(body)
  })
}

const failed = (cause: Error) => new TypeError('fetch failed', { cause })
const terminated = (cause: Error | null) => new TypeError('terminated', { cause })

/** Calls `late` unless the returned function is called in time. */
function within(limitMs: number | undefined, clock: Clock, late: (limitMs: number) => void): () => void {
  if (limitMs === undefined) return () => undefined
  const inTime = new AbortController()
  clock.sleep(limitMs, inTime.signal).then(
    () => late(limitMs),
    () => undefined,
  )
  return () => inTime.abort()
}

/** As a list they go out as they are; as an object Node would look at each of them twice. */
const rawHeaders = ({ url, method, headers, body }: Outgoing): string[] =>
  body === undefined && method === 'GET'
    ? ['host', url.host, ...headers]
    : ['host', url.host, ...headers, 'content-length', String(Buffer.byteLength(body ?? ''))]

/** Following one would send the prompt to somebody whom the user did not choose. */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
