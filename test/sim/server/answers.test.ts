import { describe, expect, it } from 'vitest'
import { compatible } from '../../../src/providers/compatible.ts'
import { testScope } from '../../helpers/scope.ts'
import {
  type Json,
  serve,
  OPENAI,
  GROQ,
  ANTHROPIC,
  type Path,
  messages,
  ask,
  inProcess,
  schema,
} from './sim-server.ts'

describe('an answer', () => {
  it("has OpenAI's shape and the text of the model in the same process", async () => {
    const { text, usage } = await inProcess()
    const { response, body } = await ask(await serve(), OPENAI)
    expect(body).toEqual({
      id: expect.stringMatching(/^chatcmpl-/),
      object: 'chat.completion',
      created: 1767225600,
      model: 'writer',
      system_fingerprint: 'fp_sim',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: text, refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: {
        prompt_tokens: usage.inputTokens,
        completion_tokens: usage.outputTokens,
        total_tokens: usage.inputTokens + usage.outputTokens,
        prompt_tokens_details: { cached_tokens: 0 },
      },
    })
    expect(response.headers.get('x-request-id')).toMatch(/^req_/)
    expect(response.headers.get('openai-processing-ms')).toBe('0')
  })

  it("has Groq's shape, with durations", async () => {
    const { text } = await inProcess()
    const { body } = await ask(await serve({ latency: { firstTokenMs: 250, tokensPerSecond: 100 } }), GROQ, {
      max_completion_tokens: 50,
    })
    expect(body).toMatchObject({
      choices: [{ message: { content: text.slice(0, 200) }, finish_reason: 'length' }],
      usage: { queue_time: 0, prompt_time: 0.25, completion_time: 0.5, total_time: 0.75 },
      x_groq: { id: expect.any(String) as string },
    })
  })

  it("has Anthropic's shape", async () => {
    const { text, usage } = await inProcess()
    const { response, body } = await ask(await serve(), ANTHROPIC)
    expect(body).toEqual({
      id: expect.stringMatching(/^msg_/),
      type: 'message',
      role: 'assistant',
      model: 'writer',
      content: [{ type: 'text', text }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: {
        input_tokens: usage.inputTokens,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        output_tokens: usage.outputTokens,
      },
    })
    expect(response.headers.get('request-id')).toMatch(/^req_/)
  })

  it("treats Anthropic's system prompt as a system message", async () => {
    const system = 'Write as a poet.'
    const { text } = await inProcess({ messages: [{ role: 'system', content: system }, ...messages] })
    expect(text).not.toBe((await inProcess()).text)
    expect((await ask(await serve(), ANTHROPIC, { system })).body).toMatchObject({ content: [{ text }] })
  })

  it('is equal for a message whose content is in parts', async () => {
    const { text } = await inProcess()
    const parts = [{ role: 'user', content: [{ type: 'text', text: 'Write about solar power' }] }]
    const server = await serve()
    expect((await ask(server, OPENAI, { messages: parts })).body).toMatchObject({
      choices: [{ message: { content: text } }],
    })
    expect((await ask(server, ANTHROPIC, { messages: parts })).body).toMatchObject({ content: [{ text }] })
  })

  it.each<[string, Path, Json]>([
    [
      'a JSON schema',
      OPENAI,
      { response_format: { type: 'json_schema', json_schema: { name: 'c', schema } } },
    ],
    ['a JSON object', GROQ, { response_format: { type: 'json_object' } }],
    [
      'a JSON object whose schema the system message states',
      GROQ,
      {
        response_format: { type: 'json_object' },
        messages: [{ role: 'system', content: `Answer with JSON:\n${JSON.stringify(schema)}` }, ...messages],
      },
    ],
    [
      'a system message alone',
      OPENAI,
      { messages: [{ role: 'system', content: `Answer with JSON: ${JSON.stringify(schema)}` }, ...messages] },
    ],
  ])('is JSON when requested by %s', async (_, path, more) => {
    const { body } = await ask(await serve(), path, more)
    const [choice] = body['choices'] as [{ message: { content: string } }]
    expect(JSON.parse(choice.message.content)).toMatchObject({ needsImprovement: false, suggestions: [] })
  })

  it.each(['json_object', 'none'] as const)(
    'is JSON when a client requests it in words, because its server supports only %s',
    async (structured) => {
      const server = await serve()
      const provider = compatible.create(
        { baseUrl: `${server.url}/v1`, apiKeyEnv: 'KEY', structured },
        { name: 'mine', env: { KEY: 'simulated' }, fetch: async () => fetch },
      )
      const properties = { unusual: { type: 'integer', minimum: 3, maximum: 3 } }
      const request = {
        messages: [{ role: 'user', content: 'Judge.' } as const],
        schema: { name: 'verdict', schema: { type: 'object', properties } },
      }
      const { text } = await provider.model('critic').generate(request, testScope())
      expect(JSON.parse(text)).toEqual({ unusual: 3 })
    },
  )

  const forced = {
    tools: [{ name: 'answer', input_schema: schema }],
    tool_choice: { type: 'tool', name: 'answer' },
  }

  it('of Anthropic is the input of the forced tool', async () => {
    expect((await ask(await serve(), ANTHROPIC, forced)).body).toMatchObject({
      content: [{ type: 'tool_use', name: 'answer', input: { needsImprovement: false, suggestions: [] } }],
      stop_reason: 'tool_use',
    })
  })

  it.each<[Path, Json]>([
    [
      OPENAI,
      {
        choices: [{ message: { content: null, refusal: 'I cannot help with that.' }, finish_reason: 'stop' }],
      },
    ],
    [ANTHROPIC, { stop_reason: 'refusal' }],
  ])('can be a refusal: %s', async (path, expected) => {
    expect((await ask(await serve({ faults: [{ kind: 'refusal' }] }), path)).body).toMatchObject(expected)
  })

  it.each<[Path, Json]>([
    [OPENAI, { choices: [{ message: { content: '' }, finish_reason: 'stop' }] }],
    [ANTHROPIC, { content: [], stop_reason: 'end_turn' }],
  ])('can be empty: %s', async (path, expected) => {
    expect((await ask(await serve({ faults: [{ kind: 'empty' }] }), path)).body).toMatchObject(expected)
  })

  it.each<[Path, Json]>([
    [OPENAI, { choices: [{ finish_reason: 'length' }] }],
    [ANTHROPIC, { stop_reason: 'max_tokens' }],
  ])('can be truncated: %s', async (path, expected) => {
    expect((await ask(await serve({ faults: [{ kind: 'truncated' }] }), path)).body).toMatchObject(expected)
  })

  it('with invalid JSON is a text in place of the forced tool', async () => {
    const server = await serve({ faults: [{ kind: 'bad-json' }] })
    expect((await ask(server, ANTHROPIC, forced)).body).toMatchObject({ content: [{ type: 'text' }] })
  })
})
