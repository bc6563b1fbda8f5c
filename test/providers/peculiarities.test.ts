import type { ServerResponse } from 'node:http'
import { expect, it } from 'vitest'
import type { ModelRequest } from '../../src/core/ports.ts'
import { anthropic } from '../../src/providers/anthropic.ts'
import { compatible } from '../../src/providers/compatible.ts'
import { groq } from '../../src/providers/groq.ts'
import { ollama } from '../../src/providers/ollama.ts'
import { openai } from '../../src/providers/openai.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { testScope } from '../helpers/scope.ts'
import { hello } from './asking.ts'
import { counts, data, event, KEY, schema, wholeChat } from './dialects.ts'
import { poolWithLoopback, sendEvents, sendJson, type Loopback } from './loopback.ts'

let server: Loopback
const pool = poolWithLoopback((opened) => (server = opened))

const needs = (env: Record<string, string> = {}) => ({
  name: 'mine',
  fetch: pool.fetch,
  env: { OPENAI_API_KEY: KEY, GROQ_API_KEY: KEY, ANTHROPIC_API_KEY: KEY, ...env },
})
const ask = (provider: Provider, more: Partial<ModelRequest> = {}) =>
  provider.model('m').generate({ ...hello, ...more }, testScope())
const askOpenai = (more?: Partial<ModelRequest>) =>
  ask(openai.create({ baseUrl: server.origin }, needs()), more)
const askCompatible = (structured: 'json_schema' | 'json_object' | 'none', more?: Partial<ModelRequest>) =>
  ask(compatible.create({ baseUrl: server.origin, structured }, needs()), more)
const askGroq = (env: Record<string, string>, more?: Partial<ModelRequest>) =>
  ask(groq.create({}, needs({ GROQ_BASE_URL: server.origin, ...env })), more)
const askAnthropic = (more?: Partial<ModelRequest>) =>
  ask(anthropic.create({ baseUrl: server.origin }, needs()), more)

const whole =
  (more: object, headers = {}): Loopback['reply'] =>
  (response) =>
    sendJson(response, { ...wholeChat({ text: 'Hi.', finish: 'stop', counted: true }), ...more }, { headers })
const choice = (message: object | null, finish_reason: string | null = 'stop') => ({
  choices: [{ message, finish_reason }],
})
const body = () => server.received.at(-1)?.body

it('OpenAI reports its processing time in a header', async () => {
  server.reply = whole({}, { 'openai-processing-ms': '321' })
  expect(await askOpenai()).toMatchObject({ processingMs: 321 })
  server.reply = whole({}, { 'openai-processing-ms': 'soon' })
  expect(await askOpenai()).toMatchObject({ processingMs: undefined })
})

it('Groq reports its processing time in the usage', async () => {
  server.reply = whole({ usage: { ...counts, total_time: 0.25 } })
  expect(await askGroq({})).toMatchObject({ processingMs: 250 })
})

it('Groq accepts a base URL with and without the path', async () => {
  server.reply = whole({})
  for (const path of ['', '/', '/openai/v1', '/openai/v1/']) {
    await askGroq({ GROQ_BASE_URL: `${server.origin}${path}` })
  }
  expect(new Set(server.received.map(({ url }) => url))).toEqual(new Set(['/openai/v1/chat/completions']))
})

it('Groq can fail within a stream that ends well', async () => {
  server.reply = (response) =>
    sendEvents(response, [data({ choices: [], x_groq: { error: 'over capacity' } }), 'data: [DONE]\n\n'])
  await expect(askGroq({}, { stream: true })).rejects.toThrow('over capacity')
})

it('OpenAI receives organization and project, compatible servers do not', async () => {
  server.reply = whole({})
  const env = { OPENAI_ORG_ID: 'org-1', OPENAI_PROJECT_ID: 'proj-1' }
  await ask(openai.create({ baseUrl: server.origin }, needs(env)))
  expect(server.received[0]?.headers).toMatchObject({
    'openai-organization': 'org-1',
    'openai-project': 'proj-1',
  })
  await ask(compatible.create({ baseUrl: server.origin, structured: 'none' }, needs(env)))
  expect(server.received[1]?.headers).not.toHaveProperty('openai-organization')
  expect(server.received[1]?.headers).not.toHaveProperty('authorization')
})

