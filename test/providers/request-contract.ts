/** What a provider sends, and how it reads every kind of answer, streamed or not. */
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ProviderError } from '../../src/core/errors.ts'
import type { ModelRequest } from '../../src/core/ports.ts'
import type { Answer } from '../../src/core/types.ts'
import type { HttpPool } from '../../src/providers/http/lazy-pool.ts'
import { testScope } from '../helpers/scope.ts'
import { askAt, failure, hello } from './asking.ts'
import { question, schema, spoken, type Dialect, type Spoken } from './dialects.ts'
import { loopback, sendEvents, sendHtml, sendJson, type Loopback, type Received } from './loopback.ts'

export function requestContract(dialect: Dialect, pool: HttpPool): void {
  let server: Loopback
  beforeEach(async () => {
    server = await loopback()
  })
  afterEach(() => server.close())

  const ask = (request: ModelRequest, scope = testScope()) =>
    askAt(dialect, server.origin, pool, request, scope)

  const say =
    (more: Partial<Spoken> = {}, headers: Record<string, string> = {}): Loopback['reply'] =>
    (response, { body }) => {
      const said = { ...spoken, ...more }
      if (body['stream'] === true) sendEvents(response, dialect.events(said), { headers })
      else sendJson(response, dialect.whole?.(said), { headers })
    }

  const lastReceived = (): Received => server.received.at(-1) ?? { url: '', headers: {}, body: {} }

  it('sends the request in the form of the API', async () => {
    server.reply = say()
    await ask(question)
    expect(lastReceived()).toMatchObject({
      url: dialect.path,
      headers: { 'content-type': 'application/json' },
    })
    expect(lastReceived().body).toEqual(dialect.sent)
    expect(JSON.stringify(lastReceived().body)).toContain('Greet \ufffd half a fox.')
  })

  it('sends no fields that the request does not set', async () => {
    server.reply = say()
    await ask(hello)
    for (const absent of ['temperature', 'seed', 'response_format', 'tools', 'stream_options']) {
      expect(lastReceived().body).not.toHaveProperty(absent)
    }
  })

  it('requests JSON by the best means of the API', async () => {
    server.reply = say({ text: '{}' })
    await ask({ ...question, schema })
    expect(lastReceived().body).toEqual({ ...dialect.sent, ...dialect.sentForJson })
  })

  it('sends its key, but no facts about the machine and no headers from the environment', async () => {
    vi.stubEnv('OPENAI_CUSTOM_HEADERS', 'x-private: 1\nauthorization: Bearer other')
    vi.stubEnv('GROQ_CUSTOM_HEADERS', 'x-private: 1\nauthorization: Bearer other')
    vi.stubEnv('ANTHROPIC_CUSTOM_HEADERS', 'x-private: 1\nauthorization: Bearer other')
    vi.stubEnv('OPENAI_ORG_ID', 'org-of-the-process')
    server.reply = say()
    await ask(hello).finally(() => vi.unstubAllEnvs())
    const { headers } = lastReceived()
    const { authorization, 'x-api-key': apiKey } = headers
    const bearer = dialect.key && `Bearer ${dialect.key}`
    expect({ authorization, apiKey }).toEqual(
      dialect.name === 'anthropic'
        ? { authorization: undefined, apiKey: dialect.key }
        : { authorization: bearer, apiKey: undefined },
    )
    expect(Object.keys(headers).filter((name) => /stainless|private|organization/.test(name))).toEqual([])
  })

  describe.each([
    ['not streamed', false],
    ['streamed', true],
  ])('%s', (_, stream) => {
    const request = { ...hello, stream }

    it.each<[string, Partial<Spoken>, Partial<Answer>]>([
      ['a complete answer', {}, { finishReason: 'stop', text: 'Hello there, friend.' }],
      [
        'an answer that reached the token limit',
        { finish: 'length' },
        { finishReason: 'length', text: 'Hello there, friend.' },
      ],
      [
        'a token limit reached before any text',
        { finish: 'length', text: '' },
        { finishReason: 'length', text: '' },
      ],
      ['a filtered answer', { finish: 'filtered', text: '' }, { finishReason: 'filtered' }],
      ['an empty answer', { text: '' }, { finishReason: 'stop', text: '' }],
    ])('reports %s', async (_name, said, expected) => {
      server.reply = say(said)
      expect(await ask(request)).toMatchObject(expected)
    })

    it('reports the model, the request id and the usage', async () => {
      server.reply = say({}, { [dialect.requestIdHeader]: 'req-1' })
      expect(await ask(request)).toMatchObject({
        model: 'some-model-2026',
        requestId: 'req-1',
        usage: { calls: 1, inputTokens: 12, cachedInputTokens: 4, outputTokens: 5, costUsd: dialect.costUsd },
      })
    })

    it('estimates the tokens that the provider does not report', async () => {
      server.reply = say({ counted: false })
      const { usage } = await ask(request)
      expect(usage).toMatchObject({ inputTokens: 3, outputTokens: 5, cachedInputTokens: 0 })
    })

    it.each<[string, Loopback['reply'], Partial<ProviderError>]>([
      [
        'a reset before any response',
        (response) => response.socket?.resetAndDestroy(),
        { kind: 'connection' },
      ],
      [
        'a page of HTML',
        (response) => sendHtml(response),
        { kind: 'protocol', message: expect.stringContaining(': text/html instead of ') as string },
      ],
      ['a null answer', (response) => sendJson(response, null), { kind: 'protocol' }],
      [
        'an answer of another shape',
        (response) => sendJson(response, { choices: 'many' }),
        { kind: 'answer-unusable' },
      ],
      [
        'an error about the key',
        (response) =>
          sendJson(response, { error: { message: 'No.', code: 'invalid_api_key' } }, { status: 401 }),
        { kind: 'auth', status: 401, retryable: false },
      ],
    ])('reports %s', async (_name, reply, expected) => {
      server.reply = reply
      expect(await failure(ask(request))).toMatchObject(expected)
      expect(server.received).toHaveLength(1)
    })

    it('does not follow redirects, so that no other server receives the prompt', async () => {
      const elsewhere = await loopback()
      server.reply = (response) => response.writeHead(307, { location: elsewhere.origin }).end()
      expect(await failure(ask(request))).toMatchObject({ kind: 'not-found' })
      expect(elsewhere.connections()).toBe(0)
      await elsewhere.close()
    })

    it('rejects with the reason of an abort at once', async () => {
      const scope = testScope()
      server.reply = () => scope.abort(new Error('enough'))
      await expect(ask(request, scope)).rejects.toThrow('enough')
      await expect(ask(request, scope)).rejects.toThrow('enough')
      expect(server.received).toHaveLength(1)
    })

    const { key } = dialect
    if (key === undefined) return
    it('never contains the key in an error, even if the server repeats it', async () => {
      const replies: Loopback['reply'][] = [
        (response) =>
          sendJson(
            response,
            { error: { message: `bad key ${key}`, code: key } },
            { status: 401, headers: { 'x-request-id': 'r', 'x-key': key } },
          ),
        (response) => sendHtml(response, key),
        (response) => sendJson(response, { error: { message: `${'x'.repeat(290)}${key}` } }, { status: 400 }),
        (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(`{"a": ${key}`),
        (response) => sendEvents(response, [`data: ${key}\n\n`, `event: message_start\ndata: ${key}\n\n`]),
      ]
      for (const reply of replies) {
        server.reply = reply
        const error = await failure(ask(request))
        expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(key.slice(0, 12))
      }
    })
  })

  it('reports an error in one line of limited length', async () => {
    const message = `first\nsecond \u001b[31m${'long '.repeat(200)}`
    server.reply = (response) => sendJson(response, { error: { message } }, { status: 400 })
    const error = await failure(ask(hello))
    expect(error.message).toMatch(
      new RegExp(`^${dialect.name} some-model: 400 request rejected: first second `),
    )
    expect(error.message).not.toMatch(/\n|\p{Cc}/u)
    expect(error.message.length).toBeLessThan(400)
  })
}
