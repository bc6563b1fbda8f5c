/** An answer is read in every form in which a server may write it; one that cannot be read is a failed answer. */
import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ModelRequest } from '../../src/core/ports.ts'
import { testScope } from '../helpers/scope.ts'
import { modelOf, openBench } from './adaptation/bench.ts'
import { hello } from './asking.ts'
import { data } from './dialects.ts'
import { sendEvents, sendJson } from './loopback.ts'

let bench: Awaited<ReturnType<typeof openBench>>
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

const ask = (request: Partial<ModelRequest> = {}, maxRetries = 0, scope = testScope()) =>
  modelOf(bench.createServer(), 'm', maxRetries).generate({ ...hello, ...request }, scope)

/** Sends the text with this media type, or without one. */
const raw = (type: string | undefined, text: string) => (response: ServerResponse) => {
  response.writeHead(200, type === undefined ? {} : { 'content-type': type })
  response.end(text)
}
const whole = (message: object, more: object = {}) => ({
  choices: [{ message, finish_reason: 'stop' }],
  ...more,
})
const WHOLE = JSON.stringify(whole({ content: 'Hi.' }))
const DELTA = data({ choices: [{ delta: { content: 'Hi.' } }] })
const END = data({ choices: [{ delta: {}, finish_reason: 'stop' }] })

describe.each([true, false])('read, if the request asks for a stream (%s), is', (stream) => {
  it.each<[string, (response: ServerResponse) => void]>([
    ['a whole answer', raw('application/json', WHOLE)],
    ['a whole answer with a charset', raw('application/JSON; charset=utf-8', WHOLE)],
    ['a whole answer as plain text', raw('text/plain', WHOLE)],
    ['a whole answer as HTML', raw('text/html', WHOLE)],
    ['a whole answer as a stream', raw('text/event-stream', WHOLE)],
    ['a whole answer without a media type', raw(undefined, WHOLE)],
    ['a whole answer after blank lines', raw('application/json', `\n\n ${WHOLE}\n`)],
    ['a whole answer without a finish reason', raw('application/json', WHOLE.replace('"stop"', 'null'))],
    ['a stream', raw('text/event-stream', `${DELTA}${END}data: [DONE]\n\n`)],
    ['a stream as JSON', raw('application/json', `${DELTA}${END}data: [DONE]\n\n`)],
    ['a stream without a media type', raw(undefined, `${DELTA}${END}data: [DONE]\n\n`)],
    ['a stream after a comment', raw('text/event-stream', `: hello\n\n${DELTA}${END}`)],
    ['a stream without a finish reason', raw('text/event-stream', `${DELTA}data: [DONE]\n\n`)],
    ['a stream whose last event has no blank line', raw('text/event-stream', `${DELTA}${END.trimEnd()}\n`)],
    ['a stream whose last event has no line end', raw('text/event-stream', `${DELTA}${END.trimEnd()}`)],
    ['a stream whose end mark has no line end', raw('text/event-stream', `${DELTA}data: [DONE]`)],
    ['a stream of CRLF lines', raw('text/event-stream', `${DELTA}${END}`.replaceAll('\n', '\r\n'))],
    ['a stream of whole messages', raw('text/event-stream', `data: ${WHOLE}\n\n`)],
  ])('%s', async (_, reply) => {
    bench.server.reply = reply
    let streamed = ''
    const answer = await ask({ stream, onDelta: (text) => void (streamed += text) })
    expect(answer).toMatchObject({ text: 'Hi.', finishReason: 'stop' })
    expect(streamed).toBe(stream ? 'Hi.' : '')
  })
})

it.each<[string, object, string, string | undefined]>([
  ['parts', { content: [{ type: 'text', text: 'Hi.' }] }, 'Hi.', undefined],
  [
    "Mistral's thinking part",
    {
      content: [
        { type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] },
        { type: 'text', text: 'Hi.' },
      ],
    },
    'Hi.',
    'Hm.',
  ],
  ['reasoning_content', { content: 'Hi.', reasoning_content: 'Hm.' }, 'Hi.', 'Hm.'],
  ['reasoning', { content: 'Hi.', reasoning: 'Hm.' }, 'Hi.', 'Hm.'],
  [
    'reasoning beside reasoning_content',
    { content: 'Hi.', reasoning: 'Hm.', reasoning_content: 'Hm.' },
    'Hi.',
    'Hm.',
  ],
  ['reasoning as an object', { content: 'Hi.', reasoning: { effort: 'low' } }, 'Hi.', undefined],
  ['think tags', { content: '<think>Hm.</think>\n\nHi.' }, 'Hi.', 'Hm.'],
  ['a closing think tag alone', { content: 'Hm.</think>\n\nHi.' }, 'Hi.', 'Hm.'],
])('%s: reasoning is kept apart from the text', async (_, message, text, reasoning) => {
  bench.server.reply = (response) => sendJson(response, whole(message))
  const answer = await ask()
  expect(answer.text).toBe(text)
  expect(answer.reasoning).toBe(reasoning)
})

