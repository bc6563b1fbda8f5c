/** Requests as applications send them, with many fields that say nothing: each is obeyed, or refused with the reason. */
import Anthropic from '@anthropic-ai/sdk'
import Groq from 'groq-sdk'
import type { ChatCompletionCreateParamsNonStreaming } from 'groq-sdk/resources/chat/completions'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { post, serve, type Served } from '../helpers/served.ts'

let served: Served
beforeAll(async () => {
  served = await serve(['--model', 'sim:writer', '--no-critics'])
})
afterAll(() => served.stop())

const messages = [{ role: 'user' as const, content: 'Write about rain' }]
const after = (answer: object) => [...messages, answer, { role: 'user', content: 'Write about rain again' }]
const options = () => ({ apiKey: 'unused', maxRetries: 0 })
const openai = async (more: object) => {
  const client = new OpenAI({ ...options(), baseURL: `${served.url}/v1` })
  const given = { model: 'default', messages, ...more } as OpenAI.ChatCompletionCreateParamsNonStreaming
  return (await client.chat.completions.create(given)).choices[0]?.message.content
}
const groq = async (more: object) => {
  const client = new Groq({ ...options(), baseURL: served.url })
  const given = { model: 'default', messages, ...more } as ChatCompletionCreateParamsNonStreaming
  return (await client.chat.completions.create(given)).choices[0]?.message.content
}
const anthropic = async (more: object) => {
  const client = new Anthropic({ ...options(), baseURL: served.url })
  const given = { model: 'default', max_tokens: 500, messages, ...more }
  const { content } = await client.messages.create(given as Anthropic.MessageCreateParamsNonStreaming)
  return content[0]?.type === 'text' ? content[0].text : undefined
}
const nulls = (...names: string[]) => Object.fromEntries(names.map((name) => [name, null]))

describe('a request is answered', () => {
  it.each([
    nulls(
      'tools',
      'tool_choice',
      'functions',
      'stop',
      'logit_bias',
      'audio',
      'prediction',
      'max_tokens',
      'n',
    ),
    {
      n: 1,
      top_p: 1,
      logprobs: false,
      top_logprobs: 0,
      logit_bias: {},
      stop: [],
      tools: [],
      modalities: ['text'],
    },
    {
      user: 'one',
      metadata: { team: 'a' },
      store: false,
      verbosity: 'medium',
      stream_options: { include_usage: true },
    },
    {
      safety_identifier: 'one',
      prompt_cache_key: 'k',
      prompt_cache_retention: '24h',
      service_tier: 'default',
    },
    { max_completion_tokens: 400, temperature: 1, seed: 7 },
    {
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'rain', description: 'On rain', strict: true, schema: { const: 'rain' } },
      },
    },
    { messages: [{ role: 'developer', content: 'Be brief.' }, ...messages] },
    {
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Write about' },
            { type: 'text', text: 'rain' },
          ],
        },
      ],
    },
    {
      messages: after({
        role: 'assistant',
        content: 'Rain.',
        refusal: null,
        tool_calls: null,
        annotations: [],
      }),
    },
    { messages: [{ ...messages[0], name: null }] },
    { messages: after({ role: 'assistant', content: null, refusal: 'I cannot help with that.' }) },
  ])('to the SDK of OpenAI, with %j', async (more) => {
    expect(await openai(more)).toMatch(/\w/)
  })

  it.each([
    nulls(
      'citation_options',
      'compound_custom',
      'documents',
      'exclude_domains',
      'search_settings',
      'tools',
      'stop',
    ),
    { reasoning_format: 'hidden', service_tier: 'on_demand', max_completion_tokens: 400 },
  ])('to the SDK of Groq, with %j', async (more) => {
    expect(await groq(more)).toMatch(/rain/i)
  })

  it.each([
    nulls('system', 'tools', 'stop_sequences', 'container', 'top_k'),
    {
      system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
      stop_sequences: [],
    },
    { tools: [], top_p: 1, metadata: { user_id: 'one' }, cache_control: { type: 'ephemeral' } },
    { thinking: { type: 'disabled' }, service_tier: 'auto', output_config: { effort: 'low' } },
    {
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'Rain', cache_control: { type: 'ephemeral' } }] },
      ],
    },
  ])('to the SDK of Anthropic, with %j', async (more) => {
    expect(await anthropic(more)).toMatch(/rain/i)
  })
})

