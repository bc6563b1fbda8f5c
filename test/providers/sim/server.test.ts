import { request as rawRequest } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type * as z from 'zod'
import { sim } from '../../../src/providers/sim/index.ts'
import { profile } from '../../../src/providers/sim/profile.ts'
import { startSimServer, type SimServer } from '../../../src/providers/sim/server.ts'
import { testScope } from '../../helpers/scope.ts'
import { virtualClock } from '../../helpers/virtual-clock.ts'

type Settings = z.input<typeof profile>
type Json = Record<string, unknown>

const open: SimServer[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})
const serve = async (settings: Settings = {}) => {
  const server = await startSimServer({ port: 0, profile: profile.parse(settings), clock: virtualClock() })
  open.push(server)
  return server
}

const OPENAI = '/v1/chat/completions'
const GROQ = '/openai/v1/chat/completions'
const ANTHROPIC = '/v1/messages'
const PATHS = [OPENAI, GROQ, ANTHROPIC] as const
type Path = (typeof PATHS)[number]

const messages = [{ role: 'user', content: 'Write about solar power' }]
const bodyFor = (path: Path, more: Json = {}) => ({
  model: 'writer',
  messages,
  ...(path === ANTHROPIC ? { max_tokens: 4096 } : {}),
  ...more,
})
const keyFor = (path: string): Record<string, string> =>
  path === ANTHROPIC ? { 'x-api-key': 'key' } : { authorization: 'Bearer key' }

