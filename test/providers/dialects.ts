/** The five providers with an API: how each is created, and what its API sends and receives. */
import type { ModelRequest } from '../../src/core/ports.ts'
import { anthropic } from '../../src/providers/anthropic.ts'
import { compatible } from '../../src/providers/compatible.ts'
import { groq } from '../../src/providers/groq.ts'
import { ollama } from '../../src/providers/ollama.ts'
import { openai } from '../../src/providers/openai.ts'
import type { Provider, ProviderNeeds } from '../../src/providers/provider.ts'

export interface Spoken {
  readonly text: string
  readonly finish: 'stop' | 'length' | 'filtered'
  /** 12 tokens in, 4 of them from the provider's cache; 5 out. */
  readonly counted: boolean
}

export interface Dialect {
  readonly name: string
  readonly key: string | undefined
  readonly path: string
  readonly provider: (origin: string, needs: Pick<ProviderNeeds, 'fetch'>) => Provider
  readonly requestIdHeader: string
  /** The cost of an answer of a model without a listed price. */
  readonly costUsd: number | null
  /** An answer that is not streamed; undefined if the API always streams. */
  readonly whole?: ((spoken: Spoken) => object) | undefined
  /** The events of a stream; only the last one says that the answer is complete. */
  readonly events: (spoken: Spoken) => readonly string[]
  readonly errorEvent: string
  /** The request body for `question` below. */
  readonly sent: Readonly<Record<string, unknown>>
  /** The additional fields for a JSON answer. */
  readonly sentForJson: Readonly<Record<string, unknown>>
  /** The form of a structured answer. */
  readonly structured: 'text' | 'tool'
}

export const spoken: Spoken = { text: 'Hello there, friend.', finish: 'stop', counted: true }

export const KEY = 'sk-secret-0123456789'

export const data = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`

/** An event in Anthropic's form. */
export const event = (type: string, more: object = {}): string => `event: ${type}\n${data({ type, ...more })}`

const FINISH = { stop: 'stop', length: 'length', filtered: 'content_filter' } as const
export const counts = { prompt_tokens: 12, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 4 } }

export const wholeChat = ({ text, finish, counted }: Spoken) => ({
  model: 'some-model-2026',
  choices: [{ message: { content: text }, finish_reason: FINISH[finish] }],
  ...(counted && { usage: counts }),
})

/** The usage follows the finish reason in one event, without which the answer is not complete. */
const chatEvents = ({ text, finish, counted }: Spoken, usageAt: 'usage' | 'x_groq' = 'usage') => {
  const chunk = (delta: object, more: object = {}) =>
    data({ model: 'some-model-2026', choices: [{ delta, finish_reason: null }], ...more })
  const usage = usageAt === 'usage' ? { usage: counts } : { x_groq: { usage: counts } }
  return [
    chunk({ role: 'assistant', content: '' }),
    chunk({ content: text.slice(0, 5) }),
    chunk({ content: text.slice(5) }),
    data({
      model: 'some-model-2026',
      choices: [{ delta: {}, finish_reason: FINISH[finish] }],
      ...(counted && usage),
    }) + 'data: [DONE]\n\n',
  ]
}

export const question: ModelRequest = {
  messages: [
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: 'Greet \ud83e half a fox.' },
  ],
  temperature: 0.5,
  maxTokens: 77,
  seed: 7,
}

export const schema = {
  name: 'verdict',
  schema: {
    type: 'object',
    properties: { good: { type: 'boolean' } },
    required: ['good'],
    additionalProperties: false,
  },
}

const messages = [
  { role: 'system', content: 'Be kind.' },
  { role: 'user', content: 'Greet \ufffd half a fox.' },
]
const chatSent = { model: 'some-model', messages, temperature: 0.5, seed: 7 }
const chatSchema = {
  response_format: { type: 'json_schema', json_schema: { ...schema, strict: true } },
}
const chat = {
  requestIdHeader: 'x-request-id',
  costUsd: null,
  whole: wholeChat,
  events: chatEvents,
  errorEvent: data({ error: { message: 'Overloaded.', type: 'server_error' } }),
  structured: 'text',
} as const

export const dialects: readonly Dialect[] = [
  {
    ...chat,
    name: 'openai',
    key: KEY,
    path: '/v1/chat/completions',
    provider: (origin, { fetch }) =>
      openai.create({ baseUrl: `${origin}/v1` }, { name: 'openai', env: { OPENAI_API_KEY: KEY }, fetch }),
    sent: { ...chatSent, max_completion_tokens: 77 },
    sentForJson: chatSchema,
  },
  {
    ...chat,
    name: 'groq',
    key: KEY,
    path: '/openai/v1/chat/completions',
    provider: (origin, { fetch }) =>
      groq.create({}, { name: 'groq', env: { GROQ_API_KEY: KEY, GROQ_BASE_URL: origin }, fetch }),
    events: (spoken) => chatEvents(spoken, 'x_groq'),
    sent: { ...chatSent, max_completion_tokens: 77 },
    sentForJson: chatSchema,
  },
  {
    ...chat,
    name: 'mine',
    key: KEY,
    path: '/v1/chat/completions',
    provider: (origin, { fetch }) =>
      compatible.create(
        { baseUrl: `${origin}/v1/`, apiKeyEnv: 'MY_KEY', structured: 'json_schema' },
        { name: 'mine', env: { MY_KEY: KEY, OPENAI_API_KEY: 'sk-other', OPENAI_ORG_ID: 'org' }, fetch },
      ),
    sent: { ...chatSent, max_tokens: 77 },
    sentForJson: chatSchema,
  },
  {
    ...chat,
    name: 'ollama',
    key: undefined,
    costUsd: 0,
    path: '/v1/chat/completions',
    provider: (origin, { fetch }) =>
      ollama.create({}, { name: 'ollama', env: { OLLAMA_HOST: origin.replace('http://', '') }, fetch }),
    sent: { ...chatSent, max_tokens: 77 },
    sentForJson: chatSchema,
  },
  {
    name: 'anthropic',
    key: KEY,
    path: '/v1/messages',
    provider: (origin, { fetch }) =>
      anthropic.create({ baseUrl: origin }, { name: 'anthropic', env: { ANTHROPIC_API_KEY: KEY }, fetch }),
    requestIdHeader: 'request-id',
    costUsd: null,
    events: ({ text, finish, counted }) => {
      const usage = { input_tokens: 5, cache_creation_input_tokens: 3, cache_read_input_tokens: 4 }
      const stop_reason = { stop: 'end_turn', length: 'max_tokens', filtered: 'refusal' }[finish]
      return [
        event('message_start', { message: { model: 'some-model-2026', ...(counted && { usage }) } }),
        event('content_block_delta', { delta: { type: 'text_delta', text: text.slice(0, 5) } }),
        event('ping'),
        event('content_block_delta', { delta: { type: 'text_delta', text: text.slice(5) } }),
        event('message_delta', { delta: { stop_reason }, ...(counted && { usage: { output_tokens: 5 } }) }) +
          event('message_stop'),
      ]
    },
    errorEvent: event('error', { error: { type: 'overloaded_error', message: 'Overloaded' } }),
    structured: 'text',
    sent: {
      model: 'some-model',
      system: 'Be kind.',
      messages: messages.slice(1),
      max_tokens: 77,
      temperature: 0.5,
      stream: true,
    },
    sentForJson: { output_config: { format: { type: 'json_schema', schema: schema.schema } } },
  },
]
