/** How the service reads bodies, and what it does when a client disconnects. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { simProfileSchema } from '../../src/sim/profile.ts'
import { startSimServer } from '../../src/sim/server/server.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { post, serve, type Served } from '../helpers/served.ts'

const folder = temporaryFolder()
const MAX_BYTES = 5000
const REQUEST = { model: 'default', messages: [{ role: 'user', content: 'Write about snow' }] }

let provider: Awaited<ReturnType<typeof startSimServer>>
let served: Served
beforeAll(async () => {
  const latency = { firstTokenMs: 20_000, spread: 0 }
  provider = await startSimServer({
    port: 0,
    profile: simProfileSchema.parse({ modelLatency: { slow: latency } }),
  })
  const config = folder.write(
    'serve.json',
    JSON.stringify({ model: 'openai:fast', critics: [], cache: false }),
  )
  const env = { OPENAI_BASE_URL: `${provider.url}/v1`, OPENAI_API_KEY: 'sk-simulated' }
  served = await serve(['--config', config, `--max-body-bytes=${MAX_BYTES}`], { env })
}, 60_000)
afterAll(() => provider.close())

const chunked = (text: string) =>
  fetch(`${served.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    // A body as a stream has no content-length.
    body: new Blob([text]).stream(),
    duplex: 'half',
  })

const inFlight = async ({ url }: Served) =>
  ((await (await fetch(`${url}/health`)).json()) as { inFlight: number }).inFlight

it('reads a body whose length is not announced, up to the same limit', async () => {
  expect((await chunked(JSON.stringify(REQUEST))).status).toBe(200)
  const large = await chunked(JSON.stringify({ ...REQUEST, user: 'x'.repeat(20 * MAX_BYTES) }))
  expect(large.status).toBe(413)
  expect(await large.json()).toMatchObject({ error: { code: 'request_too_large' } })
})

it('answers clients that are still sending a body that is too large', async () => {
  const body = JSON.stringify({ ...REQUEST, user: 'x'.repeat(8_000_000) })
  for (let sent = 0; sent < 5; sent++) {
    const response = await post(`${served.url}/v1/chat/completions`, body)
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({ error: { code: 'request_too_large' } })
  }
  expect((await post(`${served.url}/v1/chat/completions`, REQUEST)).status).toBe(200)
})

it.each([
  ['application/json; charset=iso-8859-1', 415],
  ['application/json;Charset="utf-16"', 415],
  ['application/json; charset=UTF-8', 200],
  ['application/json;charset="utf8"', 200],
])('answers a body of the type %s with %i', async (type, status) => {
  const response = await post(`${served.url}/v1/chat/completions`, REQUEST, { 'content-type': type })
  expect(response.status).toBe(status)
  if (status === 415) expect(await response.text()).toContain('the body must be in UTF-8')
})

it('refuses a compressed body by the name of its encoding', async () => {
  const response = await post(`${served.url}/v1/chat/completions`, REQUEST, { 'content-encoding': 'gzip' })
  expect(response.status).toBe(415)
  expect(await response.text()).toContain('content-encoding: gzip')
  const plain = await post(`${served.url}/v1/chat/completions`, REQUEST, { 'content-encoding': 'Identity' })
  expect(plain.status).toBe(200)
})

it.each([
  ['"max_tokens":5,"max_tokens":500', 'the key "max_tokens" occurs twice; keep one of its values'],
  ['"sifaka":{"vars":{"a":1,"a":2}}', 'the key "a" occurs twice; keep one of its values'],
  ['"sifaka":{"vars":{"a":1234567890123456789}}', 'the number 1234567890123456789 has too many digits'],
  ['"sifaka":{"vars":{"a":1e999}}', 'the number 1e999 is too large'],
])('refuses a body that would not be read as it is written: %s', async (fields, reason) => {
  const body = `${JSON.stringify(REQUEST).slice(0, -1)},${fields}}`
  const response = await post(`${served.url}/v1/chat/completions`, body)
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining(reason) } })
})

it.each([
  ['OPTIONS', '/v1/chat/completions', 'POST', { error: { code: 'method_not_allowed' } }],
  ['GET', '/v1/messages', 'POST', { type: 'error', error: { type: 'invalid_request_error' } }],
  ['POST', '/v1/models', 'GET, HEAD', { error: { code: 'method_not_allowed' } }],
  ['DELETE', '/v1/thoughts/abc', 'GET, HEAD', { error: { code: 'method_not_allowed' } }],
])(
  'answers %s %s with 405, the allowed methods and an error of that API',
  async (method, path, allow, body) => {
    const response = await fetch(`${served.url}${path}`, { method })
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow])
    expect(await response.json()).toMatchObject(body)
  },
)

it('goes on after a client that disconnects in the middle of its body', async () => {
  const { hostname, port } = new URL(served.url)
  const socket = connect(Number(port), hostname)
  const head = ['POST /v1/improve HTTP/1.1', `host: ${hostname}`, 'content-type: application/json']
  socket.write([...head, 'content-length: 100', '', '{"prompt"'].join('\r\n'))
  await once(socket, 'connect')
  socket.destroy()
  expect((await post(`${served.url}/v1/improve`, { prompt: 'Hi' })).status).toBe(200)
})

it.each([true, false])('ends the calls of a client that disconnects (streamed: %s)', async (stream) => {
  const before = provider.ledger()
  const client = new AbortController()
  const request = fetch(`${served.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...REQUEST, model: 'openai:slow', stream }),
    signal: client.signal,
  }).then((response) => response.text())
  await expect.poll(() => provider.ledger().requests, { timeout: 10_000 }).toBe(before.requests + 1)
  client.abort()
  await expect(request).rejects.toThrow('abort')
  await expect.poll(() => provider.ledger().aborted, { timeout: 10_000 }).toBe(before.aborted + 1)
  await expect.poll(() => inFlight(served), { timeout: 10_000 }).toBe(0)
})

it('ends at SIGTERM in spite of connections on which no whole request arrives, but answers those that have', async () => {
  const config = folder.write(
    'slow.json',
    JSON.stringify({
      model: 'sim:writer',
      critics: [],
      store: false,
      providers: { sim: { latency: { firstTokenMs: 6000 } } },
    }),
  )
  const slow = await serve(['--config', config])
  const { hostname, port } = new URL(slow.url)
  const head = `POST /v1/improve HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/json\r\n`
  for (const text of ['', head, `${head}content-length: 100\r\n\r\n{"prompt"`]) {
    const socket = connect(Number(port), hostname).on('error', () => undefined)
    await once(socket, 'connect')
    socket.write(text)
  }
  const request = post(`${slow.url}/v1/improve`, { prompt: 'Hi' })
  await expect.poll(() => inFlight(slow), { timeout: 10_000 }).toBe(1)
  const ended = slow.stop()
  expect((await request).status).toBe(200)
  expect(await ended).toMatchObject({ code: 143 })
})

it('took none of these requests for a bug of its own', async () => {
  const { stderr } = await served.stop()
  expect(stderr).not.toContain('bug')
})