it('a stream whose reasoning lacks its opening tag is begun anew, once', async () => {
  bench.server.reply = (response) =>
    sendEvents(response, [
      ...['Hm, ', 'so.</thi', 'nk>\n\nHi', '.'].map((content) => data({ choices: [{ delta: { content } }] })),
      END,
    ])
  const model = modelOf(bench.createServer())
  const seen: string[] = []
  const request = {
    ...hello,
    stream: true,
    onDelta: (text: string) => void seen.push(text),
    onRestart: () => void seen.push('|'),
  }
  expect(await model.generate(request, testScope())).toMatchObject({ text: 'Hi.', reasoning: 'Hm, so.' })
  expect(seen.join('')).toBe('Hm, so.</thi|Hi.')
  seen.length = 0
  await model.generate(request, testScope())
  expect(seen.join('')).toBe('Hi.')
})

describe('an answer that cannot be used', () => {
  it.each<[string, object]>([
    ['null content', whole({ content: null }, { usage: { prompt_tokens: 10, completion_tokens: 4 } })],
    [
      'reasoning without text',
      whole({ content: null, reasoning: 'Hm.' }, { usage: { prompt_tokens: 10, completion_tokens: 4 } }),
    ],
    ['no choice', { choices: [], usage: { prompt_tokens: 10, completion_tokens: 4 } }],
  ])('is tried three times at most, and all tries are paid for: %s', async (_, body) => {
    bench.server.reply = (response) => sendJson(response, body)
    await expect(ask({}, 20)).rejects.toMatchObject({
      kind: 'answer-unusable',
      usage: { calls: 3, inputTokens: 30, outputTokens: 12 },
    })
    expect(bench.server.received).toHaveLength(3)
  })

  it('counts together with the answer that follows', async () => {
    const contents = [null, 'Hi.']
    bench.server.reply = (response) =>
      sendJson(
        response,
        whole({ content: contents.shift() ?? null }, { usage: { prompt_tokens: 10, completion_tokens: 4 } }),
      )
    expect(await ask({}, 20)).toMatchObject({
      text: 'Hi.',
      usage: { calls: 2, inputTokens: 20, outputTokens: 8, retries: 1 },
    })
  })

  it('of unknown usage counts with its input', async () => {
    bench.server.reply = raw('application/json', '{"choices": [')
    await expect(ask()).rejects.toMatchObject({
      kind: 'answer-unusable',
      usage: { calls: 1, inputTokens: 3 },
    })
  })

  it('is no sign that the host is down', async () => {
    bench.server.reply = (response, { body }) =>
      sendJson(response, whole({ content: body['temperature'] === 1 ? 'Hi.' : null }))
    const model = modelOf(bench.createServer(), 'm', 5)
    const scope = testScope()
    for (let call = 0; call < 5; call++) await model.generate(hello, scope).catch(() => undefined)
    expect(await model.generate({ ...hello, temperature: 1 }, scope)).toMatchObject({ text: 'Hi.' })
    expect(bench.server.received).toHaveLength(16)
  })
})

describe('the usage and the cost', () => {
  it.each<[string, object, object]>([
    [
      'reasoning within the completion',
      { completion_tokens: 50, completion_tokens_details: { reasoning_tokens: 30 } },
      { outputTokens: 50, reasoningTokens: 30 },
    ],
    [
      'reasoning only in the total',
      { completion_tokens: 50, total_tokens: 450 },
      { outputTokens: 350, reasoningTokens: 300 },
    ],
    [
      'reasoning beside the completion (xAI)',
      { completion_tokens: 50, total_tokens: 450, completion_tokens_details: { reasoning_tokens: 300 } },
      { outputTokens: 350, reasoningTokens: 300 },
    ],
    [
      'a total that is too small',
      { completion_tokens: 50, total_tokens: 20 },
      { outputTokens: 50, reasoningTokens: 0 },
    ],
    [
      "OpenAI's cached tokens",
      { completion_tokens: 5, prompt_tokens_details: { cached_tokens: 40 } },
      { cachedInputTokens: 40 },
    ],
    [
      "DeepSeek's cached tokens",
      { completion_tokens: 5, prompt_cache_hit_tokens: 40 },
      { cachedInputTokens: 40 },
    ],
    ["Moonshot's cached tokens", { completion_tokens: 5, cached_tokens: 40 }, { cachedInputTokens: 40 }],
    ["OpenRouter's cost", { completion_tokens: 5, cost: 0.25 }, { costUsd: 0.25 }],
    [
      "OpenRouter's cost with a key of one's own",
      { completion_tokens: 5, cost: 0.01, is_byok: true, cost_details: { upstream_inference_cost: 0.2 } },
      { costUsd: 0.21 },
    ],
    ["xAI's cost in ticks", { completion_tokens: 5, cost_in_usd_ticks: 2_500_000_000 }, { costUsd: 0.25 }],
    [
      "Perplexity's cost",
      { completion_tokens: 5, cost: { input_tokens_cost: 0.1, total_cost: 0.25 } },
      { costUsd: 0.25 },
    ],
    ['a cost that is no figure', { completion_tokens: 5, cost: 'free' }, { costUsd: null }],
    ['figures that are invalid', { completion_tokens: -5, total_tokens: 'many' }, { outputTokens: 1 }],
  ])('of %s are read', async (_, usage, expected) => {
    bench.server.reply = (response) =>
      sendJson(response, whole({ content: 'Hi.' }, { usage: { prompt_tokens: 100, ...usage } }))
    const { usage: read } = await ask()
    const { costUsd, ...counts } = expected as { costUsd?: number | null }
    expect(read).toMatchObject({ inputTokens: 100, ...counts })
    if (typeof costUsd === 'number') expect(read.costUsd).toBeCloseTo(costUsd, 9)
    else expect(read.costUsd).toBeNull()
  })
})
