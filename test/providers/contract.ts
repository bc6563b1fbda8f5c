/** What every provider with an API guarantees, over real HTTP. */
import { LLMock } from '@copilotkit/aimock'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ModelRequest } from '../../src/core/ports.ts'
import { createHttpPool, type HttpPool } from '../../src/providers/http/lazy-pool.ts'
import { recorded } from '../helpers/recorded.ts'
import { askAt, failure, hello } from './asking.ts'
import { schema, type Dialect } from './dialects.ts'
import { requestContract } from './request-contract.ts'
import { streamContract } from './stream-contract.ts'

export function providerContract(dialect: Dialect): void {
  const pool = createHttpPool({ env: {} })
  afterAll(() => pool.close())
  describe(`${dialect.name} against aimock`, () => {
    aimockContract(dialect, pool)
  })
  describe(`${dialect.name} against a loopback server`, () => {
    requestContract(dialect, pool)
    streamContract(dialect, pool)
  })
}

/** aimock implements the APIs independently of this project. */
function aimockContract(dialect: Dialect, pool: HttpPool): void {
  const mock = new LLMock({ port: 0, logLevel: 'silent' })
  beforeAll(() => mock.start())
  beforeEach(() => mock.reset())
  afterAll(() => mock.stop())

  const usage = { prompt_tokens: 11, completion_tokens: 3, input_tokens: 11, output_tokens: 3 }
  const ask = (request: ModelRequest) => askAt(dialect, mock.url, pool, request)

  it('gives the whole answer with its cost, and deltas only on request', async () => {
    mock.onMessage(/hello/, { content: 'Hello to you.', usage })
    const { request, deltas } = recorded(hello)
    expect(await ask(request)).toMatchObject({
      text: 'Hello to you.',
      finishReason: 'stop',
      cached: false,
      usage: { calls: 1, inputTokens: 11, outputTokens: 3, costUsd: dialect.costUsd },
    })
    expect(deltas).toEqual([])
  })

  it('streams the same answer as deltas', async () => {
    mock.onMessage(/hello/, { content: 'Hello to you and to everybody else.', usage }, { chunkSize: 5 })
    const { request, deltas } = recorded({ ...hello, stream: true })
    const answer = await ask(request)
    expect(answer).toMatchObject({
      text: 'Hello to you and to everybody else.',
      usage: { inputTokens: 11, outputTokens: 3 },
    })
    expect(deltas.length).toBeGreaterThan(3)
    expect(deltas.join('')).toBe(answer.text)
  })

  it('answers in JSON if a schema is given', async () => {
    const json = '{"good":true}'
    mock.onMessage(
      /hello/,
      dialect.structured === 'tool'
        ? { toolCalls: [{ name: 'verdict', arguments: json }] }
        : { content: json },
    )
    const answer = await ask({ ...hello, schema })
    expect(JSON.parse(answer.text)).toEqual({ good: true })
    expect(answer.finishReason).toBe('stop')
  })

  it('reports a rate limit and how long to wait', async () => {
    const error = { message: 'Slow down.', type: 'rate_limit_error' }
    mock.onMessage(/hello/, { error, status: 429, retryAfter: 7 })
    expect(await failure(ask(hello))).toMatchObject({
      kind: 'throttle',
      status: 429,
      retryAfterMs: 7000,
      retryable: true,
      message: `${dialect.name} some-model: 429 rate limit exceeded: Slow down.`,
    })
    expect(mock.getRequests()).toHaveLength(1)
  })

  it('reports a server error and does not retry it', async () => {
    mock.onMessage(/hello/, { error: { message: 'Oops.', type: 'server_error' }, status: 500 })
    expect(await failure(ask(hello))).toMatchObject({ kind: 'server', status: 500, retryable: true })
    expect(mock.getRequests()).toHaveLength(1)
  })

  it('rejects a stream that was cut off', async () => {
    const cut = { chunkSize: 2, truncateAfterChunks: 4, latency: 2 }
    mock.onMessage(/hello/, { content: 'Hello to you and to everybody else.' }, cut)
    expect(await failure(ask({ ...hello, stream: true }))).toMatchObject({
      kind: 'stream',
      retryable: true,
    })
  })
}
