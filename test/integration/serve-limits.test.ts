/** The limits that `sifaka serve` observes for its clients, and what it tells them about connections. */
import { connect } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../helpers/folder.ts'
import { post, serve, type Served } from '../helpers/served.ts'

const folder = temporaryFolder()
let served: Served | undefined
afterEach(async () => {
  await served?.stop()
  served = undefined
})

async function start(args: readonly string[], latency: object = {}): Promise<string> {
  const settings = { model: 'sim:writer', critics: [], cache: false, store: false, maxIterations: 1 }
  const profiles = { own: { seed: 5 } }
  folder.write('serve.json', JSON.stringify({ ...settings, profiles, providers: { sim: { latency } } }))
  served = await serve(['--config', folder.path('serve.json'), ...args])
  return served.url
}

const chat = (content: string, more: object = {}) => ({
  model: 'default',
  messages: [{ role: 'user', content }],
  ...more,
})

/** Sends a request by an HTTP version, and resolves to what arrives until the service closes the connection. */
const raw = (url: string, body: object, version: string, onSent = () => {}): Promise<string> =>
  new Promise((resolve, reject) => {
    const text = JSON.stringify(body)
    const head = `POST /v1/chat/completions HTTP/${version}\r\nhost: localhost\r\ncontent-type: application/json\r\n`
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () =>
      socket.write(`${head}content-length: ${text.length}\r\n\r\n${text}`, () => onSent()),
    )
    let answer = ''
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()))
    socket.on('close', () => resolve(answer)).on('error', reject)
  })

describe('a limit of the service', () => {
  it('of tokens holds for all profiles together', async () => {
    const url = await start(['--max-total-tokens=250', '--max-tokens=100'])
    const statuses = []
    for (const model of ['default', 'own', 'default', 'own']) {
      statuses.push((await post(`${url}/v1/chat/completions`, chat('Write about rain', { model }))).status)
    }
    expect(statuses).toEqual([200, 200, 429, 429])
  })

  it('of calls in flight holds for all profiles together', async () => {
    const url = await start(['--max-calls=1'], { firstTokenMs: 200 })
    const startedMs = performance.now()
    await Promise.all(
      ['default', 'own', 'default', 'own'].map((model) =>
        post(`${url}/v1/chat/completions`, chat('Write about rain', { model })),
      ),
    )
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(4 * 200)
  })

  it('of tokens per client counts the calls of clients that disconnect', async () => {
    const url = await start(['--max-client-tokens=500'], { firstTokenMs: 2000 })
    const abort = new AbortController()
    const prompt = `Write about ${'rain and wind '.repeat(400)}`
    const answer = await fetch(`${url}/v1/improve`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prompt, stream: true }),
      signal: abort.signal,
    })
    const first = await answer.body?.getReader().read()
    expect(new TextDecoder().decode(first?.value)).toContain('event: progress')
    // The first call is sent in the same turn of the event loop as the first event, or a little later.
    await vi.waitFor(async () => {
      const metrics = await (await fetch(`${url}/health`)).json()
      expect(metrics).toMatchObject({ inFlight: 1 })
    })
    abort.abort()
    await vi.waitFor(async () => {
      const next = await post(`${url}/v1/validate`, { text: 'x', validators: ['length:min=1'] })
      expect(next.status).toBe(429)
    })
  })
})

describe('a streamed answer', () => {
  it('is not chunked for a client of HTTP 1.0', async () => {
    const url = await start([])
    const answer = await raw(url, chat('Write about rain', { stream: true }), '1.0')
    expect(answer).not.toMatch(/transfer-encoding/i)
    expect(answer).toMatch(/connection: close/i)
    expect(answer).toContain('\r\n\r\ndata: {')
    expect(answer).toContain('data: [DONE]')
  })
})

describe('an answer in progress at SIGTERM', () => {
  it('tells the client to send nothing more on the connection', async () => {
    const url = await start([], { firstTokenMs: 700 })
    const answer = raw(url, chat('Write about rain'), '1.1')
    await vi.waitFor(async () => {
      expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ inFlight: 1 })
    })
    await served?.stop()
    expect(await answer).toMatch(/^HTTP\/1.1 200 OK\r\n(.*\r\n)*connection: close\r\n/i)
  })
})
