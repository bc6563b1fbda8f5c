/** Rate limits and costs that providers report with their answers, over real HTTP. */
import { describe, expect, it } from 'vitest'
import type { ModelRequest } from '../../src/core/ports.ts'
import type { RateLimit } from '../../src/core/types.ts'
import { anthropic } from '../../src/providers/anthropic.ts'
import { compatible } from '../../src/providers/compatible.ts'
import { groq } from '../../src/providers/groq.ts'
import { openai } from '../../src/providers/openai.ts'
import type { PriceList } from '../../src/providers/pricing/prices.ts'
import { recorded } from '../helpers/recorded.ts'
import { testScope } from '../helpers/scope.ts'
import { askAt, failure, hello } from './asking.ts'
import { dialects, event, KEY, spoken, wholeChat, type Dialect } from './dialects.ts'
import { poolWithLoopback, sendEvents, sendJson, type Loopback } from './loopback.ts'

let server: Loopback
const pool = poolWithLoopback((opened) => (server = opened))

const chat = {
  'x-ratelimit-limit-requests': '60',
  'x-ratelimit-remaining-requests': '0',
  'x-ratelimit-reset-requests': '2s',
}
const HEADERS: Readonly<Record<string, Record<string, string>>> = {
  anthropic: {
    'anthropic-ratelimit-requests-limit': '60',
    'anthropic-ratelimit-requests-remaining': '0',
    'anthropic-ratelimit-requests-reset': '2026-01-01T00:00:02Z',
    date: 'Thu, 01 Jan 2026 00:00:00 GMT',
  },
}
const headersOf = ({ name }: Dialect) => HEADERS[name] ?? chat
const expectedLimits = ({ name }: Dialect): RateLimit[] => [
  {
    unit: 'requests',
    periodMs: name === 'groq' ? 86_400_000 : 60_000,
    limit: 60,
    remaining: 0,
    resetMs: 2000,
  },
]

const each = dialects.map((dialect) => [dialect.name, dialect] as const)

describe.each(each)('%s reports rate limits', (_, dialect) => {
  const ask = (request: ModelRequest) => askAt(dialect, server.origin, pool, request)

  it.each([false, true])('once per answer (streamed: %s)', async (stream) => {
    server.reply = (response, { body }) =>
      body['stream'] === true
        ? sendEvents(response, dialect.events(spoken), { headers: headersOf(dialect) })
        : sendJson(response, dialect.whole?.(spoken), { headers: headersOf(dialect) })
    const { request, limits } = recorded({ ...hello, stream })
    await ask(request)
    expect(limits).toEqual([expectedLimits(dialect)])
  })

  it('with an error response, and waits until an exhausted limit resets', async () => {
    server.reply = (response) =>
      sendJson(response, { error: { message: 'No.' } }, { status: 429, headers: headersOf(dialect) })
    const { request, limits } = recorded({ ...hello, stream: true })
    expect(await failure(ask(request))).toMatchObject({ kind: 'throttle', retryAfterMs: 2000 })
    expect(limits).toEqual([expectedLimits(dialect)])
  })

  it.each([false, true])('before the body arrives (streamed: %s)', async (stream) => {
    server.reply = (response, { body }) => {
      const type = body['stream'] === true ? 'text/event-stream' : 'application/json'
      response.writeHead(200, { 'content-type': type, ...headersOf(dialect) }).flushHeaders()
    }
    const scope = testScope()
    const onLimits = (limits: readonly RateLimit[]) => scope.abort(new Error(JSON.stringify(limits)))
    const answer = askAt(dialect, server.origin, pool, { ...hello, stream, onLimits }, scope)
    await expect(answer).rejects.toThrow(JSON.stringify(expectedLimits(dialect)))
  })

  it('only if a header contains them', async () => {
    server.reply = (response) => sendJson(response, { error: { message: 'No.' } }, { status: 500 })
    const { request, limits } = recorded(hello)
    await failure(ask(request))
    expect(limits).toEqual([])
  })
})