it.each<[string, object, object]>([
  [
    'a refusal beside a finish reason of stop',
    choice({ content: null, refusal: 'No.' }),
    { finishReason: 'refusal', text: 'No.' },
  ],
  [
    'no text because reasoning used up the limit',
    choice({ content: null }, 'length'),
    { finishReason: 'length', text: '' },
  ],
  [
    'a whole answer without a finish reason',
    choice({ content: 'Hi.' }, null),
    { finishReason: 'stop', text: 'Hi.' },
  ],
  ['an unknown finish reason', choice({ content: 'Hi.' }, 'eos'), { finishReason: 'stop', text: 'Hi.' }],
])('understands %s', async (_name, reply, expected) => {
  server.reply = whole(reply)
  expect(await askOpenai()).toMatchObject(expected)
})

it.each<[string, object, object]>([
  ['no text', choice({ content: null }), { kind: 'answer-unusable' }],
  ['no message', choice(null), { kind: 'answer-unusable' }],
  ['no choice', { choices: [] }, { kind: 'answer-unusable' }],
  ['text of another type', choice({ content: 7 }), { kind: 'answer-unusable' }],
  ['an answer that the server abandoned', choice({ content: 'Hi' }, 'error'), { kind: 'server' }],
  [
    'an error that claims success',
    { error: { message: 'Busy.', code: 503 } },
    { kind: 'server', status: 503 },
  ],
  [
    'a named error that claims success',
    { error: { message: 'x', code: 'insufficient_quota' } },
    { kind: 'quota' },
  ],
])('rejects %s', async (_name, reply, expected) => {
  server.reply = whole(reply)
  await expect(askOpenai()).rejects.toMatchObject(expected)
})

it.each<[string, (response: ServerResponse) => void, string]>([
  [
    'half a JSON',
    (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"choices": ['),
    'answer-unusable',
  ],
  [
    'an empty body',
    (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(),
    'protocol',
  ],
  ['no content', (response) => response.writeHead(204).end(), 'protocol'],
  [
    'half a body',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
      response.write('{"choices": [', () => response.socket?.resetAndDestroy())
    },
    'stream',
  ],
])('rejects %s', async (_name, reply, kind) => {
  server.reply = reply
  await expect(askOpenai()).rejects.toMatchObject({ kind })
})

it('a server that accepts no schema gets it at the end of the prompt, so that the prefix is the same for all schemas', async () => {
  server.reply = whole(choice({ content: '{}' }))
  await askCompatible('none', { schema })
  expect(body()).not.toHaveProperty('response_format')
  expect(body()).toMatchObject({
    messages: [{ role: 'user', content: expect.stringMatching(/^Say hello\.\n\n[^]*"good"/) as string }],
  })
  await askCompatible('json_object', { schema })
  expect(body()).toMatchObject({ response_format: { type: 'json_object' } })
})

it('each sample has a different seed', async () => {
  server.reply = whole({})
  await askOpenai({ seed: 7, sample: 1 })
  expect(body()).toMatchObject({ seed: 8 })
  await askOpenai({ sample: 1 })
  expect(body()).not.toHaveProperty('seed')
})

it('invalid token counts do not invalidate an answer', async () => {
  server.reply = whole({ usage: { prompt_tokens: 'many', completion_tokens: 3 } })
  expect(await askOpenai()).toMatchObject({ usage: { inputTokens: 3, outputTokens: 3 } })
  server.reply = whole({ usage: 'none' })
  expect(await askOpenai()).toMatchObject({ text: 'Hi.', usage: { inputTokens: 3, outputTokens: 1 } })
})

it('Anthropic always receives the token limit that it requires', async () => {
  server.reply = (response) => sendEvents(response, [])
  await expect(askAnthropic()).rejects.toMatchObject({ kind: 'stream' })
  expect(body()).toMatchObject({ max_tokens: 16_000 })
  expect(body()).not.toHaveProperty('system')
  await expect(askAnthropic({ maxTokens: 64_000 })).rejects.toMatchObject({ kind: 'stream' })
  expect(body()).toMatchObject({ max_tokens: 64_000 })
})

it('Anthropic: a full context window truncates an answer like a token limit', async () => {
  const stop_reason = 'model_context_window_exceeded'
  server.reply = (response) =>
    sendEvents(response, [event('message_delta', { delta: { stop_reason } }), event('message_stop')])
  expect(await askAnthropic()).toMatchObject({ finishReason: 'length' })
})

it('Ollama: the hint says how to start it', async () => {
  await server.close()
  await expect(ask(ollama.create({ baseUrl: server.origin }, needs()))).rejects.toMatchObject({
    kind: 'connection',
    message: expect.stringContaining('ECONNREFUSED') as string,
    hint: expect.stringMatching(`${server.origin}.*ollama serve`) as string,
  })
})