const post = (server: SimServer, path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(server.url + path, {
    method: 'POST',
    headers: { ...keyFor(path), 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    redirect: 'manual',
  })
const ask = async (server: SimServer, path: Path, more?: Json) => {
  const response = await post(server, path, bodyFor(path, more))
  return { response, status: response.status, body: (await response.json()) as Json }
}

interface SentEvent {
  readonly event: string | undefined
  readonly data: Json | string
}
const eventsOf = (text: string): SentEvent[] =>
  text
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => {
      const data = /^data: (.*)$/m.exec(block)?.[1] ?? ''
      return {
        event: /^event: (.*)$/m.exec(block)?.[1],
        data: data === '[DONE]' ? data : (JSON.parse(data) as Json),
      }
    })
const stream = async (server: SimServer, path: Path, more: Json = {}) => {
  const response = await post(server, path, bodyFor(path, { stream: true, ...more }))
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
  return eventsOf(await response.text())
}
/** The order of what came, with what is repeated told once. */
const order = (names: readonly unknown[]) => names.filter((name, index) => name !== names[index - 1])

const inProcess = async (more: Json = {}) => {
  const provider = await sim.create(profile.parse({}), { name: 'sim', env: {}, fetch: async () => fetch })
  return provider.model('writer').generate({ messages: messages as never, ...more }, testScope())
}

const schema = {
  type: 'object',
  properties: {
    needsImprovement: { type: 'boolean' },
    suggestions: { type: 'array', items: { type: 'string' } },
  },
  required: ['needsImprovement', 'suggestions'],
}

describe('an answer', () => {
  it("has OpenAI's shape, and the text that the model in process gives", async () => {
    const { text, usage } = await inProcess()
    const { response, body } = await ask(await serve(), OPENAI)
    expect(body).toEqual({
      id: expect.stringMatching(/^chatcmpl-/),
      object: 'chat.completion',
      created: 1767225600,
      model: 'writer',
      system_fingerprint: 'fp_sim',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: text, refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: {
        prompt_tokens: usage.inputTokens,
        completion_tokens: usage.outputTokens,
        total_tokens: usage.inputTokens + usage.outputTokens,
      },
    })
    expect(response.headers.get('x-request-id')).toMatch(/^req_/)
    expect(response.headers.get('openai-processing-ms')).toBe('0')
  })

  it("has Groq's shape, which tells where the time went", async () => {
    const { text } = await inProcess()
    const { body } = await ask(await serve({ latency: { firstTokenMs: 250, tokensPerSecond: 100 } }), GROQ, {
      max_completion_tokens: 50,
    })
    expect(body).toMatchObject({
      choices: [{ message: { content: text.slice(0, 200) }, finish_reason: 'length' }],
      usage: { queue_time: 0, prompt_time: 0.25, completion_time: 0.5, total_time: 0.75 },
      x_groq: { id: expect.any(String) as string },
    })
  })

  it("has Anthropic's shape", async () => {
    const { text, usage } = await inProcess()
    const { response, body } = await ask(await serve(), ANTHROPIC)
    expect(body).toEqual({
      id: expect.stringMatching(/^msg_/),
      type: 'message',
      role: 'assistant',
      model: 'writer',
      content: [{ type: 'text', text }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: {
        input_tokens: usage.inputTokens,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        output_tokens: usage.outputTokens,
      },
    })
    expect(response.headers.get('request-id')).toMatch(/^req_/)
  })

  it("follows Anthropic's system prompt as it does a system message", async () => {
    const system = 'Write as a poet.'
    const { text } = await inProcess({ messages: [{ role: 'system', content: system }, ...messages] })
    expect(text).not.toBe((await inProcess()).text)
    expect((await ask(await serve(), ANTHROPIC, { system })).body).toMatchObject({ content: [{ text }] })
  })

  it('is read from content in parts, too', async () => {
    const { text } = await inProcess()
    const parts = [{ role: 'user', content: [{ type: 'text', text: 'Write about solar power' }] }]
    const server = await serve()
    expect((await ask(server, OPENAI, { messages: parts })).body).toMatchObject({
      choices: [{ message: { content: text } }],
    })
    expect((await ask(server, ANTHROPIC, { messages: parts })).body).toMatchObject({ content: [{ text }] })
  })

  it.each<[string, Path, Json]>([
    [
      'a JSON schema',
      OPENAI,
      { response_format: { type: 'json_schema', json_schema: { name: 'c', schema } } },
    ],
    ['a JSON object', GROQ, { response_format: { type: 'json_object' } }],
    [
      'a JSON object of the shape that the system message states',
      GROQ,
      {
        response_format: { type: 'json_object' },
        messages: [{ role: 'system', content: `Answer with JSON:\n${JSON.stringify(schema)}` }, ...messages],
      },
    ],
    [
      'nothing but the system message',
      OPENAI,
      { messages: [{ role: 'system', content: `Answer with JSON: ${JSON.stringify(schema)}` }, ...messages] },
    ],
  ])('is JSON when asked for by %s', async (_, path, more) => {
    const { body } = await ask(await serve(), path, more)
    const [choice] = body['choices'] as [{ message: { content: string } }]
    expect(JSON.parse(choice.message.content)).toMatchObject({ needsImprovement: false, suggestions: [] })
  })

  const forced = {
    tools: [{ name: 'answer', input_schema: schema }],
    tool_choice: { type: 'tool', name: 'answer' },
  }

  it('is the input of the tool that Anthropic is told to use', async () => {
    expect((await ask(await serve(), ANTHROPIC, forced)).body).toMatchObject({
      content: [{ type: 'tool_use', name: 'answer', input: { needsImprovement: false, suggestions: [] } }],
      stop_reason: 'tool_use',
    })
  })

  it.each<[Path, Json]>([
    [
      OPENAI,
      {
        choices: [{ message: { content: null, refusal: 'I cannot help with that.' }, finish_reason: 'stop' }],
      },
    ],
    [ANTHROPIC, { stop_reason: 'refusal' }],
  ])('%s can be a refusal', async (path, expected) => {
    expect((await ask(await serve({ faults: [{ kind: 'refusal' }] }), path)).body).toMatchObject(expected)
  })

  it.each<[Path, Json]>([
    [OPENAI, { choices: [{ message: { content: '' }, finish_reason: 'stop' }] }],
    [ANTHROPIC, { content: [], stop_reason: 'end_turn' }],
  ])('%s can be empty', async (path, expected) => {
    expect((await ask(await serve({ faults: [{ kind: 'empty' }] }), path)).body).toMatchObject(expected)
  })

  it.each<[Path, Json]>([
    [OPENAI, { choices: [{ finish_reason: 'length' }] }],
    [ANTHROPIC, { stop_reason: 'max_tokens' }],
  ])('%s can be truncated', async (path, expected) => {
    expect((await ask(await serve({ faults: [{ kind: 'truncated' }] }), path)).body).toMatchObject(expected)
  })

  it('with bad JSON is text where a tool was to be used', async () => {
    const server = await serve({ faults: [{ kind: 'bad-json' }] })
    expect((await ask(server, ANTHROPIC, forced)).body).toMatchObject({ content: [{ type: 'text' }] })
  })
})

interface Chunk {
  readonly choices: readonly { readonly delta: { readonly content?: string } }[]
}

describe('a stream', () => {
  const kindOf = ({ data }: SentEvent) => {
    if (typeof data === 'string') return data
    const [choice] = data['choices'] as { delta: Json; finish_reason: string | null }[]
    return choice ? (choice.finish_reason ?? Object.keys(choice.delta)[0]) : 'usage'
  }

  it("comes in OpenAI's order: role, content, finish, usage if asked for, the end", async () => {
    const server = await serve()
    const plain = await stream(server, OPENAI)
    expect(order(plain.map(kindOf))).toEqual(['role', 'content', 'stop', '[DONE]'])
    const events = await stream(server, OPENAI, { stream_options: { include_usage: true } })
    expect(order(events.map(kindOf))).toEqual(['role', 'content', 'stop', 'usage', '[DONE]'])
    expect(events[1]?.data).toMatchObject({ object: 'chat.completion.chunk', usage: null })
    expect(events.at(-2)?.data).toMatchObject({ choices: [], usage: { prompt_tokens: 6 } })
    const pieces = events.flatMap(({ data }) =>
      typeof data === 'string' ? [] : (data as unknown as Chunk).choices,
    )
    expect(pieces.map(({ delta }) => delta.content ?? '').join('')).toBe((await inProcess()).text)
  })

  it("comes in Groq's order, with the usage under x_groq", async () => {
    const events = await stream(await serve(), GROQ)
    expect(order(events.map(kindOf))).toEqual(['role', 'content', 'stop', '[DONE]'])
    expect(events[0]?.data).toMatchObject({ x_groq: { id: expect.any(String) as string } })
    expect(events.at(-2)?.data).toMatchObject({ x_groq: { usage: { prompt_tokens: 6, total_time: 0 } } })
  })

  it("comes in Anthropic's order, with cumulative usage", async () => {
    const events = await stream(await serve(), ANTHROPIC)
    expect(order(events.map(({ event }) => event))).toEqual([
      'message_start',
      'content_block_start',
      'ping',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ])
    expect(events.every(({ event, data }) => typeof data !== 'string' && data['type'] === event)).toBe(true)
    const { text, usage } = await inProcess()
    const deltas = events.map(({ data }) => (data as { delta?: { text?: string } }).delta?.text ?? '')
    expect(deltas.join('')).toBe(text)
    expect(events.at(-2)?.data).toMatchObject({
      delta: { stop_reason: 'end_turn' },
      usage: { output_tokens: usage.outputTokens },
    })
  })

  it("brings a tool's input in pieces of JSON", async () => {
    const tools = [{ name: 'answer', input_schema: schema }]
    const events = await stream(await serve(), ANTHROPIC, {
      tools,
      tool_choice: { type: 'tool', name: 'answer' },
    })
    const deltas = events.map(
      ({ data }) => (data as { delta?: { partial_json?: string } }).delta?.partial_json ?? '',
    )
    expect(JSON.parse(deltas.join(''))).toEqual({ needsImprovement: false, suggestions: [] })
    expect(events.at(-2)?.data).toMatchObject({ delta: { stop_reason: 'tool_use' } })
  })

  it.each(PATHS)('%s comes even if it is empty', async (path) => {
    const events = await stream(await serve({ faults: [{ kind: 'empty' }] }), path)
    expect(events.length).toBeGreaterThan(2)
  })
})

describe('an error', () => {
  it.each<[string, Path, Settings['faults'], number, Json]>([
    [
      'rate limit',
      OPENAI,
      [{ kind: 'rate-limit' }],
      429,
      { error: { type: 'requests', code: 'rate_limit_exceeded' } },
    ],
    [
      'rate limit',
      ANTHROPIC,
      [{ kind: 'rate-limit' }],
      429,
      { type: 'error', error: { type: 'rate_limit_error' } },
    ],
    ['server error', GROQ, [{ kind: 'server-error' }], 500, { error: { type: 'server_error' } }],
    ['server error', ANTHROPIC, [{ kind: 'server-error' }], 500, { error: { type: 'api_error' } }],
    ['overload', OPENAI, [{ kind: 'overloaded' }], 503, { error: { code: 'server_is_overloaded' } }],
    ['overload', ANTHROPIC, [{ kind: 'overloaded' }], 529, { error: { type: 'overloaded_error' } }],
    ['error for an event', GROQ, [{ kind: 'error-event' }], 503, { error: { code: 'server_is_overloaded' } }],
    ['used-up quota', OPENAI, [{ kind: 'quota' }], 429, { error: { type: 'insufficient_quota' } }],
    [
      'used-up quota',
      ANTHROPIC,
      [{ kind: 'quota' }],
      429,
      { error: { type: 'rate_limit_error', details: { error_code: 'enforced_spend_limit_reached' } } },
    ],
    ['wrong key', OPENAI, [{ kind: 'auth' }], 401, { error: { code: 'invalid_api_key' } }],
    ['wrong key', ANTHROPIC, [{ kind: 'auth' }], 401, { error: { type: 'authentication_error' } }],
  ])('%s of %s has its real shape', async (_, path, faults, status, expected) => {
    const { response, body } = await ask(await serve({ faults: faults ?? [] }), path)
    expect(response.status).toBe(status)
    expect(body).toMatchObject(expected)
    expect(response.headers.get('retry-after')).toBe(faults?.[0]?.kind === 'rate-limit' ? '1' : null)
    expect(response.headers.get('request-id') ?? response.headers.get('x-request-id')).toMatch(/^req_/)
  })

  it.each<[string, string, unknown, number, string]>([
    ['an unknown path', '/v1/other', {}, 404, 'unknown request: POST /v1/other'],
    ['a path that is none', '//', {}, 404, 'unknown request: POST //'],
    ['no JSON', OPENAI, '{"model":', 400, 'JSON'],
    ['no messages', OPENAI, { model: 'writer' }, 400, 'messages'],
    ['a message without a role', GROQ, { model: 'writer', messages: [{ content: 'x' }] }, 400, 'role'],
    ['no token limit, which Anthropic wants', ANTHROPIC, { model: 'writer', messages }, 400, 'max_tokens'],
    [
      'a system message, which Anthropic does not take',
      ANTHROPIC,
      { model: 'writer', max_tokens: 9, messages: [{ role: 'system', content: 'x' }] },
      400,
      'system',
    ],
    ['an unknown model', OPENAI, { model: 'unknown-1', messages }, 404, 'unknown-1'],
    ['an unknown model', ANTHROPIC, { model: 'unknown-1', max_tokens: 9, messages }, 404, 'unknown-1'],
  ])('answers %s', async (_, path, sent, status, message) => {
    const response = await post(await serve(), path, sent)
    const { error } = (await response.json()) as { error: { message: string } }
    expect(response.status).toBe(status)
    expect(error.message).toContain(message)
  })

  it.each<[Path, Record<string, string>, number]>([
    [OPENAI, {}, 401],
    [OPENAI, { authorization: 'Bearer x' }, 200],
    [OPENAI, { 'x-api-key': 'x' }, 401],
    [GROQ, { authorization: 'Bearer x' }, 200],
    [ANTHROPIC, { 'x-api-key': 'x' }, 200],
    [ANTHROPIC, { authorization: 'Bearer x' }, 401],
  ])('wants the key where the real API wants it: %s %j is answered %i', async (path, headers, status) => {
    const { url } = await serve()
    const body = JSON.stringify(bodyFor(path))
    expect((await fetch(url + path, { method: 'POST', headers, body })).status).toBe(status)
  })
})

describe('a fault of the transport', () => {
  const attempt = async (kind: string, path: Path, streamed: boolean) => {
    const server = await serve({ faults: [{ kind: kind as 'reset' }] })
    const response = await post(server, path, bodyFor(path, { stream: streamed }))
    return { response, text: await response.text(), server }
  }

  it.each(PATHS)('resets %s before or in the middle of an answer', async (path) => {
    await expect(attempt('reset', path, false)).rejects.toThrow('fetch failed')
    await expect(attempt('reset-body', path, false)).rejects.toThrow('terminated')
    await expect(attempt('reset-body', path, true)).rejects.toThrow('terminated')
  })

  it('cuts a whole answer off, and ends a stream without its last event', async () => {
    await expect(attempt('stream-cut', OPENAI, false)).rejects.toThrow('terminated')
    const { text } = await attempt('stream-cut', ANTHROPIC, true)
    expect(text).toContain('content_block_delta')
    expect(text).not.toContain('message_stop')
    expect((await attempt('stream-cut', GROQ, true)).text).not.toContain('[DONE]')
  })

  it('sends an error in the middle of a stream', async () => {
    expect(eventsOf((await attempt('error-event', ANTHROPIC, true)).text).at(-1)).toMatchObject({
      event: 'error',
      data: { type: 'error', error: { type: 'overloaded_error' } },
    })
    const last = eventsOf((await attempt('error-event', OPENAI, true)).text).at(-1)
    expect(last?.data).toMatchObject({ error: { type: 'server_error' } })
  })

  it('garbles the body, or sends a page in its place', async () => {
    const { text, response } = await attempt('bad-body', OPENAI, false)
    expect(response.status).toBe(200)
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError)
    expect((await attempt('bad-body', ANTHROPIC, true)).text).toMatch(/data: \{"id":\n\n$/)
    const page = await attempt('html', OPENAI, true)
    expect(page.response.headers.get('content-type')).toBe('text/html')
    expect(page.response.status).toBe(200)
  })

  it('redirects', async () => {
    const { response } = await attempt('redirect', OPENAI, false)
    expect([response.status, response.headers.get('location')]).toEqual([307, '/elsewhere'])
  })

  it.each([
    ['hang', false],
    ['hang-body', false],
    ['hang-body', true],
  ] as const)('%s keeps the client waiting until it leaves', async (kind, streamed) => {
    const server = await serve({ faults: [{ kind }] })
    const waiting = rawRequest(server.url + OPENAI, { method: 'POST', headers: { authorization: 'x' } })
    const received = new Promise((resolve) => {
      waiting.once('response', (response) => response.once('data', resolve))
      waiting.once('error', resolve)
    })
    waiting.end(JSON.stringify(bodyFor(OPENAI, { stream: streamed })))
    if (kind === 'hang-body') expect(await received).toBeInstanceOf(Buffer)
    await expect.poll(() => server.ledger().requests).toBe(1)
    waiting.destroy()
    await expect.poll(() => server.ledger().aborted).toBe(1)
    expect(server.ledger().answers).toBe(0)
  })
})

describe('limits', () => {
  const limited = (more: Settings['limits'] = {}) =>
    serve({ limits: { requestsPerMinute: 60, tokensPerMinute: 60_000, requestsPerDay: 14_400, ...more } })
  const told = async (server: SimServer, path: Path, samples = 1) => {
    const answers = []
    for (let seed = 0; seed < samples; seed++) answers.push(await post(server, path, bodyFor(path, { seed })))
    const names = /^(x|anthropic)-ratelimit|^retry-after/
    return Object.fromEntries([...(answers.at(-1)?.headers ?? [])].filter(([name]) => names.test(name)))
  }

  it("are told as OpenAI does: a minute's, and when they are whole again", async () => {
    const headers = await told(await limited(), OPENAI)
    expect(headers).toMatchObject({
      'x-ratelimit-limit-requests': '60',
      'x-ratelimit-remaining-requests': '59',
      'x-ratelimit-reset-requests': '1s',
      'x-ratelimit-limit-tokens': '60000',
    })
    expect(headers['x-ratelimit-reset-tokens']).toMatch(/^\d+ms$/)
  })

  it("are told as Groq does: the day's requests, the minute's tokens", async () => {
    expect(await told(await limited(), GROQ, 30)).toMatchObject({
      'x-ratelimit-limit-requests': '14400',
      'x-ratelimit-remaining-requests': '14370',
      'x-ratelimit-reset-requests': '3m0s',
      'x-ratelimit-limit-tokens': '60000',
    })
  })

  it('are told as Anthropic does: rounded tokens, and a time', async () => {
    expect(await told(await limited(), ANTHROPIC)).toMatchObject({
      'anthropic-ratelimit-requests-limit': '60',
      'anthropic-ratelimit-requests-remaining': '59',
      'anthropic-ratelimit-requests-reset': '2026-01-01T00:00:01Z',
      'anthropic-ratelimit-tokens-remaining': '60000',
    })
  })

  it('are told in another style, or not at all, if the profile says so', async () => {
    expect(await told(await limited({ headers: 'groq' }), OPENAI)).toMatchObject({
      'x-ratelimit-limit-requests': '14400',
    })
    expect(await told(await limited({ headers: 'none' }), OPENAI)).toEqual({})
    expect(await told(await serve(), OPENAI)).toEqual({})
  })

  it.each<['seconds' | 'milliseconds' | 'none', Json]>([
    ['seconds', { 'retry-after': '1' }],
    ['milliseconds', { 'retry-after': '1', 'retry-after-ms': '500' }],
    ['none', {}],
  ])('say when to come back in %s', async (retryAfter, expected) => {
    const server = await serve({
      limits: { requestsPerMinute: 120, burstSeconds: 0.5, retryAfter, headers: 'none' },
    })
    expect(await told(server, OPENAI, 2)).toEqual(expected)
    expect(server.ledger().byStatus).toEqual({ 200: 1, 429: 1 })
  })
})

describe('the server', () => {
  it('keeps a ledger, which can be read and reset', async () => {
    const server = await serve({ faults: [{ kind: 'server-error', share: 1, times: 1 }] })
    await ask(server, OPENAI)
    const { body } = await ask(server, OPENAI)
    await post(server, '/v1/other', {})
    const { total_tokens: total } = body['usage'] as { total_tokens: number }
    const ledger = (await (await fetch(`${server.url}/ledger`)).json()) as Json
    expect(ledger).toEqual(server.ledger())
    expect(ledger).toMatchObject({
      requests: 3,
      answers: 1,
      byStatus: { 200: 1, 404: 1, 500: 1 },
      inputTokens: 6,
      outputTokens: total - 6,
      aborted: 0,
      mostInFlight: 1,
    })
    expect(ledger['connections']).toBeGreaterThan(0)
    await fetch(`${server.url}/reset`, { method: 'POST' })
    expect(server.ledger()).toMatchObject({ requests: 0, answers: 0, byStatus: {} })
    expect((await ask(server, OPENAI)).status).toBe(500)
  })

  it('counts what is in flight, and refuses more than it can take', async () => {
    const server = await serve({ maxConcurrent: 1, faults: [{ kind: 'hang', share: 1, times: 1 }] })
    const gone = new AbortController()
    const first = fetch(server.url + OPENAI, {
      method: 'POST',
      headers: { authorization: 'x' },
      body: JSON.stringify(bodyFor(OPENAI)),
      signal: gone.signal,
    }).catch(() => undefined)
    await expect.poll(() => server.ledger().requests).toBe(1)
    expect((await ask(server, OPENAI)).status).toBe(503)
    gone.abort()
    await first
    await expect.poll(() => server.ledger().aborted).toBe(1)
    expect((await ask(server, OPENAI)).status).toBe(200)
    expect(server.ledger().mostInFlight).toBe(2)
  })

  it('lists a model', async () => {
    const server = await serve()
    for (const path of ['/v1/models', '/openai/v1/models']) {
      const response = await fetch(server.url + path, { headers: { authorization: 'x' } })
      expect(await response.json()).toMatchObject({ object: 'list', data: [{ id: 'writer' }] })
    }
  })

  it('says that its port is taken', async () => {
    const { port } = await serve()
    await expect(startSimServer({ port, profile: profile.parse({}) })).rejects.toThrow('EADDRINUSE')
  })

  it('closes at once, with clients waiting', async () => {
    const server = await serve({ faults: [{ kind: 'hang' }] })
    const waiting = ask(server, OPENAI).catch((error: Error) => error.message)
    await expect.poll(() => server.ledger().requests).toBe(1)
    await server.close()
    await server.close()
    expect(await waiting).toBe('fetch failed')
  })
})
