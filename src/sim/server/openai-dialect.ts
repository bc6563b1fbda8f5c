/** Simulates the chat completions API of OpenAI and Groq. */
import * as z from 'zod'
import {
  contentSchema,
  jsonSchema,
  maxTokensSchema,
  requestFields,
  type ApiErrorKind,
  type ApiRequest,
  type Dialect,
  type Exchange,
} from './dialect.ts'
import { lazyObject } from '../../util/schemas/lazy-object.ts'

const role = z
  .enum(['system', 'developer', 'user', 'tool', 'assistant'])
  .transform((name) => (name === 'developer' ? 'system' : name === 'tool' ? 'user' : name))

const chatRequest = lazyObject(() => ({
  ...requestFields,
  messages: z.array(z.object({ role, content: contentSchema })).min(1),
  max_tokens: maxTokensSchema.nullish(),
  max_completion_tokens: maxTokensSchema.nullish(),
  seed: z.int().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  response_format: z
    .discriminatedUnion('type', [
      z.object({ type: z.enum(['text', 'json_object']) }),
      z.object({ type: z.literal('json_schema'), json_schema: z.object({ schema: jsonSchema }) }),
    ])
    .nullish(),
})).transform(({ model, stream, messages, response_format: format, ...options }): ApiRequest => ({
  model,
  stream,
  messages,
  seed: options.seed ?? undefined,
  maxTokens: options.max_completion_tokens ?? options.max_tokens ?? undefined,
  schema:
    format?.type === 'json_schema' ? format.json_schema.schema : format?.type === 'json_object' || undefined,
  streamsUsage: options.stream_options?.include_usage ?? false,
}))

const ERRORS: Readonly<Record<ApiErrorKind, readonly [status: number, type: string, code: string | null]>> = {
  'rate-limit': [429, 'requests', 'rate_limit_exceeded'],
  'server-error': [500, 'server_error', null],
  overloaded: [503, 'server_error', 'server_is_overloaded'],
  quota: [429, 'insufficient_quota', 'insufficient_quota'],
  auth: [401, 'invalid_request_error', 'invalid_api_key'],
  'bad-request': [400, 'invalid_request_error', null],
  'unknown-model': [404, 'invalid_request_error', 'model_not_found'],
  'unknown-path': [404, 'invalid_request_error', 'unknown_url'],
}

const usageOf = ({ call: { answer } }: Exchange) => ({
  prompt_tokens: answer.inputTokens,
  completion_tokens: answer.outputTokens,
  total_tokens: answer.inputTokens + answer.outputTokens,
  prompt_tokens_details: { cached_tokens: answer.cachedTokens },
})

/** The usage with the durations, in seconds, that Groq reports in it. */
function groqUsageOf(exchange: Exchange) {
  const { firstTokenMs, tokenMs, answer } = exchange.call
  const completionMs = tokenMs * answer.outputTokens
  return {
    ...usageOf(exchange),
    queue_time: 0,
    prompt_time: firstTokenMs / 1000,
    completion_time: completionMs / 1000,
    total_time: (firstTokenMs + completionMs) / 1000,
  }
}

const envelope = ({ id, date, request }: Exchange, object: string, choices: readonly object[]) => ({
  id: `chatcmpl-${id}`,
  object,
  created: Math.floor(date.getTime() / 1000),
  model: request.model,
  system_fingerprint: 'fp_sim',
  choices,
})

const textFields = ({ call }: Exchange, text: string) =>
  call.answer.finishReason === 'refusal' ? { content: null, refusal: text } : { content: text }

const finishReasonOf = ({ call }: Exchange) => (call.answer.finishReason === 'length' ? 'length' : 'stop')

const chunk = (exchange: Exchange, delta: object, finishReason: string | null = null) => ({
  ...envelope(exchange, 'chat.completion.chunk', [
    { index: 0, delta, logprobs: null, finish_reason: finishReason },
  ]),
  ...(exchange.request.streamsUsage ? { usage: null } : {}),
})

export const openaiDialect: Dialect = {
  limitHeaders: 'openai',
  keyHeader: 'authorization',
  idHeader: 'x-request-id',
  processingHeader: 'openai-processing-ms',
  parse: (body) => chatRequest.parse(body),
  answer(exchange) {
    const message = { role: 'assistant', refusal: null, ...textFields(exchange, exchange.call.answer.text) }
    const choice = { index: 0, message, logprobs: null, finish_reason: finishReasonOf(exchange) }
    return { ...envelope(exchange, 'chat.completion', [choice]), usage: usageOf(exchange) }
  },
  opening: (exchange) => [chunk(exchange, { role: 'assistant', content: '', refusal: null })],
  piece: (exchange, text) => chunk(exchange, textFields(exchange, text)),
  ending(exchange) {
    const usage = { ...envelope(exchange, 'chat.completion.chunk', []), usage: usageOf(exchange) }
    return [
      chunk(exchange, {}, finishReasonOf(exchange)),
      ...(exchange.request.streamsUsage ? [usage] : []),
      '[DONE]',
    ]
  },
  error(kind, message) {
    const [status, type, code] = ERRORS[kind]
    return { status, body: { error: { message, type, param: null, code } } }
  },
}

const groqFields = ({ id }: Exchange, usage?: object) => ({ x_groq: { id, usage } })

export const groqDialect: Dialect = {
  ...openaiDialect,
  limitHeaders: 'groq',
  processingHeader: undefined,
  answer: (exchange) => ({
    ...openaiDialect.answer(exchange),
    usage: groqUsageOf(exchange),
    ...groqFields(exchange),
  }),
  opening: (exchange) => [
    { ...chunk(exchange, { role: 'assistant', content: '' }), ...groqFields(exchange) },
  ],
  ending(exchange) {
    const last = chunk(exchange, {}, finishReasonOf(exchange))
    return [{ ...last, ...groqFields(exchange, groqUsageOf(exchange)) }, '[DONE]']
  },
}
