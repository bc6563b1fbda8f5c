import { describe, expect, it } from 'vitest'
import { profile } from '../../src/sim/profile.ts'
import { startSimServer, type SimServer } from '../../src/sim/server/server.ts'
import {
  type Settings,
  type Json,
  serve,
  OPENAI,
  GROQ,
  ANTHROPIC,
  type Path,
  bodyFor,
  post,
  ask,
} from './serving.ts'

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

  it('are told by Anthropic for tokens in and tokens out, too, and hold for each', async () => {
    const limits = { inputTokensPerMinute: 6000, outputTokensPerMinute: 600, burstSeconds: 1 }
    const server = await serve({ limits })
    expect(await told(server, ANTHROPIC)).toEqual({
      'anthropic-ratelimit-input-tokens-limit': '6000',
      'anthropic-ratelimit-input-tokens-remaining': '0',
      'anthropic-ratelimit-input-tokens-reset': '2026-01-01T00:00:01Z',
      'anthropic-ratelimit-output-tokens-limit': '600',
      'anthropic-ratelimit-output-tokens-remaining': '0',
      'anthropic-ratelimit-output-tokens-reset': expect.any(String) as string,
    })
    expect(await told(server, ANTHROPIC)).toHaveProperty('retry-after')
    expect(server.ledger().byStatus).toEqual({ 200: 1, 429: 1 })
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
