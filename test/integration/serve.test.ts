/** The service as its clients see it: the built program and the SDKs of the vendors. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { post, serve, type Served } from '../helpers/served.ts'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const TOKEN = 'sk-canary-service-token'

let served: Served
beforeAll(async () => {
  const env = { SIFAKA_SERVE_TOKENS: `other-token-of-a-client, ${TOKEN}` }
  served = await serve(['--model', 'sim:writer', '--seed', '1'], { env })
})
afterAll(() => served.stop())

const authorized = { authorization: `Bearer ${TOKEN}` }
const ask = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  post(`${served.url}${path}`, body, { ...authorized, ...headers })

describe('the own endpoints', () => {
  it('improve returns the record, under the id of the request', async () => {
    const response = await ask('/v1/improve', {
      prompt: 'Write about snow',
      id: 'a1',
      meta: { topic: 'snow' },
    })
    expect(await response.json()).toMatchObject({
      id: 'a1',
      passed: true,
      outcome: 'accepted',
      meta: { topic: 'snow' },
    })
  })

  it('improve streams its progress without texts, and then the record', async () => {
    const text = await (await ask('/v1/improve', { prompt: 'Write about hail', stream: true })).text()
    const [progress = '', result = ''] = text.split('event: result')
    expect(progress).toContain('"type":"generation-end"')
    expect(progress).not.toContain('hail')
    expect(result).toContain('"passed":true')
  })

  it('improve answers at once and can be asked for later', async () => {
    const accepted = await ask('/v1/improve', { prompt: 'Write about fog' }, { prefer: 'respond-async' })
    expect(accepted.status).toBe(202)
    const { id } = (await accepted.json()) as { id: string }
    expect(accepted.headers.get('location')).toBe(`/v1/thoughts/${id}`)
    const find = async () =>
      (await (await fetch(`${served.url}/v1/thoughts/${id}`, { headers: authorized })).json()) as {
        status: string
      }
    await expect.poll(find).toMatchObject({ status: 'done', record: { passed: true, thoughtId: id } })
    const part = await fetch(`${served.url}/v1/thoughts/${id.slice(0, 6)}`, { headers: authorized })
    expect(part.status).toBe(404)
  })

  it('validate runs validators alone, and refuses to run none', async () => {
    const response = await ask('/v1/validate', { text: '{', validators: ['json'] })
    expect(await response.json()).toMatchObject({
      passed: false,
      validations: [{ validator: 'json' }],
      usage: { calls: 0 },
    })
    expect((await ask('/v1/validate', { text: '{' })).status).toBe(400)
    const streamed = await (
      await ask('/v1/validate', { text: '{}', validators: ['json'], stream: true })
    ).text()
    expect(streamed).toMatch(/validation-end[\s\S]*event: result[\s\S]*"passed":true/)
  })

  it('health needs no token; all else does', async () => {
    expect(await (await fetch(`${served.url}/health`)).json()).toMatchObject({ ready: true, store: 'ok' })
    for (const path of ['/v1/models', '/openapi.json', '/v1/thoughts/abc'])
      expect((await fetch(`${served.url}${path}`)).status).toBe(401)
  })

  it('describes itself by the schemas that check requests', async () => {
    const response = await fetch(`${served.url}/openapi.json`, { headers: authorized })
    const { openapi, paths } = (await response.json()) as { openapi: string; paths: Record<string, object> }
    expect(openapi).toBe('3.1.0')
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/v1/chat/completions', '/v1/messages', '/v1/improve']),
    )
    expect(paths['/v1/improve']).toMatchObject({
      post: { requestBody: { content: { 'application/json': { schema: { required: ['prompt'] } } } } },
    })
    for (const path of ['/v1/chat/completions', '/v1/messages', '/v1/improve', '/v1/validate']) {
      const content = { 'application/json': {}, 'text/event-stream': {} }
      expect(paths[path]).toMatchObject({ post: { responses: { '200': { content } } } })
    }
    expect(paths['/v1/improve']).toMatchObject({ post: { responses: { '202': {}, '422': {} } } })
    expect(paths['/health']).toMatchObject({ get: { responses: { '503': {} } } })
    const ids = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }: { operationId?: string }) => operationId),
    )
    expect(ids).toContain('postV1ChatCompletions')
    expect(new Set(ids).size).toBe(Object.keys(paths).length)
  })

  it('gives each answer the id of its request', async () => {
    const given = await ask('/v1/validate', {}, { 'x-request-id': 'load-balancer-7' })
    expect(given.headers.get('x-request-id')).toBe('load-balancer-7')
    expect((await ask('/v1/validate', {})).headers.get('x-request-id')).toMatch(/^req_/)
  })
})

describe('limits', () => {
  it('refuse large bodies, too many requests, and clients whose tokens are used up', async () => {
    folder.write(
      'slow.json',
      JSON.stringify({
        model: 'sim:writer',
        critics: [],
        store: false,
        providers: { sim: { latency: { firstTokenMs: 400 } } },
      }),
    )
    const limited = await serve([
      '--config',
      folder.path('slow.json'),
      '--max-requests=2',
      '--max-body-bytes=1000',
      '--max-client-tokens=1',
    ])
    try {
      const large = await post(`${limited.url}/v1/improve`, { prompt: 'x'.repeat(2000) })
      expect(large.status).toBe(413)
      const answers = await Promise.all(
        ['a', 'b', 'c'].map((each) => post(`${limited.url}/v1/improve`, { prompt: `Write ${each}` })),
      )
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(2)
      expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('1')
      const spent = await post(`${limited.url}/v1/improve`, { prompt: 'Write d' })
      expect(await spent.json()).toMatchObject({ error: { code: 'insufficient_quota' } })
    } finally {
      await limited.stop()
    }
  })

  it('end a request with its best draft at the deadline', async () => {
    folder.write(
      'late.json',
      JSON.stringify({
        model: 'sim:writer',
        cache: false,
        deadline: '300ms',
        providers: { sim: { latency: { firstTokenMs: 5000 } } },
      }),
    )
    const late = await serve(['--config', folder.path('late.json')])
    try {
      expect((await post(`${late.url}/v1/improve`, { prompt: 'Write' })).status).toBe(504)
    } finally {
      await late.stop()
    }
  })
})

describe('the start', () => {
  it('leaves no trace of the requests by which the service warms up', async () => {
    const store = { name: 'files', path: folder.path('thoughts') }
    const config = folder.write('fresh.json', JSON.stringify({ model: 'sim:writer', critics: [], store }))
    const fresh = await serve(['--config', config])
    const metrics = async () => (await fetch(`${fresh.url}/metrics`)).text()
    const before = await metrics()
    await post(`${fresh.url}/v1/improve`, { prompt: 'Write about snow' })
    const after = await metrics()
    await fresh.stop()
    expect(before).not.toContain('gen_ai')
    expect(after).toContain('gen_ai')
    const { stdout } = await sifaka(['thoughts', 'list', '--config', config, '--json'])
    expect(stdout.trim().split('\n')).toHaveLength(1)
  })

  it('is refused without tokens on an address that other machines reach', async () => {
    const { code, stderr } = await sifaka([
      'serve',
      '--port',
      '0',
      '--host',
      '0.0.0.0',
      '--model',
      'sim:writer',
    ])
    expect(code).toBe(2)
    expect(stderr).toContain('SIFAKA_SERVE_TOKENS')
  })

  it('is refused on a port that is taken', async () => {
    const { code, stderr } = await sifaka([
      'serve',
      '--port',
      new URL(served.url).port,
      '--model',
      'sim:writer',
    ])
    expect(code).toBe(2)
    expect(stderr).toContain('--port')
  })
})
