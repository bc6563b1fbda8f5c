/** Every fault of a provider over real HTTP: how it is reported, and that it is never mistaken for an answer. */
import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { ProviderErrorKind as Kind } from '../../src/core/error-codes.ts'
import type { FinishReason } from '../../src/core/types.ts'
import { withTimeout } from '../../src/middleware/with-timeout.ts'
import { recorded } from '../helpers/recorded.ts'
import { testScope, type TestScope } from '../helpers/scope.ts'
import { askAt, failure, hello } from './asking.ts'
import { data, dialects, event, spoken, type Dialect } from './dialects.ts'
import { poolWithLoopback, sendEvents, sendHtml, sendJson, type Loopback } from './loopback.ts'

let server: Loopback
const pool = poolWithLoopback((opened) => (server = opened))

/** One provider per API. */
const each = ['openai', 'groq', 'anthropic'].flatMap((name) =>
  dialects.filter((dialect) => dialect.name === name).map((dialect) => [name, dialect] as const),
)

const error = (body: object): object => ({ type: 'error', error: { message: 'No.', ...body } })
const refuse =
  (status: number, body: object = {}, headers: Record<string, string> = {}): Loopback['reply'] =>
  (response) =>
    sendJson(response, error(body), { status, headers })
const raw =
  (type: string, text: string): Loopback['reply'] =>
  (response) =>
    response.writeHead(200, { 'content-type': type }).end(text)
/** A part of a body with the content-length of the whole. */
const half =
  (finish: (response: ServerResponse) => void): Loopback['reply'] =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
    response.write('{"choices": [', () => finish(response))
  }

describe.each(each)('%s:', (_, dialect) => {
  const ask = (stream: boolean, scope: TestScope = testScope()) =>
    askAt(dialect, server.origin, pool, { ...hello, stream }, scope)
  /** Without `whole`, the API always streams. */
  const streams = dialect.whole === undefined ? [true] : [false, true]

  describe.each(streams)('streamed: %s:', (stream) => {
    it.each<[string, Kind, Loopback['reply']]>([
      ['a rate limit', 'throttle', refuse(429, { type: 'rate_limit_error' }, { 'retry-after': '1' })],
      ['a rate limit without a time', 'throttle', refuse(429)],
      ['an empty account', 'quota', refuse(429, { type: 'insufficient_quota', code: 'insufficient_quota' })],
      ['a spend limit', 'quota', refuse(429, { details: { error_code: 'enforced_spend_limit_reached' } })],
      ['a wrong key', 'auth', refuse(401)],
      ['missing permissions', 'auth', refuse(403)],
      ['an unknown model', 'not-found', refuse(404, { code: 'model_not_found', type: 'not_found_error' })],
      ['a prompt that is too long', 'input', refuse(400, { code: 'context_length_exceeded' })],
      ['a forbidden prompt', 'input', refuse(400, { code: 'content_policy_violation' })],
      ['a request that is too large', 'input', refuse(413)],
      ['a slow request', 'timeout', refuse(408)],
      ['a slow gateway', 'timeout', refuse(504)],
      ['an internal error', 'server', refuse(500)],
      ['a bad gateway', 'server', (response) => response.writeHead(502).end('<html>Bad Gateway</html>')],
      ['overload', 'server', refuse(529, { type: 'overloaded_error' })],
      ['a reset before the headers', 'connection', (response) => response.socket?.resetAndDestroy()],
      ['an end before the headers', 'connection', (response) => response.socket?.destroy()],
      ['a redirect', 'not-found', (response) => response.writeHead(307, { location: server.origin }).end()],
      ['an HTML page', 'protocol', (response) => sendHtml(response)],
      ['plain text', 'protocol', raw('text/plain', 'Welcome')],
      ['half a JSON', 'answer-unusable', raw('application/json', '{"choices": [{"message": {"content": "Hi')],
      ['no JSON', 'protocol', raw('application/json', 'Hi.')],
      ['an empty body', 'protocol', raw('application/json', '')],
      ['no content', 'protocol', (response) => response.writeHead(204).end()],
      ['JSON of another shape', 'answer-unusable', raw('application/json', '{"object":"list","data":[]}')],
      ['null', 'protocol', raw('application/json', 'null')],
    ])('%s is %s and is not retried', async (_name, kind, reply) => {
      server.reply = reply
      const { request, deltas } = recorded({ ...hello, stream })
      expect(await failure(askAt(dialect, server.origin, pool, request))).toMatchObject({ kind })
      expect(deltas).toEqual([])
      expect(server.received).toHaveLength(1)
    })

    it.each<[string, Loopback['reply']]>([
      ['before the headers', () => undefined],
      [
        'in the middle of the answer',
        (response, { body }) =>
          body['stream'] === true
            ? sendEvents(response, dialect.events(spoken).slice(0, 2), { ending: 'hang' })
            : half(() => undefined)(response, { url: '', headers: {}, body }),
      ],
    ])('silence %s ends with an abort or a time limit', async (_name, reply) => {
      const scope = testScope()
      server.reply = (response, received) => {
        reply(response, received)
        scope.abort(new Error('enough'))
      }
      await expect(ask(stream, scope)).rejects.toThrow('enough')
      server.reply = reply
      const model = dialect.provider(server.origin, pool).model('some-model')
      const late = withTimeout(model, 60_000).generate({ ...hello, stream }, testScope())
      expect(await failure(late)).toMatchObject({ kind: 'timeout', retryable: true })
    })

    it.each<[string, object, { finishReason: FinishReason; text: string }]>([
      [
        'an answer cut at the token limit',
        { finish: 'length' },
        { finishReason: 'length', text: spoken.text },
      ],
      ['a limit before any text', { finish: 'length', text: '' }, { finishReason: 'length', text: '' }],
      ['a filtered answer', { finish: 'filtered', text: '' }, { finishReason: 'filtered', text: '' }],
      ['a filter in the middle', { finish: 'filtered' }, { finishReason: 'filtered', text: spoken.text }],
      ['an empty one', { text: '' }, { finishReason: 'stop', text: '' }],
    ])('%s is an answer with its finish reason', async (_name, more, expected) => {
      const said = { ...spoken, ...more }
      server.reply = (response, { body }) =>
        body['stream'] === true
          ? sendEvents(response, dialect.events(said))
          : sendJson(response, dialect.whole?.(said))
      expect(await ask(stream)).toMatchObject(expected)
    })
  })

  describe('a stream', () => {
    const events = pieces(dialect)
    const broken = [...events.keys()].flatMap((index) =>
      (['an end', 'a reset', 'an error event', 'broken JSON'] as const).map(
        (fault) => [fault, index] as const,
      ),
    )

    it.each(broken)('with %s after %i events is an error', async (fault, index) => {
      const sent = events.slice(0, index)
      server.reply = (response) => {
        if (fault === 'an end') sendEvents(response, sent)
        if (fault === 'a reset') sendEvents(response, sent, { ending: 'reset' })
        if (fault === 'an error event')
          sendEvents(response, [...sent, dialect.errorEvent, ...events.slice(index)])
        if (fault === 'broken JSON') sendEvents(response, [...sent, 'event: message_delta\ndata: {"a":\n\n'])
      }
      const kinds: Record<typeof fault, readonly Kind[]> = {
        'an end': ['stream'],
        // The reset may arrive before the headers that were sent just before it.
        'a reset': ['stream', 'connection'],
        'an error event': ['server'],
        'broken JSON': ['answer-unusable'],
      }
      const { kind, retryable } = await failure(ask(true))
      expect(kinds[fault]).toContain(kind)
      expect(retryable).toBe(true)
    })

    it('that is slow is read to its end, within the total time limit', async () => {
      const slow =
        (hangs: boolean): Loopback['reply'] =>
        (response) => {
          response.writeHead(200, { 'content-type': 'text/event-stream' })
          const next = (index: number): void => {
            const part = events[index]
            if (part !== undefined) response.write(part, () => setImmediate(next, index + 1))
            else if (!hangs) response.end(last(dialect))
          }
          next(0)
        }
      server.reply = slow(false)
      expect(await ask(true)).toMatchObject({ text: spoken.text })
      server.reply = slow(true)
      const model = dialect.provider(server.origin, pool).model('some-model')
      const late = withTimeout(model, 60_000).generate({ ...hello, stream: true }, testScope())
      expect(await failure(late)).toMatchObject({ kind: 'timeout' })
    })

    it('that is complete is an answer, however it is split into chunks', async () => {
      const bytes = Buffer.from([...events, last(dialect)].join(''))
      server.reply = (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        for (const byte of bytes) response.write(Buffer.from([byte]))
        response.end()
      }
      expect(await ask(true)).toMatchObject({ text: spoken.text, finishReason: 'stop' })
    })
  })
})

