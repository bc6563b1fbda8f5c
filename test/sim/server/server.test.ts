import { describe, expect, it } from 'vitest'
import { simProfileSchema } from '../../../src/sim/profile.ts'
import { startSimServer, type SimServer } from '../../../src/sim/server/server.ts'
import {
  type ProfileInput,
  type Json,
  eventually,
  serve,
  OPENAI,
  GROQ,
  ANTHROPIC,
  type Path,
  bodyFor,
  post,
  ask,
} from './sim-server.ts'

describe('limits', () => {
  const serveLimited = (more: ProfileInput['limits'] = {}) =>
    serve({ limits: { requestsPerMinute: 60, tokensPerMinute: 60_000, requestsPerDay: 14_400, ...more } })
  const headersOf = async (server: SimServer, path: Path, samples = 1) => {
    const answers = []
    for (let seed = 0; seed < samples; seed++) answers.push(await post(server, path, bodyFor(path, { seed })))
    const names = /^(x|anthropic)-ratelimit|^retry-after/
    return Object.fromEntries([...(answers.at(-1)?.headers ?? [])].filter(([name]) => names.test(name)))
  }

  it('are reported as OpenAI does: per minute, with the time until they are full', async () => {
    const headers = await headersOf(await serveLimited(), OPENAI)
    expect(headers).toMatchObject({
      'x-ratelimit-limit-requests': '60',
      'x-ratelimit-remaining-requests': '59',
      'x-ratelimit-reset-requests': '1s',
      'x-ratelimit-limit-tokens': '60000',
    })
    expect(headers['x-ratelimit-reset-tokens']).toMatch(/^\d+ms$/)
  })

  it('are reported as Groq does: requests per day, tokens per minute', async () => {
    expect(await headersOf(await serveLimited(), GROQ, 30)).toMatchObject({
      'x-ratelimit-limit-requests': '14400',
      'x-ratelimit-remaining-requests': '14370',
      'x-ratelimit-reset-requests': '3m0s',
      'x-ratelimit-limit-tokens': '60000',
    })
  })

  it('are reported as Anthropic does: rounded tokens, with a date', async () => {
    expect(await headersOf(await serveLimited(), ANTHROPIC)).toMatchObject({
      'anthropic-ratelimit-requests-limit': '60',
      'anthropic-ratelimit-requests-remaining': '59',
      'anthropic-ratelimit-requests-reset': '2026-01-01T00:00:01Z',
      'anthropic-ratelimit-tokens-remaining': '60000',
    })
  })

  it('apply to input and output tokens separately with Anthropic', async () => {
    const limits = { inputTokensPerMinute: 6000, outputTokensPerMinute: 600, burstSeconds: 1 }
    const server = await serve({ limits })
    expect(await headersOf(server, ANTHROPIC)).toEqual({
      'anthropic-ratelimit-input-tokens-limit': '6000',
      'anthropic-ratelimit-input-tokens-remaining': '0',
      'anthropic-ratelimit-input-tokens-reset': '2026-01-01T00:00:01Z',
      'anthropic-ratelimit-output-tokens-limit': '600',
      'anthropic-ratelimit-output-tokens-remaining': '0',
      'anthropic-ratelimit-output-tokens-reset': expect.any(String) as string,
    })
    expect(await headersOf(server, ANTHROPIC)).toHaveProperty('retry-after')
    expect(server.ledger().byStatus).toEqual({ 200: 1, 429: 1 })
  })

  it('are reported in another style, or not at all, if so configured', async () => {
    expect(await headersOf(await serveLimited({ headers: 'groq' }), OPENAI)).toMatchObject({
      'x-ratelimit-limit-requests': '14400',
    })
    expect(await headersOf(await serveLimited({ headers: 'none' }), OPENAI)).toEqual({})
    expect(await headersOf(await serve(), OPENAI)).toEqual({})
  })

  it.each<['seconds' | 'milliseconds' | 'none', Json]>([
    ['seconds', { 'retry-after': '1' }],
    ['milliseconds', { 'retry-after': '1', 'retry-after-ms': '500' }],
    ['none', {}],
  ])('state the time to wait in %s', async (retryAfter, expected) => {
    const server = await serve({
      limits: { requestsPerMinute: 120, burstSeconds: 0.5, retryAfter, headers: 'none' },
    })
    expect(await headersOf(server, OPENAI, 2)).toEqual(expected)
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

  it('counts the requests in flight, and refuses more than maxConcurrent', async () => {
    const server = await serve({ maxConcurrent: 1, faults: [{ kind: 'hang', share: 1, times: 1 }] })
    const controller = new AbortController()
    const first = fetch(server.url + OPENAI, {
      method: 'POST',
      headers: { authorization: 'x' },
      body: JSON.stringify(bodyFor(OPENAI)),
      signal: controller.signal,
    }).catch(() => undefined)
    await eventually(() => expect(server.ledger().requests).toBe(1))
    expect((await ask(server, OPENAI)).status).toBe(503)
    controller.abort()
    await first
    await eventually(() => expect(server.ledger().aborted).toBe(1))
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

  it('rejects a port in use', async () => {
    const { url } = await serve()
    const port = Number(new URL(url).port)
    await expect(startSimServer({ port, profile: simProfileSchema.parse({}) })).rejects.toThrow('EADDRINUSE')
  })

  it('closes at once even while clients wait', async () => {
    const server = await serve({ faults: [{ kind: 'hang' }] })
    const waiting = ask(server, OPENAI).catch((error: Error) => error.message)
    await eventually(() => expect(server.ledger().requests).toBe(1))
    await server.close()
    await server.close()
    expect(await waiting).toBe('fetch failed')
  })
})
