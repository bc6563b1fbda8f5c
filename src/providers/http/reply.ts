/** What the SDKs read of a `Response`, and nothing else: the web's own costs more than all the rest of a call. */
import type { IncomingMessage } from 'node:http'
import { pipeline, type Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

export class Reply {
  readonly status: number
  readonly statusText: string
  readonly ok: boolean
  readonly url: string
  readonly headers: ReplyHeaders
  readonly body: ReplyBody

  constructor(incoming: IncomingMessage, url: string, body: ReplyBody) {
    this.status = incoming.statusCode ?? 0
    this.statusText = incoming.statusMessage ?? ''
    this.ok = this.status >= 200 && this.status < 300
    this.url = url
    this.headers = new ReplyHeaders(incoming.headers)
    this.body = body
  }

  async text(): Promise<string> {
    const chunks: Uint8Array[] = []
    for await (const chunk of this.body) chunks.push(chunk)
    const [only] = chunks
    return utf8.decode(chunks.length === 1 ? only : Buffer.concat(chunks))
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text())
  }
}

const utf8 = new TextDecoder()

class ReplyHeaders {
  readonly #headers: IncomingMessage['headers']

  constructor(headers: IncomingMessage['headers']) {
    this.#headers = headers
  }

  get(name: string): string | null {
    return this.#headers[name.toLowerCase()]?.toString() ?? null
  }

  has(name: string): boolean {
    return this.get(name) !== null
  }

  *entries(): Generator<[string, string]> {
    for (const [name, value] of Object.entries(this.#headers)) yield [name, String(value)]
  }

  [Symbol.iterator](): Generator<[string, string]> {
    return this.entries()
  }
}

export interface BodyOptions {
  readonly limitBytes: number
  /** Ends the whole exchange. */
  readonly hangUp: (reason?: Error) => void
  /** What to throw for what broke the answer off. */
  readonly errorOf: (error: Error | null) => unknown
  readonly tooLarge: () => Error
}

/** The bytes of an answer, decompressed, as they come. To be read once; leaving the loop early hangs up. */
export class ReplyBody implements AsyncIterableIterator<Uint8Array> {
  readonly #source: Readable
  readonly #options: BodyOptions
  #bytes = 0
  #listening = false
  #wake: (() => void) | undefined

  constructor(incoming: IncomingMessage, options: BodyOptions) {
    this.#source = decompressed(incoming)
    this.#options = options
    // Nobody reads what is not there, and its end would never be noticed.
    if (isEmpty(incoming)) this.#source.resume()
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const source = this.#source
    for (;;) {
      const chunk = source.read() as Uint8Array | null
      if (chunk !== null) return { done: false, value: this.#counted(chunk) }
      if (source.readableEnded) return { done: true, value: undefined }
      if (source.destroyed) throw this.#options.errorOf(source.errored)
      this.#listen()
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (!this.#source.readableEnded) this.#options.hangUp()
    return { done: true, value: undefined }
  }

  async cancel(): Promise<void> {
    await this.return()
  }

  #counted(chunk: Uint8Array): Uint8Array {
    this.#bytes += chunk.length
    if (this.#bytes <= this.#options.limitBytes) return chunk
    const error = this.#options.tooLarge()
    this.#options.hangUp(error)
    throw error
  }

  #listen(): void {
    if (this.#listening) return
    this.#listening = true
    const wake = () => this.#wake?.()
    for (const event of ['readable', 'end', 'error', 'close']) this.#source.on(event, wake)
  }
}

const isEmpty = ({ statusCode, headers }: IncomingMessage): boolean =>
  statusCode === 204 || statusCode === 205 || statusCode === 304 || headers['content-length'] === '0'

/** No compression is asked for, as texts are short; some servers and proxies do it anyway. */
function decompressed(incoming: IncomingMessage): Readable {
  const decoder = isEmpty(incoming) ? undefined : DECODERS[incoming.headers['content-encoding'] ?? '']?.()
  // Errors show at the decoder's end.
  return decoder === undefined ? incoming : pipeline(incoming, decoder, () => undefined)
}

const DECODERS: Readonly<Record<string, (() => Transform) | undefined>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}