/** All events except the last one, which alone says that the answer is complete, with a comment before them. */
const pieces = (dialect: Dialect): readonly string[] => [
  ': hello\n\n',
  ...dialect.events(spoken).slice(0, -1),
]
const last = (dialect: Dialect): string => dialect.events(spoken).at(-1) ?? ''

describe('errors in the middle of a stream', () => {
  const start = event('message_start', { message: { model: 'm' } })
  const chunk = data({ choices: [{ delta: { content: 'Hi' }, finish_reason: null }] })
  const errorEvent = (type: string) => event('error', { error: { type, message: 'No.' } })

  it.each<[string, string, Kind]>([
    ['anthropic', start + errorEvent('overloaded_error'), 'server'],
    ['anthropic', start + errorEvent('api_error'), 'server'],
    ['anthropic', start + errorEvent('rate_limit_error'), 'throttle'],
    ['anthropic', start + errorEvent('invalid_request_error'), 'input'],
    ['anthropic', errorEvent('overloaded_error'), 'server'],
    ['openai', chunk + data({ error: { type: 'server_error', message: 'No.' } }), 'server'],
    ['openai', chunk + data({ error: { code: 'rate_limit_exceeded', message: 'No.' } }), 'throttle'],
    ['openai', chunk + data({ error: { code: 'insufficient_quota', message: 'No.' } }), 'quota'],
    ['openai', chunk + data({ choices: [{ delta: {}, finish_reason: 'error' }] }), 'server'],
    ['groq', chunk + data({ choices: [], x_groq: { error: 'over capacity' } }), 'stream'],
    ['groq', chunk + `event: error\n${data({ error: { type: 'server_error', message: 'No.' } })}`, 'server'],
  ])('of %s, %j, have the kind %s', async (name, sent, kind) => {
    server.reply = (response) => sendEvents(response, [sent])
    const dialect = dialects.find((one) => one.name === name) ?? expect.unreachable()
    const answer = askAt(dialect, server.origin, pool, { ...hello, stream: true })
    expect(await failure(answer)).toMatchObject({ kind })
  })
})
