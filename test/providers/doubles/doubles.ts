/**
 * Doubles of current models: each refuses what its model refuses, in the words of its API, and answers in its form.
 * They answer a request for JSON only if they were asked in the way that the model understands.
 */
import type { ServerResponse } from 'node:http'
import { anthropic } from '../../../src/providers/anthropic.ts'
import { compatible } from '../../../src/providers/compatible.ts'
import { groq } from '../../../src/providers/groq.ts'
import { ollama } from '../../../src/providers/ollama.ts'
import { openai } from '../../../src/providers/openai.ts'
import type { Provider, ProviderNeeds } from '../../../src/providers/provider.ts'
import { data, event } from '../dialects.ts'
import { sendEvents, sendJson, type Loopback } from '../loopback.ts'
import { readSchemaRequest } from '../../../src/core/phrases/schema-request.ts'
import { exampleOf } from './example-of.ts'

type Body = Readonly<Record<string, unknown>>

export interface Double {
  readonly name: string
  readonly provider: (origin: string, needs: Omit<ProviderNeeds, 'env'>) => Provider
  readonly reply: Loopback['reply']
}

const PROSE = 'Rain is water that falls from clouds.'
const KEY = 'sk-secret-0123456789'
const env = { OPENAI_API_KEY: KEY, ANTHROPIC_API_KEY: KEY, GROQ_API_KEY: KEY, MY_KEY: KEY }

const field = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, key) => (Object(inner) as Body)[key], value)

/** The schema in the last message, for models that read it there. */
function schemaInPrompt(body: Body): object | undefined {
  const messages = body['messages'] as readonly { content: string }[]
  const text = readSchemaRequest(messages.at(-1)?.content ?? '')
  return text === undefined ? undefined : (JSON.parse(text) as object)
}
const strictSchema = (body: Body): object | undefined =>
  field(body, 'response_format', 'json_schema', 'schema') as object | undefined
const wantsObject = (body: Body): boolean => field(body, 'response_format', 'type') === 'json_object'

const refuse = (response: ServerResponse, message: string, more: object = {}, status = 400) =>
  sendJson(response, { error: { message, type: 'invalid_request_error', ...more } }, { status })

interface Spoken {
  readonly text: string
  readonly message?: object
  readonly usage?: object
}

/** Answers whole or streamed, as the request asks. */
function say(response: ServerResponse, body: Body, { text, message = {}, usage = {} }: Spoken): void {
  const counts = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120, ...usage }
  const whole = { content: text, ...message }
  if (body['stream'] !== true) {
    sendJson(response, {
      model: body['model'],
      choices: [{ message: whole, finish_reason: 'stop' }],
      usage: counts,
    })
    return
  }
  const events = [
    { choices: [{ delta: whole }] },
    { choices: [{ delta: {}, finish_reason: 'stop' }], usage: counts },
  ]
  sendEvents(response, [...events.map(data), 'data: [DONE]\n\n'])
}

