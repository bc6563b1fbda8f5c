/** What the service endures: malformed requests, signals under load, and secrets that must not leave it. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seededRandom } from '../../src/util/random.ts'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { post, serve } from '../helpers/served.ts'

const folder = temporaryFolder()
/** `MALFORMED=1000 npx vitest run test/integration/serve-faults.test.ts` sends more. */
const MALFORMED = Number(process.env['MALFORMED'] ?? 300)

const VALID: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  '/v1/chat/completions': { model: 'sim:writer', messages: [{ role: 'user', content: 'Hi' }] },
  '/openai/v1/chat/completions': { model: 'sim:writer', messages: [{ role: 'user', content: 'Hi' }] },
  '/v1/messages': { model: 'sim:writer', max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] },
  '/v1/improve': { prompt: 'Hi' },
  '/v1/validate': { text: 'Hi', validators: ['json'] },
}

/** Makes bodies of which none is a valid request. */
function malformed(random: () => number): { path: string; body: string | Uint8Array } {
  const oneOf = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  const path = oneOf(Object.keys(VALID))
  const valid = VALID[path] ?? {}
  const text = JSON.stringify(valid)
  const key = oneOf(Object.keys(valid))
  const body = oneOf([
    () => text.slice(0, Math.floor(random() * text.length)),
    () => new Uint8Array(Array.from({ length: 40 }, () => 128 + Math.floor(random() * 128))),
    () =>
      JSON.stringify({ ...valid, [key]: oneOf([null, 7, true, [], {}, [[]], '']) === '' ? { a: 1 } : 7.5 }),
    () => JSON.stringify({ ...valid, [`x${Math.floor(random() * 1e9)}`]: 1 }),
    () => `${text.slice(0, -1)},"source":${'['.repeat(5000)}${']'.repeat(5000)}}`,
    () => JSON.stringify(oneOf<unknown>([null, 1, 'text', [], [valid], {}])),
    () => `${text}${text}`,
    () => JSON.stringify({ ...valid, __proto: { admin: true } }),
    () => text.replaceAll('"', "'"),
    () => JSON.stringify({ ...valid, stream: 'yes' }),
  ])()
  return { path, body }
}

it('answers each malformed body with 4xx and a reason, and goes on', async () => {
  const served = await serve(['--model', 'sim:writer'])
  const random = seededRandom(15)
  try {
    for (let sent = 0; sent < MALFORMED; sent++) {
      const { path, body } = malformed(random)
      const response = await post(`${served.url}${path}`, body)
      const answer = (await response.json()) as { error?: { message?: string } }
      expect(response.status, `${path} ${String(body)}`).toBeGreaterThanOrEqual(400)
      expect(response.status, `${path} ${String(body)}`).toBeLessThan(500)
      expect(answer.error?.message).toMatch(/\w{3}/)
    }
    expect((await fetch(`${served.url}/health`)).status).toBe(200)
    expect((await post(`${served.url}/v1/improve`, VALID['/v1/improve'])).status).toBe(200)
  } finally {
    const { stderr } = await served.stop()
    expect(stderr).not.toContain('bug')
  }
})

it('answers all accepted requests after SIGTERM, streamed ones and later ones included, and then ends', async () => {
  const settings = {
    model: 'sim:writer',
    cache: false,
    critics: [],
    maxCalls: 100,
    store: { name: 'files', path: folder.path('thoughts') },
    providers: { sim: { latency: { firstTokenMs: 3000 } } },
  }
  folder.write('load.json', JSON.stringify(settings))
  const served = await serve(['--config', folder.path('load.json')])
  const requests = Array.from({ length: 60 }, async (_, index) => {
    const response = await post(`${served.url}/v1/chat/completions`, {
      model: 'default',
      stream: index % 2 === 0,
      messages: [{ role: 'user', content: `Write about topic ${index}` }],
    })
    return { status: response.status, text: await response.text() }
  })
  const inFlight = async () =>
    ((await (await fetch(`${served.url}/health`)).json()) as { inFlight: number }).inFlight
  await expect.poll(inFlight, { interval: 20, timeout: 10_000 }).toBe(60)
  // Takes two iterations, so that it ends after the others.
  const twice = { prompt: 'Later', validators: ['pattern:required=^moon-7{40}$'], maxIterations: 2 }
  const later = await post(`${served.url}/v1/improve`, twice, { prefer: 'respond-async' })
  expect(later.status).toBe(202)
  const ended = served.stop()
  const answers = await Promise.all(requests)
  expect(answers.filter(({ status, text }) => status !== 200 || !text.includes('"accepted":true'))).toEqual(
    [],
  )
  expect(await ended).toMatchObject({ code: 143 })
  const { stdout } = await sifaka(['thoughts', 'list', '--config', folder.path('load.json'), '--json'])
  expect(stdout).toContain('Later')
})

let echo: Server
beforeAll(async () => {
  // A server that puts the key into its error, as some do.
  echo = createServer((request, response) => {
    const error = {
      message: `Incorrect key: ${request.headers.authorization}`,
      type: 'invalid_request_error',
    }
    response.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify({ error }))
  }).listen(0, '127.0.0.1')
})
afterAll(() => void echo.close())

it('shows no key and no token in any answer or message', async () => {
  const CANARY = 'canary-5f1d8a77c0'
  const { port } = echo.address() as AddressInfo
  const env = {
    OPENAI_API_KEY: `sk-${CANARY}`,
    OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`,
    SIFAKA_SERVE_TOKENS: `token-${CANARY}`,
  }
  const served = await serve(['--model', 'openai:gpt-6-luna', '-v'], { env })
  const headers = { authorization: `Bearer token-${CANARY}` }
  const shown: string[] = []
  const keep = async (answer: Promise<Response>) => {
    const response = await answer
    shown.push(JSON.stringify([...response.headers]), await response.text())
    return response.status
  }
  for (const [path, body] of Object.entries(VALID)) {
    for (const stream of [false, true]) {
      const whole = { ...body, stream, ...('model' in body ? { model: 'default' } : {}) }
      await keep(post(`${served.url}${path}`, whole, headers))
    }
  }
  expect(await keep(post(`${served.url}/v1/improve`, { prompt: 'Hi' }, headers))).toBe(502)
  await keep(post(`${served.url}/v1/chat/completions`, { model: `token-${CANARY}` }, headers))
  for (const path of [
    '/health',
    '/v1/models',
    '/openapi.json',
    `/v1/thoughts/token-${CANARY}`,
    `/sk-${CANARY}`,
  ])
    await keep(fetch(`${served.url}${path}`, { headers }))
  const { stdout, stderr } = await served.stop()
  expect([...shown, stdout, stderr].filter((text) => text.includes(CANARY))).toEqual([])
  expect(shown.join('')).toContain('Incorrect key: ')
})
