/**
 * A response with only the members that sifaka uses. Node's own `Response` costs more CPU time than the rest of a call.
 */
import type { IncomingMessage } from 'node:http'
import { pipeline, type Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { ProviderError } from '../../core/errors.ts'
import { joinBytes } from '../../util/files/read-bytes.ts'

export type HttpResponse = ReturnType<typeof createResponse>

interface ResponseOptions {
  readonly url: URL
  /** Maximum size of the response after decompression. */
  readonly maxBytes: number
  readonly hangUp: () => void
  /** Returns why sifaka ended the exchange; undefined if it did not. */
  readonly endReason: () => unknown
}

/** The body can be read only once. Leaving the loop over its bytes early closes the connection. */
export function createResponse(incoming: IncomingMessage, options: ResponseOptions) {
  const { statusCode = 0, headers } = incoming
  const isEmpty = [204, 205, 304].includes(statusCode) || headers['content-length'] === '0'
  const source = isEmpty ? incoming : decompress(incoming)
  // The caller may not read an empty body, but the connection becomes free only when the body has been read.
  if (isEmpty) source.resume()
  const body = readBody(source, options)
  const text = async (): Promise<string> => utf8.decode(await joinBytes(body))
  return {
    status: statusCode,
    ok: statusCode >= 200 && statusCode < 300,
    headers: { get: (name: string): string | null => headers[name.toLowerCase()]?.toString() ?? null },
    body,
    text,
    json: async (): Promise<unknown> => JSON.parse(await text()),
  }
}

const utf8 = new TextDecoder()

async function* readBody(source: Readable, { url, maxBytes, hangUp, endReason }: ResponseOptions) {
  let bytes = 0
  let wake: () => void = () => undefined
  try {
    for (const event of ['readable', 'end', 'error', 'close']) source.on(event, () => wake())
    while (!source.readableEnded) {
      const chunk = source.read() as Uint8Array | null
      if (chunk !== null) {
        bytes += chunk.length
        if (bytes > maxBytes) throw terminated(tooLargeError(url.host, maxBytes))
        yield chunk
      } else if (source.destroyed) {
        throw endReason() ?? terminated(source.errored)
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  } finally {
    if (!source.readableEnded) hangUp()
  }
}

/** The error that `fetch` throws when a response ends early. */
export const terminated = (cause: Error | null): TypeError => new TypeError('terminated', { cause })

const tooLargeError = (host: string, maxBytes: number): ProviderError =>
  new ProviderError('protocol', `an answer of ${host} is larger than ${maxBytes / 2 ** 20} MB`, {
    hint: 'no model writes that much: check the base URL',
  })

/** Requests do not ask for compression, since texts are short, but some servers and proxies compress anyway. */
function decompress(incoming: IncomingMessage): Readable {
  const decoder = DECODERS[incoming.headers['content-encoding'] ?? '']?.()
  // The reader of the decoder receives the errors, so the callback ignores them.
  return decoder === undefined ? incoming : pipeline(incoming, decoder, () => undefined)
}

const DECODERS: Readonly<Record<string, (() => Transform) | undefined>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}