export const doubles: readonly Double[] = [
  {
    name: 'claude-opus-5-5',
    provider: (origin, needs) => anthropic.create({ baseUrl: origin }, { ...needs, env }),
    reply(response, { body }) {
      const refuseClaude = (message: string) =>
        sendJson(
          response,
          { type: 'error', error: { type: 'invalid_request_error', message } },
          { status: 400 },
        )
      if (body['tool_choice'])
        return refuseClaude('tool_choice: type "tool" and "any" are not supported for this model.')
      if (body['temperature'] !== undefined)
        return refuseClaude('`temperature` is deprecated for this model.')
      if (field(body, 'thinking', 'type') === 'disabled')
        return refuseClaude(
          '"thinking.type.disabled" is not supported for this model. Use "output_config.effort".',
        )
      const schema = field(body, 'output_config', 'format', 'schema') as object | undefined
      const text = schema ? JSON.stringify(exampleOf(schema)) : PROSE
      return sendEvents(response, [
        event('message_start', {
          message: { model: body['model'], usage: { input_tokens: 100, output_tokens: 1 } },
        }),
        event('content_block_start', { index: 0, content_block: { type: 'thinking', thinking: '' } }),
        event('content_block_delta', { index: 0, delta: { type: 'thinking_delta', thinking: 'Hm { so' } }),
        event('content_block_start', { index: 1, content_block: { type: 'text', text: text.slice(0, 3) } }),
        event('content_block_delta', { index: 1, delta: { type: 'text_delta', text: text.slice(3) } }),
        event('message_delta', { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 220 } }),
        event('message_stop'),
      ])
    },
  },
  {
    name: 'gpt-6-luna',
    provider: (origin, needs) => openai.create({ baseUrl: origin }, { ...needs, env }),
    reply(response, { body }) {
      if (body['temperature'] !== undefined) {
        return refuse(
          response,
          "Unsupported value: 'temperature' does not support 0.7 with this model. Only the default (1) value is supported.",
          { param: 'temperature', code: 'unsupported_value' },
        )
      }
      if (body['max_tokens'] !== undefined) {
        return refuse(
          response,
          "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
          { param: 'max_tokens', code: 'unsupported_parameter' },
        )
      }
      const schema = strictSchema(body)
      const usage = {
        completion_tokens: 220,
        total_tokens: 320,
        completion_tokens_details: { reasoning_tokens: 200 },
      }
      return say(response, body, { text: schema ? JSON.stringify(exampleOf(schema)) : PROSE, usage })
    },
  },
  {
    name: 'openai/gpt-oss-20b at Groq',
    provider: (origin, needs) => groq.create({ baseUrl: origin }, { ...needs, env }),
    reply(response, { body }) {
      const schema = strictSchema(body)
      if (schema && body['stream'])
        return refuse(response, 'response_format json_schema does not support streaming')
      if (wantsObject(body))
        return refuse(response, 'Failed to generate JSON', { code: 'json_validate_failed' })
      const text = schema ? JSON.stringify(exampleOf(schema)) : PROSE
      return say(response, body, { text, message: { reasoning: 'Hm { so' } })
    },
  },
  {
    name: 'deepseek-chat',
    provider: (origin, needs) =>
      compatible.create(
        { baseUrl: origin, apiKeyEnv: 'MY_KEY', structured: 'json_schema' },
        { ...needs, env },
      ),
    reply(response, { body }) {
      if (strictSchema(body)) return refuse(response, 'This response_format type is unavailable now')
      const schema = wantsObject(body) ? schemaInPrompt(body) : undefined
      const text = schema ? JSON.stringify(exampleOf(schema)) : PROSE
      const usage = { prompt_cache_hit_tokens: 64, prompt_cache_miss_tokens: 36 }
      return say(response, body, { text, message: { reasoning_content: 'Hm { so' }, usage })
    },
  },
  {
    name: 'a vLLM that ignores schemas and thinks aloud',
    provider: (origin, needs) =>
      compatible.create({ baseUrl: origin, structured: 'json_schema' }, { ...needs, env }),
    reply(response, { body }) {
      const schema = schemaInPrompt(body)
      const text = schema ? JSON.stringify(exampleOf(schema)) : PROSE
      // The opening mark is part of its chat template.
      return say(response, body, { text: `Hm, so they want an answer.\n</think>\n\n${text}` })
    },
  },
  {
    name: 'mistral with parts',
    provider: (origin, needs) =>
      compatible.create({ baseUrl: origin, structured: 'json_schema' }, { ...needs, env }),
    reply(response, { body }) {
      const extra = ['seed', 'stream_options', 'max_completion_tokens'].filter(
        (name) => body[name] !== undefined,
      )
      if (extra.length > 0) {
        const detail = extra.map((name) => ({
          type: 'extra_forbidden',
          loc: ['body', name],
          msg: 'Extra inputs are not permitted',
        }))
        return sendJson(
          response,
          { object: 'error', message: { detail }, type: 'invalid_request_error' },
          { status: 422 },
        )
      }
      const schema = strictSchema(body)
      const text = schema ? JSON.stringify(exampleOf(schema)) : PROSE
      const thinking = { type: 'thinking', thinking: [{ type: 'text', text: 'Hm { so' }] }
      return say(response, body, { text: '', message: { content: [thinking, { type: 'text', text }] } })
    },
  },
  {
    name: 'gemini (compatible)',
    provider: (origin, needs) =>
      compatible.create({ baseUrl: origin, structured: 'json_schema' }, { ...needs, env }),
    reply(response, { body }) {
      if (body['seed'] !== undefined) {
        const message = 'Invalid JSON payload received. Unknown name "seed": Cannot find field.'
        return sendJson(response, [{ error: { code: 400, message, status: 'INVALID_ARGUMENT' } }], {
          status: 400,
        })
      }
      const schema = strictSchema(body)
      const usage = { completion_tokens: 20, total_tokens: 320 }
      return say(response, body, { text: schema ? JSON.stringify(exampleOf(schema)) : PROSE, usage })
    },
  },
  {
    name: 'ollama',
    provider: (origin, needs) => ollama.create({ baseUrl: origin }, { ...needs, env }),
    reply(response, { body }) {
      const schema = strictSchema(body)
      const text = schema ? JSON.stringify(exampleOf(schema)) : PROSE
      return say(response, body, { text: `<think>Hm { so</think>${text}` })
    },
  },
]
