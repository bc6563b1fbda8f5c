import { request as rawRequest } from 'node:http'
import { describe, expect, it } from 'vitest'
import {
  type Settings,
  type Json,
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
} from './serving.ts'

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

  it.each(PATHS)('answers %s with JSON of another shape, or with nothing', async (path) => {
    const other = await attempt('wrong-shape', path, true)
    expect([other.response.status, JSON.parse(other.text)]).toEqual([200, { object: 'list', data: [] }])
    const nothing = await attempt('empty-200', path, false)
    expect([nothing.response.status, nothing.text]).toEqual([200, ''])
    expect(nothing.server.ledger().answers).toBe(0)
  })

  it.each(PATHS)('strikes a stream of %s after as many events as it says', async (path) => {
    const eventsFor = async (faults: Settings['faults']) => {
      const server = await serve({ faults: faults ?? [] })
      const response = await post(server, path, bodyFor(path, { stream: true, max_tokens: 15 }))
      return { events: eventsOf(await response.text()), server }
    }
    const whole = (await eventsFor([])).events
    for (const atEvent of whole.keys()) {
      const cut = await eventsFor([{ kind: 'stream-cut', atEvent }])
      expect(cut.events).toHaveLength(atEvent)
      await expect.poll(() => cut.server.ledger()).toMatchObject({ requests: 1, answers: 0 })
    }
    const error = (await eventsFor([{ kind: 'error-event', atEvent: 2 }])).events
    expect(error).toHaveLength(3)
    expect(JSON.stringify(error.at(-1))).toContain('overloaded')
    const late = await eventsFor([{ kind: 'stream-cut', atEvent: whole.length }])
    expect(late.events).toHaveLength(whole.length)
    await expect.poll(() => late.server.ledger().answers).toBe(1)
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
