/** The service as its clients see it: the built program and the SDKs of the vendors. */
import Anthropic from '@anthropic-ai/sdk'
import Groq from 'groq-sdk'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { post, serve, type Served } from '../helpers/served.ts'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const TOKEN = 'sk-canary-service-token'
const messages = [{ role: 'user' as const, content: 'Write about rain' }]
/** The simulated writer cannot write what matches. */
const UNREACHABLE = { name: 'pattern', required: '^moon-7{40}$' }

let served: Served
beforeAll(async () => {
  const env = { SIFAKA_SERVE_TOKENS: `other-token-of-a-client, ${TOKEN}` }
  served = await serve(['--model', 'sim:writer', '--seed', '1'], { env })
})
afterAll(() => served.stop())

const authorized = { authorization: `Bearer ${TOKEN}` }
const ask = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  post(`${served.url}${path}`, body, { ...authorized, ...headers })

describe('the SDK of OpenAI', () => {
  const client = () => new OpenAI({ apiKey: TOKEN, baseURL: `${served.url}/v1`, maxRetries: 0 })

  it('gets an accepted text with the verdict and the usage of all calls', async () => {
    const { data, response } = await client()
      .chat.completions.create({ model: 'default', messages })
      .withResponse()
    expect(data.choices[0]?.message.content).toMatch(/rain/i)
    expect(data.choices[0]?.finish_reason).toBe('stop')
    expect(response.headers.get('x-sifaka-accepted')).toBe('true')
    const { sifaka: verdict } = data as unknown as {
      sifaka: { accepted: boolean; usage: { calls: number; inputTokens: number } }
    }
    expect(verdict).toMatchObject({ accepted: true, outcome: 'accepted' })
    expect(verdict.usage.calls).toBeGreaterThanOrEqual(2)
    expect(data.usage?.prompt_tokens).toBe(verdict.usage.inputTokens)
  })

  it('streams the accepted text, then the verdict and the usage', async () => {
    const stream = await client().chat.completions.create({
      model: 'sim:writer',
      messages: [{ role: 'user', content: 'Write about rainbows' }],
      stream: true,
      stream_options: { include_usage: true },
    })
    let text = ''
    const chunks = []
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? ''
      chunks.push(chunk)
    }
    expect(text).toMatch(/rain/i)
    expect(chunks.at(-2)).toMatchObject({ choices: [{ finish_reason: 'stop' }], sifaka: { accepted: true } })
    expect(chunks.at(-1)?.usage?.total_tokens).toBeGreaterThan(0)
  })

  it('gets JSON that matches the schema of response_format', async () => {
    const schema = {
      type: 'object',
      properties: { city: { type: 'string' }, rainy: { type: 'boolean' } },
      required: ['city', 'rainy'],
      additionalProperties: false,
    }
    const { choices } = await client().chat.completions.create({
      model: 'default',
      messages,
      response_format: { type: 'json_schema', json_schema: { name: 'weather', schema, strict: true } },
    })
    const value: unknown = JSON.parse(choices[0]?.message.content ?? '')
    expect(value).toEqual({ city: expect.any(String), rainy: expect.any(Boolean) })
  })

  it('gets errors in the form that it knows', async () => {
    const create = (body: object) =>
      client().chat.completions.create({
        model: 'default',
        messages,
        ...body,
      } as OpenAI.ChatCompletionCreateParamsNonStreaming)
    await expect(create({ model: 'gpt-4o' })).rejects.toMatchObject({ status: 404, code: 'model_not_found' })
    await expect(create({ tools: [] })).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('tools'),
    })
    await expect(create({ n: 2 })).rejects.toMatchObject({ status: 400 })
    const wrong = new OpenAI({ apiKey: 'sk-wrong', baseURL: `${served.url}/v1`, maxRetries: 0 })
    await expect(wrong.models.list()).rejects.toMatchObject({ status: 401 })
  })

  it('lists models and profiles', async () => {
    const { data } = await client().models.list()
    expect(data.map(({ id }) => id)).toEqual(expect.arrayContaining(['default', 'sim:writer', 'production']))
  })
})

