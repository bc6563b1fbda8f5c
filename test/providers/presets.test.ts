/** What each preset sends, and where. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ModelRequest } from '../../src/core/ports.ts'
import { createHttpPool } from '../../src/providers/http/lazy-pool.ts'
import { resolveProvider } from '../../src/providers/index.ts'
import { presets } from '../../src/providers/presets.ts'
import { testScope } from '../helpers/scope.ts'
import { counts, data, KEY, question, schema, wholeChat } from './dialects.ts'
import { loopback, sendEvents, sendJson, type Loopback } from './loopback.ts'

const pool = createHttpPool({ env: {} })
let server: Loopback
beforeEach(async () => {
  server = await loopback()
  server.reply = (response, { body }) => {
    const whole = wholeChat({ text: '{}', finish: 'stop', counted: true })
    if (body['stream'] !== true) return sendJson(response, whole)
    const chunk = { choices: [{ delta: { content: '{}' }, finish_reason: 'stop' }], usage: counts }
    return sendEvents(response, [data(chunk), 'data: [DONE]\n\n'])
  }
})
afterEach(() => server.close())
afterAll(() => pool.close())

const variables = presets.flatMap(({ keyVariable }) => keyVariable ?? [])
const env = {
  ...Object.fromEntries(variables.map((variable) => [variable, KEY])),
  AZURE_OPENAI_ENDPOINT: 'https://my.openai.azure.com/',
  AWS_REGION: 'eu-west-1',
  GOOGLE_CLOUD_PROJECT: 'my-project',
  PATH: process.env['PATH'],
}

const createPreset = (
  name: string,
  options: object,
  { fetch = pool.fetch, env: own = env }: { fetch?: typeof pool.fetch; env?: typeof env } = {},
) => {
  const { definition, options: parsed } = resolveProvider(name, { [name]: options })
  return definition.create(parsed, { name, env: own, fetch })
}

const ask = (name: string, options: object, request: ModelRequest) =>
  createPreset(name, { baseUrl: `${server.origin}/base`, ...options })
    .model('some-model')
    .generate(request, testScope())

const last = () => server.received.at(-1) ?? expect.fail('nothing was received')

describe('the address of a preset', () => {
  it.each<[string, string, object?]>([
    ['gemini', 'https://generativelanguage.googleapis.com/v1beta/openai'],
    ['mistral', 'https://api.mistral.ai/v1'],
    ['deepseek', 'https://api.deepseek.com'],
    ['openrouter', 'https://openrouter.ai/api/v1'],
    ['xai', 'https://api.x.ai/v1'],
    ['together', 'https://api.together.ai/v1'],
    ['fireworks', 'https://api.fireworks.ai/inference/v1'],
    ['azure', 'https://my.openai.azure.com/openai/v1'],
    [
      'azure',
      'https://my.openai.azure.com/openai/v1',
      { AZURE_OPENAI_ENDPOINT: 'https://my.openai.azure.com/openai/v1/' },
    ],
    ['bedrock', 'https://bedrock-runtime.eu-west-1.amazonaws.com/openai/v1'],
    ['vertex', 'https://aiplatform.googleapis.com/v1/projects/my-project/locations/global/endpoints/openapi'],
    [
      'vertex',
      'https://europe-west4-aiplatform.googleapis.com/v1/projects/my-project/locations/europe-west4/endpoints/openapi',
      { GOOGLE_CLOUD_LOCATION: 'europe-west4' },
    ],
    ['vllm', 'http://127.0.0.1:8000/v1'],
    ['llamacpp', 'http://127.0.0.1:8080/v1'],
    ['lmstudio', 'http://127.0.0.1:1234/v1'],
  ])('%s is %s', async (name, expected, more = {}) => {
    const urls: string[] = []
    const fetch: typeof globalThis.fetch = async (url) => {
      urls.push(new URL(url instanceof Request ? url.url : url).href)
      return Response.json({ choices: [{ message: { content: 'Hi.' } }] })
    }
    const options = name === 'vertex' ? { keyCommand: `echo ${KEY}` } : {}
    const provider = createPreset(name, options, { fetch: async () => fetch, env: { ...env, ...more } })
    await provider.model('m').generate({ messages: [] }, testScope())
    expect(urls).toEqual([`${expected}/chat/completions`])
  })

  it.each([
    ['azure', 'AZURE_OPENAI_ENDPOINT', 'Azure OpenAI'],
    ['bedrock', 'AWS_REGION', 'Amazon Bedrock'],
    ['vertex', 'GOOGLE_CLOUD_PROJECT', 'Google Vertex AI'],
  ])('%s is an error without %s', (name, variable, title) => {
    expect(() => createPreset(name, {}, { env: { ...env, [variable]: ' ' } })).toThrow(
      expect.objectContaining({
        code: 'config',
        message: `${title} needs ${variable}, which is not set`,
        hint: `set ${variable}, or providers.${name}.baseUrl in the settings`,
      }) as Error,
    )
  })

  it('is checked', () => {
    expect(() =>
      createPreset('azure', {}, { env: { ...env, AZURE_OPENAI_ENDPOINT: 'my.azure.com' } }),
    ).toThrow('Azure OpenAI: the address must start with http:// or https://')
  })
})

const messages = question.messages.map(({ role, content }) => ({
  role,
  content: content.replace('\ud83e', '\ufffd'),
}))
const plain = { model: 'some-model', messages, temperature: 0.5 }
const asSchema = { response_format: { type: 'json_schema', json_schema: { ...schema, strict: true } } }
const streamed = { stream: true, stream_options: { include_usage: true } }

describe('a preset', () => {
  it.each<[string, object]>([
    ['gemini', { max_tokens: 77, seed: 7, reasoning_effort: 'minimal', service_tier: 'priority' }],
    ['mistral', { max_tokens: 77, random_seed: 7, reasoning_effort: 'low', stream_options: undefined }],
    ['openrouter', { max_tokens: 77, seed: 7, reasoning: { effort: 'minimal' }, service_tier: 'priority' }],
    ['xai', { max_completion_tokens: 77, seed: 7, reasoning_effort: 'low', service_tier: 'priority' }],
    ['together', { max_tokens: 77, seed: 7, reasoning_effort: 'low' }],
    ['fireworks', { max_tokens: 77, seed: 7, reasoning_effort: 'low', service_tier: 'priority' }],
    ['azure', { max_completion_tokens: 77, seed: 7, reasoning_effort: 'minimal', service_tier: 'priority' }],
    [
      'bedrock',
      { max_completion_tokens: 77, seed: 7, reasoning_effort: 'minimal', service_tier: 'priority' },
    ],
    ['vertex', { max_tokens: 77, seed: 7, reasoning_effort: 'minimal' }],
    ['vllm', { max_tokens: 77, seed: 7, reasoning_effort: 'low' }],
    ['llamacpp', { max_tokens: 77, seed: 7, chat_template_kwargs: { reasoning_effort: 'low' } }],
    ['lmstudio', { max_tokens: 77, seed: 7, reasoning_effort: 'minimal' }],
  ])('%s receives a full request in its own words', async (name, own) => {
    const options = name === 'vertex' ? { keyCommand: `echo ${KEY}` } : {}
    const request = { ...question, schema, stream: true, effort: 'minimal', serviceTier: 'priority' } as const
    const answer = await ask(name, options, request)
    const expected: object = { ...plain, ...asSchema, ...streamed, ...own }
    expect(last().url).toBe('/base/chat/completions')
    expect(last().body).toEqual(expected)
    expect(answer).toMatchObject({ text: '{}', usage: { inputTokens: 12, outputTokens: 5 } })
  })

  it('deepseek receives a schema in the prompt, and no seed', async () => {
    const answer = await ask('deepseek', {}, { ...question, schema, effort: 'medium', serviceTier: 'flex' })
    expect(last().body).toEqual({
      ...plain,
      messages: [
        messages[0],
        { role: 'user', content: expect.stringMatching(/^Greet .*\n\n[^]*"good"/) as string },
      ],
      max_tokens: 77,
      response_format: { type: 'json_object' },
      thinking: { type: 'enabled' },
      reasoning_effort: 'medium',
    })
    expect(answer.dropped).toEqual(['seed', 'serviceTier'])
  })

  it.each<[string, object]>([
    ['deepseek', { thinking: { type: 'disabled' } }],
    ['together', { reasoning: { enabled: false } }],
    ['vllm', { chat_template_kwargs: { enable_thinking: false } }],
    ['llamacpp', { chat_template_kwargs: { enable_thinking: false } }],
    ['openrouter', { reasoning: { effort: 'none' } }],
    ['mistral', { reasoning_effort: 'none' }],
  ])('%s turns reasoning off with %j', async (name, own) => {
    await ask(name, {}, { messages: question.messages, effort: 'none' })
    expect(last().body).toEqual({ model: 'some-model', messages, ...own })
  })

  it.each(presets.map((preset) => [preset.name, preset] as const))(
    '%s sends its key where the server expects it',
    async (name, { keyVariable, keyCommand }) => {
      const key = keyVariable === undefined && keyCommand === undefined ? undefined : KEY
      await ask(name, keyCommand === undefined ? {} : { keyCommand: `echo ${KEY}` }, question)
      const { authorization, 'api-key': apiKey } = last().headers
      expect({ authorization, apiKey }).toEqual(
        name === 'azure'
          ? { authorization: undefined, apiKey: key }
          : { authorization: key && `Bearer ${key}`, apiKey: undefined },
      )
    },
  )

  it('takes another key, and another way of asking for JSON', async () => {
    await ask(
      'azure',
      { headers: { Authorization: 'Bearer mine-0123' }, structured: 'none' },
      { ...question, schema },
    )
    expect(last().headers).toMatchObject({ authorization: 'Bearer mine-0123' })
    expect(last().headers).not.toHaveProperty('api-key')
    expect(last().body).not.toHaveProperty('response_format')
    await ask('azure', { keyCommand: 'echo token-0123' }, question)
    expect(last().headers).toMatchObject({ 'api-key': 'token-0123' })
  })

  it.each([
    ['gemini', 'gemini-3.8-flash', true],
    ['mistral', 'mistral-large-latest', true],
    ['deepseek', 'deepseek-flash', true],
    ['xai', 'grok-4.7', true],
    ['vllm', 'anything', true],
    ['openrouter', 'anything', false],
  ])('%s: the price of %s is known: %s', (name, id, isKnown) => {
    const cost = createPreset(name, {}).model(id).cost?.({ inputTokens: 1000, outputTokens: 1000 })
    expect(typeof cost === 'number').toBe(isKnown)
  })

  it('mistral: the rate limits in its headers are read', async () => {
    server.reply = (response) =>
      sendJson(response, wholeChat({ text: 'Hi.', finish: 'stop', counted: true }), {
        headers: {
          'x-ratelimit-limit-req-minute': '60',
          'x-ratelimit-remaining-req-minute': '59',
          'x-ratelimit-limit-tokens-minute': '50000',
          'x-ratelimit-remaining-tokens-minute': '47196',
        },
      })
    const limits: object[] = []
    await ask('mistral', {}, { ...question, onLimits: (found) => limits.push(...found) })
    expect(limits).toMatchObject([
      { unit: 'requests', periodMs: 60_000, limit: 60, remaining: 59 },
      { unit: 'tokens', periodMs: 60_000, limit: 50_000, remaining: 47_196 },
    ])
  })
})
