import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ProviderError } from '../../src/core/errors.ts'
import { fetchAccountModels } from '../../src/providers/account-models.ts'
import { createHttpPool } from '../../src/providers/http/lazy-pool.ts'
import { resolveProvider } from '../../src/providers/index.ts'
import { loopback, sendJson, type Loopback } from './loopback.ts'

const KEY = 'key-0123456789'
const env = { OPENAI_API_KEY: KEY, ANTHROPIC_API_KEY: KEY, GROQ_API_KEY: KEY, MY_KEY: KEY }
const pool = createHttpPool({
  connections: 2,
  idleConnections: 1,
  connectMs: 1000,
  idleMs: 1000,
  env: {},
  warn: () => undefined,
})
let server: Loopback

beforeAll(async () => void (server = await loopback()))
beforeEach(() => void (server.received.length = 0))
afterAll(async () => {
  await pool.close()
  await server.close()
})

const ask = async (name: string, options: object) => {
  const { definition, options: parsed } = resolveProvider(name, { [name]: options })
  const request = definition.modelsRequest?.(parsed, { name, env }) ?? expect.fail('no request')
  const signal = new AbortController().signal
  return fetchAccountModels({ ...request, provider: name, fetch: pool.fetch, signal, now: new Date(0) })
}

describe('the models of an account', () => {
  it.each<[string, string, object, string, object]>([
    ['openai', '/v1', {}, '/v1/models', { authorization: `Bearer ${KEY}` }],
    ['anthropic', '', {}, '/v1/models?limit=1000', { 'x-api-key': KEY, 'anthropic-version': '2023-06-01' }],
    ['groq', '', {}, '/openai/v1/models', { authorization: `Bearer ${KEY}` }],
    ['groq', '/openai/v1', {}, '/openai/v1/models', { authorization: `Bearer ${KEY}` }],
    ['mine', '/v1/', { apiKeyEnv: 'MY_KEY' }, '/v1/models', { authorization: `Bearer ${KEY}` }],
    ['ollama', '', {}, '/v1/models', {}],
  ])('of %s at %s are listed with one request', async (name, path, more, url, headers) => {
    server.reply = (response) =>
      sendJson(response, {
        object: 'list',
        data: [
          { id: 'one', shutdown_date: '2027-01-14' },
          { id: 'two', shutdown_date: null },
          { id: 'three' },
        ],
      })
    expect(await ask(name, { baseUrl: `${server.origin}${path}`, ...more })).toEqual([
      { id: 'one', shutdownDate: '2027-01-14' },
      { id: 'two', shutdownDate: undefined },
      { id: 'three', shutdownDate: undefined },
    ])
    expect(server.received).toMatchObject([{ url, headers }])
  })

  it.each<[string, number, unknown, string]>([
    ['a rejected key', 401, { error: { message: `wrong key ${KEY}` } }, 'auth'],
    ['a failing server', 500, 'sorry', 'server'],
    ['something else', 200, { models: [] }, 'answer-unusable'],
  ])('are an error after %s, without the key', async (_, status, body, kind) => {
    server.reply = (response) => sendJson(response, body, { status })
    const error: unknown = await ask('openai', { baseUrl: server.origin }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ProviderError)
    expect(error).toMatchObject({ kind })
    expect(String(error)).toContain('openai list of models')
    expect(String(error)).not.toContain(KEY)
  })
})
