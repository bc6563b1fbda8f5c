/** Sends server-sent events. */
import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import { systemClock } from '../core/clock.ts'
import type { ServerSentEvent } from './chat-api.ts'

/** Proxies close connections on which nothing is sent for about a minute. */
const KEEP_ALIVE_MS = 10_000

export type SendEvent = (event: ServerSentEvent) => Promise<void>

/** `work` must not reject. While it sends nothing, comments keep the connection open. */
export const sendEvents = (
  context: Context,
  toText: (value: unknown) => string,
  work: (send: SendEvent) => Promise<void>,
): Response => {
  const response = streamSSE(context, async (stream) => {
    const ended = new AbortController()
    const keepAlive = async () => {
      while (!ended.signal.aborted) {
        await systemClock.sleep(KEEP_ALIVE_MS, ended.signal)
        await stream.write(': still working\n\n')
      }
    }
    keepAlive().catch(() => undefined)
    try {
      await work(({ data, event }) =>
        stream.writeSSE({
          data: typeof data === 'string' ? data : toText(data),
          ...(event === undefined ? {} : { event }),
        }),
      )
    } finally {
      ended.abort('ended')
    }
  })
  // Node sets them itself: clients of HTTP 1.0 read no chunks, and a service that ends closes its connections.
  for (const name of ['transfer-encoding', 'connection']) response.headers.delete(name)
  // Otherwise, nginx would hold the events back.
  response.headers.set('x-accel-buffering', 'no')
  return response
}
