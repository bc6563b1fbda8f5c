/** Connections on which clients send more than one request to `sifaka serve`. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { temporaryFolder } from '../helpers/folder.ts'
import { serve, type Served } from '../helpers/served.ts'

const folder = temporaryFolder()
let served: Served | undefined
afterEach(() => served?.stop())

/** Starts a service whose texts take `firstTokenMs`, and connects to it. */
async function open(firstTokenMs: number) {
  const settings = { model: 'sim:writer', critics: [], cache: false, store: false, maxIterations: 1 }
  const providers = { sim: { latency: { firstTokenMs, spread: 0 } } }
  const config = folder.write('serve.json', JSON.stringify({ ...settings, providers }))
  const started = await serve(['--config', config])
  served = started
  const socket = connect(Number(new URL(started.url).port), '127.0.0.1')
  await once(socket, 'connect')
  return { ...started, socket, received: receivedBy(socket) }
}

const receivedBy = (socket: Socket): (() => string) => {
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  return () => text
}

const requestFor = (topic: string): string => {
  const body = JSON.stringify({ prompt: `Write about ${topic}` })
  const head = 'POST /v1/improve HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json'
  return `${head}\r\ncontent-length: ${body.length}\r\n\r\n${body}`
}

const inFlight = async (url: string): Promise<number> =>
  ((await (await fetch(`${url}/health`)).json()) as { inFlight: number }).inFlight

it('a client that disconnects ends the work on all requests of its connection', async () => {
  const { url, socket } = await open(60_000)
  socket.write(['rain', 'wind', 'snow'].map(requestFor).join(''))
  await expect.poll(() => inFlight(url), { timeout: 10_000 }).toBe(3)
  socket.destroy()
  await expect.poll(() => inFlight(url), { timeout: 10_000 }).toBe(0)
})

it('a request that is on its way at SIGTERM is answered, and the answer closes its connection', async () => {
  const { socket, received, stop } = await open(0)
  socket.write(requestFor('rain'))
  await expect.poll(received, { timeout: 10_000 }).toMatch(/connection: keep-alive[^]*\}$/i)
  const ended = stop()
  const isOver = ended.then(() => 'over')
  const refused = async () => {
    const probe = connect(socket.remotePort ?? 0, '127.0.0.1')
    return once(probe, 'connect').then(
      () => !probe.destroy(),
      () => true,
    )
  }
  await expect.poll(refused, { interval: 5, timeout: 10_000 }).toBe(true)
  socket.write(requestFor('wind'))
  await Promise.race([once(socket, 'close'), isOver])
  expect(received()).toMatch(/HTTP\/1.1 200 OK[^]*HTTP\/1.1 200 OK[^]*connection: close/i)
  expect(await ended).toMatchObject({ code: 143 })
})

it('a request on a connection that the system has opened at SIGTERM is answered', async () => {
  const { url, stop, signal } = await open(0)
  signal('SIGSTOP')
  const sockets = Array.from({ length: 20 }, () => connect(Number(new URL(url).port), '127.0.0.1'))
  const received = sockets.map((socket) => receivedBy(socket.on('error', () => undefined)))
  await Promise.all(sockets.map((socket) => once(socket, 'connect')))
  for (const socket of sockets) socket.write(requestFor('rain'))
  const ended = stop()
  signal('SIGCONT')
  expect(await ended).toMatchObject({ code: 143 })
  expect(received.map((text) => text().split('\r\n')[0])).toEqual(sockets.map(() => 'HTTP/1.1 200 OK'))
})

it('a connection on which an answer ends after SIGTERM stays open for one more request', async () => {
  const { socket, received, stop } = await open(3000)
  const body = JSON.stringify({ prompt: 'Write about rain', stream: true })
  const head = 'POST /v1/improve HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json'
  socket.write(`${head}\r\ncontent-length: ${body.length}\r\n\r\n${body}`)
  await expect.poll(received, { timeout: 10_000 }).toContain('text/event-stream')
  const ended = stop()
  await expect.poll(received, { timeout: 10_000 }).toMatch(/\r\n0\r\n\r\n$/)
  socket.write('GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n')
  await once(socket, 'close')
  expect(received()).toMatch(/connection: close[^]*"status":"live"/i)
  expect(await ended).toMatchObject({ code: 143 })
})

it('SIGTERM loses no request before one that does not arrive', async () => {
  const { url, socket, received, stop } = await open(5000)
  socket.write(`${requestFor('rain')}${requestFor('wind').slice(0, -3)}`)
  await expect.poll(() => inFlight(url), { timeout: 10_000 }).toBe(1)
  expect(await stop()).toMatchObject({ code: 143 })
  expect(received()).toContain('HTTP/1.1 200 OK')
})
