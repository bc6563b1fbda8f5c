/** What every real provider promises, over real HTTP. */
import { LLMock } from '@copilotkit/aimock'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ModelRequest } from '../../src/core/ports.ts'
import { pooledFetch, type Pool } from '../../src/providers/http/lazy-pool.ts'
import { testScope } from '../helpers/scope.ts'
import { askAt, deltas, failure, hello } from './asking.ts'
import { schema, type Dialect } from './dialects.ts'
import { requestContract } from './request-contract.ts'
import { streamContract } from './stream-contract.ts'

export function providerContract(dialect: Dialect): void {
  const pool = pooledFetch({ env: {} })
  afterAll(() => pool.close())
  describe(`${dialect.name}, judged by aimock,`, () => {
    judgedByAimock(dialect, pool)
  })
  describe(`${dialect.name} itself`, () => {
    requestContract(dialect, pool)
    streamContract(dialect, pool)
  })
}

/** An independent reading of the APIs. */
function judgedByAimock(dialect: Dialect, pool: Pool): void {
  const judge = new LLMock({ port: 0, logLevel: 'silent' })
  beforeAll(() => judge.start())
  beforeEach(() => judge.reset())
  afterAll(() => judge.stop())

  const usage = { prompt_tokens: 11, completion_tokens: 3, input_tokens: 11, output_tokens: 3 }
  const ask = (request: ModelRequest, scope = testScope()) => askAt(dialect, judge.url, pool, request, scope)

  it('gives the whole answer, with what it cost, and no pieces unless asked', async () => {
    judge.onMessage(/hello/, { content: 'Hello to you.', usage })
    const scope = testScope()
    expect(await ask(hello, scope)).toMatchObject({
      text: 'Hello to you.',
      finishReason: 'stop',
      cached: false,
      usage: { calls: 1, inputTokens: 11, outputTokens: 3, costUsd: dialect.costUsd },
    })
    expect(deltas(scope)).toEqual([])
  })

  it('streams the same answer, piece by piece', async () => {
    judge.onMessage(/hello/, { content: 'Hello to you and to everybody else.', usage }, { chunkSize: 5 })
    const scope = testScope()
    const answer = await ask({ ...hello, stream: true }, scope)
    expect(answer).toMatchObject({
      text: 'Hello to you and to everybody else.',
      usage: { inputTokens: 11, outputTokens: 3 },
    })
    expect(deltas(scope).length).toBeGreaterThan(3)
    expect(deltas(scope).join('')).toBe(answer.text)
  })

  it('answers in JSON where a schema is given', async () => {
    const json = '{"good":true}'
    judge.onMessage(
      /hello/,
      dialect.structured === 'tool'
        ? { toolCalls: [{ name: 'verdict', arguments: json }] }
        : { content: json },
    )
    const answer = await ask({ ...hello, schema })
    expect(JSON.parse(answer.text)).toEqual({ good: true })
    expect(answer.finishReason).toBe('stop')
  })

  it('reports a rate limit, and how long to wait', async () => {
    const error = { message: 'Slow down.', type: 'rate_limit_error' }
    judge.onMessage(/hello/, { error, status: 429, retryAfter: 7 })
    expect(await failure(ask(hello))).toMatchObject({
      kind: 'throttle',
      status: 429,
      retryAfterMs: 7000,
      retryable: true,
      message: `${dialect.name} some-model: 429 rate limit exceeded: Slow down.`,
    })
    expect(judge.getRequests()).toHaveLength(1)
  })

  it('reports trouble at the provider, and leaves trying again to others', async () => {
    judge.onMessage(/hello/, { error: { message: 'Oops.', type: 'server_error' }, status: 500 })
    expect(await failure(ask(hello))).toMatchObject({ kind: 'server', status: 500, retryable: true })
    expect(judge.getRequests()).toHaveLength(1)
  })

  it('takes a stream that was cut for an error, not for an answer', async () => {
    const cut = { chunkSize: 2, truncateAfterChunks: 4, latency: 2 }
    judge.onMessage(/hello/, { content: 'Hello to you and to everybody else.' }, cut)
    expect(await failure(ask({ ...hello, stream: true }))).toMatchObject({
      kind: 'stream',
      retryable: true,
    })
  })
}
