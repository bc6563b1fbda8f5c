import { request as rawRequest } from 'node:http'
import { describe, expect, it } from 'vitest'
import {
  type ProfileInput,
  type Json,
  eventually,
  serve,
  OPENAI,
  GROQ,
  ANTHROPIC,
  PATHS,
  type Path,
  messages,
  bodyFor,
  post,
  ask,
  eventsOf,
} from './sim-server.ts'

describe('an error', () => {
  it.each<[string, Path, ProfileInput['faults'], number, Json]>([
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
    ['error event', GROQ, [{ kind: 'error-event' }], 503, { error: { code: 'server_is_overloaded' } }],
    ['exhausted quota', OPENAI, [{ kind: 'quota' }], 429, { error: { type: 'insufficient_quota' } }],
    [
      'exhausted quota',
      ANTHROPIC,
      [{ kind: 'quota' }],
      429,
      { error: { type: 'rate_limit_error', details: { error_code: 'enforced_spend_limit_reached' } } },
    ],
    ['wrong key', OPENAI, [{ kind: 'auth' }], 401, { error: { code: 'invalid_api_key' } }],
    ['wrong key', ANTHROPIC, [{ kind: 'auth' }], 401, { error: { type: 'authentication_error' } }],
  ])('%s of %s has the shape of the real API', async (_, path, faults, status, expected) => {
    const { response, body } = await ask(await serve({ faults: faults ?? [] }), path)
    expect(response.status).toBe(status)
    expect(body).toMatchObject(expected)
    expect(response.headers.get('retry-after')).toBe(faults?.[0]?.kind === 'rate-limit' ? '1' : null)
    expect(response.headers.get('request-id') ?? response.headers.get('x-request-id')).toMatch(/^req_/)
  })

  it.each<[string, string, unknown, number, string]>([
    ['an unknown path', '/v1/other', {}, 404, 'unknown request: POST /v1/other'],
    ['an empty path', '//', {}, 404, 'unknown request: POST //'],
    ['invalid JSON', OPENAI, '{"model":', 400, 'JSON'],
    ['a request without messages', OPENAI, { model: 'writer' }, 400, 'messages'],
    ['a message without a role', GROQ, { model: 'writer', messages: [{ content: 'x' }] }, 400, 'role'],
    [
      'a request to Anthropic without max_tokens',
      ANTHROPIC,
      { model: 'writer', messages },
      400,
      'max_tokens',
    ],
    [
      'a system message to Anthropic',
      ANTHROPIC,
      { model: 'writer', max_tokens: 9, messages: [{ role: 'system', content: 'x' }] },
      400,
      'system',
    ],
    ['an unknown model', OPENAI, { model: 'unknown-1', messages }, 404, 'unknown-1'],
    ['an unknown model', ANTHROPIC, { model: 'unknown-1', max_tokens: 9, messages }, 404, 'unknown-1'],
  ])('is the answer to %s', async (_, path, sent, status, message) => {
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
  ])(
    'is the answer to a key that the real API would not find: %s %j gives %i',
    async (path, headers, status) => {
      const { url } = await serve()
      const body = JSON.stringify(bodyFor(path))
      expect((await fetch(url + path, { method: 'POST', headers, body })).status).toBe(status)
    },
  )
})

describe('a transport fault', () => {
  const attempt = async (kind: string, path: Path, streamed: boolean) => {
    const server = await serve({ faults: [{ kind: kind as 'reset' }] })
    const response = await post(server, path, bodyFor(path, { stream: streamed }))
    return { response, text: await response.text(), server }
  }

  it.each(PATHS)('resets the connection before or in the middle of an answer: %s', async (path) => {
    await expect(attempt('reset', path, false)).rejects.toThrow('fetch failed')
    await expect(attempt('reset-body', path, false)).rejects.toThrow('terminated')
    await expect(attempt('reset-body', path, true)).rejects.toThrow('terminated')
  })

  it('cuts an answer off, and ends a stream without its last event', async () => {
    await expect(attempt('stream-cut', OPENAI, false)).rejects.toThrow(TypeError)
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

  it('makes the body invalid, or replaces it by an HTML page', async () => {
    const { text, response } = await attempt('bad-body', OPENAI, false)
    expect(response.status).toBe(200)
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError)
    expect((await attempt('bad-body', ANTHROPIC, true)).text).toMatch(/data: \{"id":\n\n$/)
    const page = await attempt('html', OPENAI, true)
    expect(page.response.headers.get('content-type')).toBe('text/html')
    expect(page.response.status).toBe(200)
  })

  it.each(PATHS)('replaces the body by JSON of another shape, or by nothing: %s', async (path) => {
    const other = await attempt('wrong-shape', path, true)
    expect([other.response.status, JSON.parse(other.text)]).toEqual([200, { object: 'list', data: [] }])
    const nothing = await attempt('empty-200', path, false)
    expect([nothing.response.status, nothing.text]).toEqual([200, ''])
    expect(nothing.server.ledger().answers).toBe(0)
  })

  it.each(PATHS)('interrupts a stream after the configured number of events: %s', async (path) => {
    const eventsFor = async (faults: ProfileInput['faults']) => {
      const server = await serve({ faults: faults ?? [] })
      const response = await post(server, path, bodyFor(path, { stream: true, max_tokens: 15 }))
      return { events: eventsOf(await response.text()), server }
    }
    const whole = (await eventsFor([])).events
    for (const atEvent of whole.keys()) {
      const cut = await eventsFor([{ kind: 'stream-cut', atEvent }])
      expect(cut.events).toHaveLength(atEvent)
      await eventually(() => expect(cut.server.ledger()).toMatchObject({ requests: 1, answers: 0 }))
    }
    const error = (await eventsFor([{ kind: 'error-event', atEvent: 2 }])).events
    expect(error).toHaveLength(3)
    expect(JSON.stringify(error.at(-1))).toContain('overloaded')
    const late = await eventsFor([{ kind: 'stream-cut', atEvent: whole.length }])
    expect(late.events).toHaveLength(whole.length)
    await eventually(() => expect(late.server.ledger().answers).toBe(1))
  })

  it('redirects', async () => {
    const { response } = await attempt('redirect', OPENAI, false)
    expect([response.status, response.headers.get('location')]).toEqual([307, '/elsewhere'])
  })

  it.each([
    ['hang', false],
    ['hang-body', false],
    ['hang-body', true],
  ] as const)('%s keeps the client waiting until it disconnects', async (kind, streamed) => {
    const server = await serve({ faults: [{ kind }] })
    const waiting = rawRequest(server.url + OPENAI, { method: 'POST', headers: { authorization: 'x' } })
    const received = new Promise((resolve) => {
      waiting.once('response', (response) => response.once('data', resolve))
      waiting.once('error', resolve)
    })
    waiting.end(JSON.stringify(bodyFor(OPENAI, { stream: streamed })))
    if (kind === 'hang-body') expect(await received).toBeInstanceOf(Buffer)
    await eventually(() => expect(server.ledger().requests).toBe(1))
    waiting.destroy()
    await eventually(() => expect(server.ledger().aborted).toBe(1))
    expect(server.ledger().answers).toBe(0)
  })
})
