import Anthropic from '@anthropic-ai/sdk'
import Groq from 'groq-sdk'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { post, serve, type Served } from '../helpers/served.ts'

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
    await expect(create({ tools: [{ type: 'function', function: { name: 'find' } }] })).rejects.toMatchObject(
      {
        status: 400,
        message: expect.stringContaining('tools'),
      },
    )
    await expect(create({ n: 2 })).rejects.toMatchObject({ status: 400 })
    const wrong = new OpenAI({ apiKey: 'sk-wrong', baseURL: `${served.url}/v1`, maxRetries: 0 })
    const refused: unknown = await wrong.models.list().catch((error: unknown) => error)
    expect(refused).toMatchObject({ status: 401, code: 'invalid_api_key' })
    expect((refused as InstanceType<typeof OpenAI.APIError>).headers?.get('www-authenticate')).toBe('Bearer')
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
    // The AI SDK refuses `citations: null`.
    expect(message.content[0]).not.toHaveProperty('citations')
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
    [
      'file as a model',
      { validators: [{ name: 'judge', rubric: 'It is true', model: 'sim:/etc/passwd.json' }] },
      'cannot set a model that is a file',
    ],
    [
      'file as a model in a part',
      { validators: [{ name: 'any', validators: ['judge:rubric=true,model=sim:/etc/passwd.json'] }] },
      'cannot set a model that is a file',
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

  it('name no file as the model', async () => {
    for (const stream of [false, true]) {
      const response = await ask('/v1/chat/completions', { model: 'sim:/etc/passwd.json', messages, stream })
      expect(response.status).toBe(400)
      expect(await response.text()).toContain('requests cannot name a file')
    }
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
