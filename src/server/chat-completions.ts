/** The chat completions API of OpenAI and Groq. */
import * as z from 'zod'
import { EFFORTS } from '../core/types.ts'
import type { Registry } from '../plugins/registry.ts'
import { piecesOf, type ChatApi, type ChatReply, type ChatRequest } from './chat-api.ts'
import { promptFromMessages, textContent } from './conversation.ts'
import {
  jsonValidatorOptions,
  maxTokensField,
  modelField,
  sifakaField,
  temperatureField,
  toTextRequest,
} from './request-fields.ts'
import type { ServiceError } from './service-error.ts'
import { toSifakaField } from './verdict.ts'

/** Accepts a field that is not supported only with the value that has no effect. */
const only = (value: number) =>
  z.literal(value, `must be ${value}: sifaka does not support other values`).nullish()

const message = z.strictObject({
  role: z
    .enum(['system', 'developer', 'user', 'assistant'], 'must be system, developer, user or assistant')
    .transform((role) => (role === 'developer' ? ('system' as const) : role)),
  content: textContent,
  name: z.string().nullish(),
  refusal: z.string().nullish(),
  annotations: z.array(z.unknown()).nullish(),
  audio: z.null().optional(),
  function_call: z.null().optional(),
  tool_calls: z.null().optional(),
  reasoning: z.string().nullish(),
})

const responseFormat = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text') }),
  z.strictObject({ type: z.literal('json_object') }),
  z.strictObject({
    type: z.literal('json_schema'),
    json_schema: z.looseObject({ schema: z.record(z.string(), z.unknown()) }),
  }),
])

const requestSchema = (registry: Registry) =>
  z
    .strictObject({
      model: modelField,
      messages: z.array(message).min(1),
      stream: z.boolean().nullish(),
      stream_options: z.strictObject({ include_usage: z.boolean().nullish() }).nullish(),
      temperature: temperatureField,
      max_tokens: maxTokensField.nullish(),
      max_completion_tokens: maxTokensField.nullish(),
      seed: z.int().nullish(),
      reasoning_effort: z.enum(EFFORTS).nullish(),
      service_tier: z.enum(['auto', 'default', 'flex', 'priority', 'on_demand']).nullish(),
      response_format: responseFormat.nullish().describe('becomes a validator of the text'),
      n: only(1),
      top_p: only(1),
      presence_penalty: only(0),
      frequency_penalty: only(0),
      user: z.string().nullish(),
      safety_identifier: z.string().nullish(),
      prompt_cache_key: z.string().nullish(),
      metadata: z.record(z.string(), z.string()).nullish(),
      store: z.boolean().nullish(),
      sifaka: sifakaField(registry),
    })
    .transform(({ model, messages, stream, response_format: format, sifaka, ...others }): ChatRequest => {
      const { service_tier: tier } = others
      const sampling = {
        temperature: others.temperature,
        maxTokens: others.max_completion_tokens ?? others.max_tokens,
        seed: others.seed,
        effort: others.reasoning_effort,
        serviceTier: tier === 'flex' || tier === 'priority' ? tier : undefined,
      }
      const formatValidators =
        format?.type === 'json_schema'
          ? [jsonValidatorOptions(format.json_schema.schema)]
          : format?.type === 'json_object'
            ? [jsonValidatorOptions()]
            : []
      return {
        textRequest: toTextRequest(model, promptFromMessages(messages), sampling, sifaka, formatValidators),
        model,
        isStreamed: stream ?? false,
        streamsUsage: others.stream_options?.include_usage ?? false,
      }
    })

const usageOf = ({ record: { usage } }: ChatReply) => ({
  prompt_tokens: usage.inputTokens,
  completion_tokens: usage.outputTokens,
  total_tokens: usage.inputTokens + usage.outputTokens,
  prompt_tokens_details: { cached_tokens: usage.cachedInputTokens },
  completion_tokens_details: { reasoning_tokens: usage.reasoningTokens },
})

const envelope = ({ id, date, request }: ChatReply, object: string, choices: readonly object[]) => ({
  id: `chatcmpl-${id}`,
  object,
  created: Math.floor(date.getTime() / 1000),
  model: request.model,
  choices,
})

const finishReasonOf = ({ isTruncated }: ChatReply) => (isTruncated ? 'length' : 'stop')

const chunk = (reply: ChatReply, delta: object, finishReason: string | null = null) =>
  envelope(reply, 'chat.completion.chunk', [{ index: 0, delta, logprobs: null, finish_reason: finishReason }])

const errorBody = ({ status, code, message: text }: ServiceError) => {
  const type = status === 429 ? code : status < 500 ? 'invalid_request_error' : 'server_error'
  return { error: { message: text, type, param: null, code } }
}

/** `ending` returns the fields that only this API adds to its answer, or to the last chunk with a choice. */
const chatCompletions = (path: string, summary: string, ending: (reply: ChatReply) => object): ChatApi => ({
  path,
  summary,
  requestSchema,
  answer(reply) {
    const { refusal = null, record } = reply
    const content = refusal === null ? record.text : null
    const choice = { index: 0, message: { role: 'assistant', content, refusal }, logprobs: null }
    return {
      ...envelope(reply, 'chat.completion', [{ ...choice, finish_reason: finishReasonOf(reply) }]),
      usage: usageOf(reply),
      sifaka: toSifakaField(record),
      ...ending(reply),
    }
  },
  stream(reply) {
    const { refusal, record, request } = reply
    const deltas =
      refusal === undefined ? piecesOf(record.text).map((content) => ({ content })) : [{ refusal }]
    const last = chunk(reply, {}, finishReasonOf(reply))
    const usage = { ...envelope(reply, 'chat.completion.chunk', []), usage: usageOf(reply) }
    return [
      { data: chunk(reply, { role: 'assistant', content: '' }) },
      ...deltas.map((delta) => ({ data: chunk(reply, delta) })),
      { data: { ...last, sifaka: toSifakaField(record), ...ending(reply) } },
      ...(request.streamsUsage ? [{ data: usage }] : []),
      { data: '[DONE]' as const },
    ]
  },
  error: errorBody,
  streamError: (error) => ({ data: errorBody(error) }),
})

export const openaiChat = chatCompletions('/v1/chat/completions', "OpenAI's chat completions", () => ({}))

export const groqChat = chatCompletions(
  '/openai/v1/chat/completions',
  "Groq's chat completions",
  (reply) => ({ x_groq: { id: reply.id, usage: usageOf(reply) } }),
)