describe('the cost of an answer', () => {
  const needs = (name: string, prices?: PriceList) => ({
    name,
    fetch: pool.fetch,
    env: { OPENAI_API_KEY: KEY, GROQ_API_KEY: KEY, ANTHROPIC_API_KEY: KEY, GROQ_BASE_URL: server.origin },
    prices,
  })
  const million = 1_000_000
  const reply = (model: string, details: object) => {
    const usage = { prompt_tokens: million, completion_tokens: million, prompt_tokens_details: details }
    server.reply = (response) => sendJson(response, { ...wholeChat(spoken), model, usage })
  }

  it.each([
    ['gpt-4o-mini', 'gpt-4o-mini-2024-07-18', {}, 0.15 + 0.6],
    ['gpt-4o', 'gpt-4o-2024-08-06', { cached_tokens: million }, 1.25 + 10],
    ['gpt-4o', 'gpt-4o-2024-05-13', {}, 5 + 15],
    ['gpt-5.6-sol', 'gpt-5.6-sol', { cached_tokens: 0, cache_write_tokens: million }, 10 + 30],
    ['gpt-4o', 'gpt-4o', { cached_tokens: -5 }, 2.5 + 10],
    ['gpt-4o', 'gpt-4o', 'none', 2.5 + 10],
    ['gpt-0', 'gpt-0', {}, null],
  ])('of OpenAI: requested %s, answered by %s, details %j: %s USD', async (asked, answered, details, usd) => {
    reply(answered, details as object)
    const provider = openai.create({ baseUrl: server.origin }, needs('openai'))
    const { usage } = await provider.model(asked).generate(hello, testScope())
    if (usd === null) expect(usage.costUsd).toBeNull()
    else expect(usage.costUsd).toBeCloseTo(usd, 9)
  })

  it("of Groq includes cached tokens and uses the user's own price if there is one", async () => {
    reply('openai/gpt-oss-20b', { cached_tokens: million })
    const own = { 'groq:openai/gpt-oss-20b': { input: 4, cachedInput: 1, output: 2 } }
    const costs = [undefined, own].map(async (prices) => {
      const provider = groq.create({}, needs('groq', prices))
      const { usage } = await provider.model('openai/gpt-oss-20b').generate(hello, testScope())
      expect(usage.cachedInputTokens).toBe(million)
      return usage.costUsd
    })
    const [listed, set] = await Promise.all(costs)
    expect(listed).toBeCloseTo(0.0375 + 0.3, 9)
    expect(set).toBeCloseTo(1 + 2, 9)
  })

  it('of Anthropic distinguishes uncached, written and read tokens', async () => {
    const usage = {
      input_tokens: million,
      cache_creation_input_tokens: million,
      cache_read_input_tokens: million,
    }
    server.reply = (response) =>
      sendEvents(response, [
        event('message_start', { message: { model: 'claude-3-5-haiku-20241022', usage } }),
        event('content_block_delta', { delta: { type: 'text_delta', text: 'Hi.' } }),
        event('message_delta', { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: million } }),
        event('message_stop'),
      ])
    const provider = anthropic.create({ baseUrl: server.origin }, needs('anthropic'))
    const answer = await provider.model('claude-3-5-haiku-latest').generate(hello, testScope())
    expect(answer.usage).toMatchObject({ inputTokens: 3 * million, cachedInputTokens: million })
    expect(answer.usage.costUsd).toBeCloseTo(0.8 + 1 + 0.08 + 4, 9)
  })

  it("of the user's own server is unknown until the user sets a price", async () => {
    reply('llama', {})
    const create = (prices?: PriceList) =>
      compatible.create({ baseUrl: server.origin, structured: 'none' }, needs('mine', prices))
    const cost = async (prices?: PriceList) =>
      (await create(prices).model('llama').generate(hello, testScope())).usage.costUsd
    expect(await cost()).toBeNull()
    expect(await cost({ 'mine:llama': { input: 1, output: 1 } })).toBeCloseTo(2, 9)
  })
})