describe('a request is refused with the reason', () => {
  const call = { id: '1', type: 'function', function: { name: 'find', arguments: '{}' } }
  it.each([
    [
      { messages: [{ role: 'user', content: 'Hi', name: 'Ann' }] },
      'messages.0.name: sifaka passes no names on, so leave it out',
    ],
    [{ stop: ['END'] }, 'stop must be empty or left out'],
    [{ stop: 'END' }, 'stop must be empty or left out'],
    [{ logprobs: true }, 'logprobs must be false'],
    [{ logit_bias: { 50256: -100 } }, 'logit_bias.50256: sifaka does not support this field'],
    [{ modalities: ['text', 'audio'] }, 'modalities.1 must be text'],
    [{ tool_choice: 'required' }, 'tool_choice forces a call, but tools has no tool'],
    [
      { response_format: { type: 'json_schema', json_schema: { schema: {}, examples: [] } } },
      'response_format.json_schema.examples: sifaka does not support this field',
    ],
    [{ response_format: { type: 'grammar' } }, 'must be text, json_object or json_schema, not "grammar"'],
    [
      { messages: after({ role: 'assistant', content: null, tool_calls: [call] }) },
      'sifaka does not support conversations with tool calls',
    ],
    [
      { messages: after({ role: 'assistant', content: null }) },
      'messages.1.content must be a string or a list',
    ],
    [
      { max_tokens: 5, max_completion_tokens: 9 },
      'max_tokens must be left out, since max_completion_tokens has another value',
    ],
    [{ messages: null }, 'messages is missing'],
    [{ unknown_field: 1 }, 'unknown_field: sifaka does not support this field'],
  ])('for the SDK of OpenAI: %j', async (more, reason) => {
    await expect(openai(more)).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining(reason),
    })
  })

  it.each([
    [{ stop_sequences: ['END'] }, 'stop_sequences must be empty or left out'],
    [
      { tools: [{ name: 'find', input_schema: { type: 'object' } }] },
      'as a way to ask for an answer in JSON',
    ],
    [{ tool_choice: { type: 'any' } }, 'tool_choice forces a call, but tools has no tool'],
    [{ thinking: { type: 'enabled', budget_tokens: 1024 } }, 'thinking.type must be disabled'],
    [{ top_k: 5 }, 'top_k: sifaka does not support this field'],
    [
      { messages: [{ role: 'user', content: [{ type: 'image', source: {} }] }] },
      'content must be a text, or a list of parts of the type text: sifaka does not support images, audio, files',
    ],
  ])('for the SDK of Anthropic: %j', async (more, reason) => {
    await expect(anthropic(more)).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining(reason),
    })
  })
})

it('a field of the own endpoints that is null counts as left out, too', async () => {
  const response = await post(`${served.url}/v1/improve`, {
    prompt: 'Write about rain',
    system: null,
    meta: null,
  })
  expect(await response.json()).toMatchObject({ passed: true })
  const sifaka = { validators: null, maxIterations: null, vars: null, draft: null }
  const chat = await post(`${served.url}/v1/chat/completions`, { model: 'default', messages, sifaka })
  expect(chat.status).toBe(200)
})

it('what is missing below the path of an API is said in the form of that API', async () => {
  const client = new Anthropic({ ...options(), baseURL: served.url })
  await expect(client.messages.countTokens({ model: 'default', messages })).rejects.toMatchObject({
    status: 404,
    error: { type: 'error', error: { type: 'not_found_error' } },
  })
})