describe('the SDK of Anthropic', () => {
  const client = () => new Anthropic({ apiKey: TOKEN, baseURL: served.url, maxRetries: 0 })

  it('gets an accepted text, streamed and not', async () => {
    const given = { model: 'sim:writer', max_tokens: 500, messages, system: 'Be brief.' }
    const message = await client().messages.create(given)
    expect(message.content[0]).toMatchObject({ type: 'text', text: expect.stringMatching(/rain/i) })
    expect(message).toMatchObject({ stop_reason: 'end_turn', sifaka: { accepted: true } })
    const streamed = await client()
      .messages.stream({ ...given, system: 'Be kind.' })
      .finalMessage()
    expect(streamed.content[0]).toMatchObject({ type: 'text', text: expect.stringMatching(/rain/i) })
    expect(streamed.usage.output_tokens).toBeGreaterThan(0)
  })

  it('gets errors in the form that it knows', async () => {
    const given = { model: 'nothing', max_tokens: 500, messages }
    await expect(client().messages.create(given)).rejects.toBeInstanceOf(Anthropic.NotFoundError)
  })
})

describe('the SDK of Groq', () => {
  it('gets an accepted text, streamed and not', async () => {
    const client = new Groq({ apiKey: TOKEN, baseURL: served.url, maxRetries: 0 })
    const answer = await client.chat.completions.create({ model: 'default', messages })
    expect(answer.choices[0]?.message.content).toMatch(/rain/i)
    let text = ''
    for await (const chunk of await client.chat.completions.create({
      model: 'default',
      messages,
      stream: true,
    }))
      text += chunk.choices[0]?.delta.content ?? ''
    expect(text).toMatch(/rain/i)
  })
})

describe('rules of a request', () => {
  it.each([false, true])('never mark a failing text as accepted (streamed: %s)', async (stream) => {
    const response = await ask('/v1/chat/completions', {
      model: 'default',
      messages,
      stream,
      sifaka: { validators: [UNREACHABLE], maxIterations: 1 },
    })
    const text = await response.text()
    expect(response.status).toBe(200)
    expect(text).toContain('"accepted":false')
    expect(text).not.toContain('"accepted":true')
    if (!stream) expect(response.headers.get('x-sifaka-accepted')).toBe('false')
  })

  it('make a text that is not accepted an error, if so asked', async () => {
    const sifakaRules = { validators: [UNREACHABLE], requireAccepted: true, maxIterations: 1 }
    const response = await ask('/v1/chat/completions', { model: 'default', messages, sifaka: sifakaRules })
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ error: { code: 'not_accepted' } })
  })

  it.each([
    ['program', { validators: [{ name: 'command', run: 'id' }] }],
    [
      'dictionary',
      { validators: [{ name: 'spelling', dictionary: '/etc/passwd' }] },
      'cannot set dictionary',
    ],
    [
      'dictionary in a part',
      { validators: [{ name: 'any', validators: ['spelling:dictionary=/etc/passwd'] }] },
      'cannot set dictionary',
    ],
    ['plugins', { plugins: ['./evil.mjs'] }],
    ['addresses', { providers: { openai: { baseUrl: 'http://127.0.0.1:1' } } }],
    ['files', { system: '@/etc/passwd' }],
    ['more iterations than the settings', { maxIterations: 20 }],
  ])('name no %s', async (_, more, reason = '') => {
    const response = await ask('/v1/chat/completions', { model: 'default', messages, sifaka: more })
    expect(response.status).toBe(400)
    expect(await response.text()).toContain(reason)
  })

  it('that exclude each other are refused before a call', async () => {
    const validators = [
      { name: 'length', min: 100 },
      { name: 'length', max: 10 },
    ]
    for (const stream of [false, true]) {
      const response = await ask('/v1/improve', { prompt: 'Write.', validators, stream })
      expect(response.status).toBe(400)
    }
  })
})

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
