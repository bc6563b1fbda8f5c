/** Every form in which a server can send a response. */
import type { ServerResponse } from 'node:http'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHttpPool } from '../../../src/providers/http/lazy-pool.ts'
import { loopback, type Loopback } from '../loopback.ts'

const pool = createHttpPool({ env: {}, maxAnswerBytes: 2 ** 20 })
let server: Loopback
beforeEach(async () => {
  server = await loopback()
})
afterEach(() => server.close())
afterAll(() => pool.close())

const ask = async (init?: RequestInit) => (await pool.fetch())(server.origin, init)

const text = '{"text":"héllo 🦊 wörld"}'
const bytes = Buffer.from(text)
const json = { 'content-type': 'application/json' }

const send =
  (headers: Record<string, string | number>, body: Buffer) =>
  (response: ServerResponse): void =>
    void response.writeHead(200, { ...json, ...headers }).end(body)

/** One byte at a time, so that every multi-byte character is split. */
const drip = (response: ServerResponse): void => {
  response.writeHead(200, json)
  const rest = [...bytes]
  const next = () => {
    const byte = rest.shift()
    if (byte === undefined) response.end()
    else response.write(Buffer.of(byte), () => setImmediate(next))
  }
  next()
}

describe('a response', () => {
  it.each<[string, Loopback['reply']]>([
    ['with a content-length', send({ 'content-length': bytes.length }, bytes)],
    ['in chunks', drip],
    ['on a connection that is closed after it', send({ connection: 'close' }, bytes)],
    ['that ends with the connection', (response) => response.socket?.end(`HTTP/1.0 200 OK\r\n\r\n${text}`)],
    ['that is gzipped', send({ 'content-encoding': 'gzip' }, gzipSync(bytes))],
    ['that is deflated', send({ 'content-encoding': 'deflate' }, deflateSync(bytes))],
    ['compressed by Brotli', send({ 'content-encoding': 'br' }, brotliCompressSync(bytes))],
  ])('%s is read correctly', async (_, reply) => {
    server.reply = reply
    for (let call = 0; call < 3; call++) {
      const response = await ask()
      expect(response.ok).toBe(true)
      expect(await response.text()).toBe(text)
    }
    expect(await (await ask()).json()).toEqual(JSON.parse(text))
  })

  it('can be read chunk by chunk', async () => {
    server.reply = drip
    const pieces: Uint8Array[] = []
    for await (const piece of (await ask()).body ?? []) pieces.push(piece)
    expect(pieces.length).toBeGreaterThan(3)
    expect(Buffer.concat(pieces).toString()).toBe(text)
  })

  it.each<[string, Loopback['reply']]>([
    ['204', (response) => response.writeHead(204).end()],
    ['with no bytes', (response) => response.writeHead(200, { 'content-length': 0 }).end()],
    ['with no bytes, gzipped', send({ 'content-encoding': 'gzip', 'content-length': 0 }, Buffer.of())],
    ['with no chunks', (response) => response.writeHead(200).end()],
  ])('%s is an empty text', async (_, reply) => {
    server.reply = reply
    expect(await (await ask()).text()).toBe('')
    expect(await (await ask()).text()).toBe('')
    expect(server.connections()).toBe(1)
  })

  it('without a body frees its connection even if it is not read', async () => {
    server.reply = (response) => response.writeHead(204).end()
    const own = createHttpPool({ env: {}, connections: 1 })
    const fetch = await own.fetch()
    for (let call = 0; call < 3; call++) expect((await fetch(server.origin)).status).toBe(204)
    await own.close()
  })

  it('has a status and headers', async () => {
    server.reply = (response) =>
      response.writeHead(418, { 'X-Request-Id': 'r-1', 'set-cookie': ['a=1', 'b=2'] }).end()
    const response = await ask()
    expect(response).toMatchObject({ ok: false, status: 418 })
    expect(response.headers.get('X-REQUEST-ID')).toBe('r-1')
    expect(response.headers.get('absent')).toBeNull()
    expect(response.headers.get('set-cookie')).toBe('a=1,b=2')
  })

  it.each<[string, Loopback['reply']]>([
    ['', (response) => void response.writeHead(200).end(Buffer.alloc(2 ** 20 + 1))],
    ['once decompressed', send({ 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(2 ** 24)))],
  ])('that is too large %s is an error', async (_, reply) => {
    server.reply = reply
    await expect((await ask()).text()).rejects.toMatchObject({
      message: 'terminated',
      cause: { kind: 'protocol', message: expect.stringMatching(/is larger than 1 MB/) as string },
    })
  })

  it.each<[string, Loopback['reply']]>([
    [
      'before its content-length',
      (response) => {
        response.writeHead(200, { 'content-length': 100 })
        response.write('x', () => response.socket?.destroy())
      },
    ],
    [
      'between two chunks',
      (response) => {
        response.writeHead(200)
        response.write('x', () => response.socket?.end())
      },
    ],
    ['in the middle of its gzip', send({ 'content-encoding': 'gzip' }, gzipSync(bytes).subarray(0, 20))],
  ])('that ends %s is an error', async (_, reply) => {
    server.reply = reply
    await expect((await ask()).text()).rejects.toThrow('terminated')
  })

  it('that is left early closes its connection', async () => {
    const closed = new Promise((resolve) => {
      server.reply = (response) => {
        response.on('close', () => resolve('closed'))
        response.writeHead(200).write('x')
      }
    })
    const { body } = await ask()
    for await (const _ of body ?? []) break
    expect(await closed).toBe('closed')
  })
})

describe('a request', () => {
  it.each([
    ['an object', { 'x-one': '1' }],
    ['pairs', [['x-one', '1']] as [string, string][]],
    ['Headers', new Headers({ 'x-one': '1' })],
  ])('takes its headers from %s, and does not request compression', async (_, headers) => {
    await (await ask({ method: 'POST', headers, body: '{"a":"🦊"}' })).text()
    const [received] = server.received
    expect(received?.body).toEqual({ a: '🦊' })
    expect(received?.headers).toEqual({
      'x-one': '1',
      host: server.origin.replace('http://', ''),
      connection: 'keep-alive',
      'content-length': '12',
    })
  })

  it('with another body than a string or bytes is rejected', async () => {
    await expect(ask({ method: 'POST', body: new FormData() })).rejects.toThrow('only strings and bytes')
  })
})
