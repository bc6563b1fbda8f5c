/** What users can set for a server: headers, parameters, fields of the body, the API. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ModelRequest } from '../../src/core/ports.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { fetchAccountModels } from '../../src/providers/account-models.ts'
import { compatible } from '../../src/providers/compatible.ts'
import { createHttpPool } from '../../src/providers/http/lazy-pool.ts'
import { testScope } from '../helpers/scope.ts'
import { failure, hello } from './asking.ts'
import { dialects, KEY, schema, spoken, wholeChat } from './dialects.ts'
import { loopback, sendEvents, sendJson, type Loopback } from './loopback.ts'

const claude = dialects.find(({ name }) => name === 'anthropic') ?? expect.fail('no dialect')
const pool = createHttpPool({ env: {} })
let server: Loopback
beforeEach(async () => {
  server = await loopback()
  server.reply = (response) => sendJson(response, wholeChat(spoken))
})
afterEach(() => server.close())
afterAll(() => pool.close())

const SECRET = 'secret-0123456789'
const needs = {
  name: 'mine',
  fetch: pool.fetch,
  env: { MY_KEY: KEY, MY_SECRET: ` ${SECRET}\n`, MY_REGION: 'eu' },
}
const serverWith = (options: object): Provider =>
  compatible.create(compatible.options.parse({ baseUrl: `${server.origin}/v1`, ...options }), needs)
const ask = (options: object, request: Partial<ModelRequest> = {}) =>
  serverWith(options)
    .model('m')
    .generate({ ...hello, ...request }, testScope())
const last = () => server.received.at(-1) ?? expect.fail('nothing was received')

describe('headers', () => {
  it('are added to each request and take precedence', async () => {
    await ask({
      apiKeyEnv: 'MY_KEY',
      headers: { 'X-Title': 'sifaka', Accept: 'text/plain', 'user-agent': 'me' },
    })
    expect(last().headers).toMatchObject({
      authorization: `Bearer ${KEY}`,
      'x-title': 'sifaka',
      accept: 'text/plain',
      'user-agent': 'me',
    })
  })

  it('replace the key, which need not be set then', async () => {
    await ask({ apiKeyEnv: 'NOT_SET', headers: { Authorization: 'Basic YTpi' } })
    expect(last().headers.authorization).toBe('Basic YTpi')
  })

  it('contain environment variables, whose values no message contains', async () => {
    const headers = { 'x-token': 'Token ${MY_SECRET}', 'x-place': '${MY_REGION}-${MY_REGION}' }
    await ask({ headers })
    expect(last().headers).toMatchObject({ 'x-token': `Token ${SECRET}`, 'x-place': 'eu-eu' })
    server.reply = (response, { headers: { 'x-token': sent } }) =>
      sendJson(response, { error: { message: `bad ${String(sent)} in eu` } }, { status: 403 })
    expect((await failure(ask({ headers }))).message).toBe('mine m: 403 key rejected: bad Token [key] in eu')
  })

  it('are hidden in warnings, too', async () => {
    const warnings: string[] = []
    const own = { ...needs, warn: (line: string) => void warnings.push(line) }
    const given = { baseUrl: server.origin, headers: { 'x-token': '${MY_SECRET}' } }
    server.reply = (response) =>
      sendJson(response, { error: { message: `no temperature for ${SECRET}` } }, { status: 400 })
    const model = compatible.create(given, own).model('m')
    for (const kind of ['adapted', 'input']) {
      expect(await failure(model.generate({ ...hello, temperature: 1 }, testScope()))).toMatchObject({ kind })
    }
    expect(warnings).toEqual([expect.stringContaining('no temperature for [key]')])
  })

  it('are an error if a variable is not set, or has a value that a header cannot contain', () => {
    expect(() => serverWith({ headers: { 'x-token': '${MY_TOKEN}' } })).toThrow(
      expect.objectContaining({
        code: 'config',
        message: 'providers.mine.headers.x-token needs MY_TOKEN, which is not set',
        hint: 'set MY_TOKEN',
      }) as Error,
    )
    const options = compatible.options.parse({ baseUrl: 'https://x.example', headers: { a: '${MY_SECRET}' } })
    const env = { MY_SECRET: 'two\nlines' }
    expect(() => compatible.create(options, { ...needs, env })).toThrow(
      'MY_SECRET contains characters that providers.mine.headers.a cannot contain',
    )
  })

  it('name the variables that must be set', () => {
    const given = {
      baseUrl: 'https://x.example',
      apiKeyEnv: 'A',
      headers: { x: '${B} ${C}' },
      query: { y: '${D}' },
    }
    expect(compatible.keyVariables(given)).toEqual(['A', 'B', 'C', 'D'])
    expect(compatible.keyVariables({ ...given, headers: { AUTHORIZATION: '${B}' } })).toEqual(['B', 'D'])
  })
})

it('parameters are appended to the URL of each request, and of the list of models', async () => {
  const query = { 'api-version': '2026-01-01', key: '${MY_SECRET}' }
  await ask({ query })
  const suffix = `?api-version=2026-01-01&key=${SECRET}`
  expect(last().url).toBe(`/v1/chat/completions${suffix}`)
  server.reply = (response) => sendJson(response, { data: [{ id: 'm' }] })
  const options = compatible.options.parse({ baseUrl: `${server.origin}/v1`, query, headers: { 'x-a': '1' } })
  const request = compatible.modelsRequest?.(options, needs) ?? expect.fail('no request')
  const { signal } = new AbortController()
  await fetchAccountModels({ ...request, provider: 'mine', fetch: pool.fetch, signal, now: new Date(0) })
  expect(last()).toMatchObject({ url: `/v1/models${suffix}`, headers: { 'x-a': '1' } })
})

describe('fields of the body', () => {
  it('are added to each request and take precedence', async () => {
    const body = { top_k: 40, seed: 5, provider: { order: ['a'] } }
    await ask({ body }, { seed: 7, temperature: 0.5 })
    const { model, messages } = last().body
    expect(last().body).toEqual({ model, messages, temperature: 0.5, ...body })
  })

  it.each<[string, object, Partial<ModelRequest>]>([
    ['seed', { seed: 5 }, {}],
    ['temperature', { temperature: 0 }, { temperature: 1 }],
    ['response_format', { response_format: { type: 'text' } }, { schema }],
    ['top_k', { top_k: 40 }, {}],
  ])(
    'are final: if the server refuses %s, the call fails and is not repeated without it',
    async (field, body, request) => {
      server.reply = (response) =>
        sendJson(response, { error: { message: `${field} is not supported` } }, { status: 400 })
      const error = await failure(ask({ body }, request))
      expect(error).toMatchObject({
        kind: 'input',
        message: `mine m: 400 request rejected: ${field} is not supported`,
      })
      expect(server.received).toHaveLength(1)
    },
  )

  it('are final: prose is not answered by another form of a response_format that the user set', async () => {
    const answer = await ask({ body: { response_format: { type: 'text' } } }, { schema })
    expect(answer.text).toBe(spoken.text)
  })

  it('distinguish cached answers, as parameters and headers without keys do', () => {
    const addressOf = (options: object) => serverWith(options).model('m').address
    expect(addressOf({ query: { key: '${MY_SECRET}' } })).not.toContain(SECRET)
    const addresses = [
      {},
      { body: { top_k: 1 } },
      { body: { top_k: 2 } },
      { query: { a: '1' } },
      { headers: { 'x-route': 'one' } },
      { headers: { 'x-route': 'two' } },
    ].map(addressOf)
    expect(new Set(addresses).size).toBe(6)
    expect(addresses.at(-1)).not.toContain('two')
    expect(addressOf({ headers: { authorization: 'Bearer a-key' } })).toBe(addresses[0])
    expect(addresses[0]).toBe(`${server.origin}/v1`)
  })
})

describe('api: anthropic', () => {
  beforeEach(() => {
    server.reply = (response) => sendEvents(response, claude.events(spoken))
  })

  it.each(['', '/', '/v1', '/v1/'])('sends messages to a base URL that ends in "%s"', async (path) => {
    const options = { baseUrl: `${server.origin}/claude${path}`, api: 'anthropic', apiKeyEnv: 'MY_KEY' }
    expect(await ask({ ...options, body: { top_k: 4 } }, { maxTokens: 77 })).toMatchObject({
      text: spoken.text,
    })
    expect(last()).toMatchObject({
      url: '/claude/v1/messages',
      headers: { 'x-api-key': KEY, 'anthropic-version': expect.any(String) as string },
      body: { model: 'm', max_tokens: 77, top_k: 4, stream: true },
    })
    expect(last().headers).not.toHaveProperty('authorization')
  })

  it('lists models as Anthropic does', () => {
    const options = compatible.options.parse({
      baseUrl: 'https://x.example/v1',
      api: 'anthropic',
      apiKeyEnv: 'MY_KEY',
    })
    expect(compatible.modelsRequest?.(options, needs)).toMatchObject({
      url: 'https://x.example/v1/models',
      headers: { 'anthropic-version': '2023-06-01' },
      key: KEY,
      keyHeader: 'x-api-key',
    })
  })
})

describe('an option that cannot be used', () => {
  it.each<[string, object, string]>([
    ['a header with an invalid name', { headers: { 'x title': 'a' } }, 'is not a valid name of a header'],
    ['a header without a name', { headers: { '': 'a' } }, 'is not a valid name of a header'],
    ['a header of the connection', { headers: { Host: 'a' } }, 'cannot be set'],
    ['the length of the body', { headers: { 'Content-Length': '1' } }, 'cannot be set'],
    ['a header twice', { headers: { 'X-A': '1', 'x-a': '2' } }, 'is set twice'],
    ['a header with a line break', { headers: { a: 'b\r\nc: d' } }, 'must not contain line breaks'],
    [
      'two sources of a key',
      { apiKeyEnv: 'MY_KEY', keyCommand: 'pass key' },
      'cannot be combined with apiKeyEnv',
    ],
    ['a time to live without a command', { keyTtl: '5m' }, 'has no effect without keyCommand'],
    ['an invalid time to live', { keyCommand: 'pass key', keyTtl: 'soon' }, 'must be a duration'],
    ['an empty command', { keyCommand: ' ' }, 'Too small'],
    ['a certificate without its key', { tls: { cert: 'a.pem' } }, 'must have both cert and key, or neither'],
    ['a mode of another API', { api: 'anthropic', structured: 'none' }, 'has no effect with api: anthropic'],
    ['a limit of 0', { limit: 0 }, 'Too small'],
  ])('is an error: %s', (_, options, message) => {
    const { error } = compatible.options.safeParse({ baseUrl: 'https://x.example/v1', ...options })
    expect(error?.issues[0]?.message).toContain(message)
  })
})
