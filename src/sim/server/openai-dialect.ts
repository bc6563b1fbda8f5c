/** The chat completions API, as OpenAI and Groq serve it. */
import * as z from 'zod'
import {
  frame,
  messages,
  tokenLimit,
  type Ask,
  type Dialect,
  type Exchange,
  type Problem,
} from './dialect.ts'

const format = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('text') }),
  z.looseObject({ type: z.literal('json_object') }),
  z.looseObject({
    type: z.literal('json_schema'),
    json_schema: z.looseObject({ schema: z.record(z.string(), z.unknown()) }),
  }),
])

const request = z.looseObject({
  model: z.string().min(1),
  messages,
  max_tokens: tokenLimit,
  max_completion_tokens: tokenLimit,
  seed: z.int().nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  response_format: format.nullish(),
})

function read(body: unknown): Ask {
  const { model, messages, seed, stream, stream_options, response_format, ...limits } = request.parse(body)
  return {
    model,
    messages,
    seed: seed ?? undefined,
    maxTokens: limits.max_completion_tokens ?? limits.max_tokens ?? undefined,
    schema:
      response_format?.type === 'json_schema'
        ? response_format.json_schema.schema
        : response_format?.type === 'json_object' || undefined,
    stream: stream ?? false,
    counted: stream_options?.include_usage ?? false,
    prefix: JSON.stringify([response_format, messages]),
  }
}

interface Fault {
  readonly status: number
  readonly type: string
  readonly code: string | null
}

const PROBLEMS: Readonly<Record<Problem, Fault>> = {
  'rate-limit': { status: 429, type: 'requests', code: 'rate_limit_exceeded' },
  'server-error': { status: 500, type: 'server_error', code: null },
  overloaded: { status: 503, type: 'server_error', code: 'server_is_overloaded' },
  quota: { status: 429, type: 'insufficient_quota', code: 'insufficient_quota' },
  auth: { status: 401, type: 'invalid_request_error', code: 'invalid_api_key' },
  'bad-request': { status: 400, type: 'invalid_request_error', code: null },
  'unknown-model': { status: 404, type: 'invalid_request_error', code: 'model_not_found' },
  'unknown-path': { status: 404, type: 'invalid_request_error', code: 'unknown_url' },
}

const usageOf = ({ reply }: Exchange) => ({
  prompt_tokens: reply.inputTokens,
  completion_tokens: reply.outputTokens,
  total_tokens: reply.inputTokens + reply.outputTokens,
  prompt_tokens_details: { cached_tokens: reply.cachedTokens },
})

/** Groq tells in seconds where the time went. */
function groqUsageOf(exchange: Exchange) {
  const promptMs = exchange.firstTokenMs
  const completionMs = exchange.tokenMs * exchange.reply.outputTokens
  return {
    ...usageOf(exchange),
    queue_time: 0,
    prompt_time: promptMs / 1000,
    completion_time: completionMs / 1000,
    total_time: (promptMs + completionMs) / 1000,
  }
}

const head = ({ id, createdSeconds, ask }: Exchange, object: string) => ({
  id: `chatcmpl-${id}`,
  object,
  created: createdSeconds,
  model: ask.model,
  system_fingerprint: 'fp_sim',
})

/** A refusal has its own field, and is no text. */
const words = ({ reply }: Exchange, text: string) =>
  reply.finishReason === 'refusal' ? { content: null, refusal: text } : { content: text }

const finishOf = ({ reply }: Exchange) => (reply.finishReason === 'length' ? 'length' : 'stop')

function chunk(exchange: Exchange, delta: object, finish: string | null, more: object = {}): string {
  const choices = [{ index: 0, delta, logprobs: null, finish_reason: finish }]
  const usage = exchange.ask.counted ? { usage: null } : {}
  return frame({ ...head(exchange, 'chat.completion.chunk'), choices, ...usage, ...more })
}

export const openaiDialect: Dialect = {
  limitHeaders: 'openai',
  keyHeader: 'authorization',
  idHeader: 'x-request-id',
  processingHeader: 'openai-processing-ms',
  read,
  answer: (exchange) => ({
    ...head(exchange, 'chat.completion'),
    choices: [
      {
        index: 0,
        message: { role: 'assistant', refusal: null, ...words(exchange, exchange.reply.text) },
        logprobs: null,
        finish_reason: finishOf(exchange),
      },
    ],
    usage: usageOf(exchange),
  }),
  opening: (exchange) => chunk(exchange, { role: 'assistant', content: '', refusal: null }, null),
  piece: (exchange, text) => chunk(exchange, words(exchange, text), null),
  ending(exchange) {
    const counted = { ...head(exchange, 'chat.completion.chunk'), choices: [], usage: usageOf(exchange) }
    return (
      chunk(exchange, {}, finishOf(exchange)) + (exchange.ask.counted ? frame(counted) : '') + frame('[DONE]')
    )
  },
  problem(problem, message) {
    const { status, type, code } = PROBLEMS[problem]
    return { status, body: { error: { message, type, param: null, code } } }
  },
  errorEvent: (body) => frame(body),
}

export const groqDialect: Dialect = {
  ...openaiDialect,
  limitHeaders: 'groq',
  processingHeader: undefined,
  answer: (exchange) => ({
    ...openaiDialect.answer(exchange),
    usage: groqUsageOf(exchange),
    x_groq: { id: exchange.id },
  }),
  opening: (exchange) =>
    chunk(exchange, { role: 'assistant', content: '' }, null, { x_groq: { id: exchange.id } }),
  ending: (exchange) =>
    chunk(exchange, {}, finishOf(exchange), { x_groq: { id: exchange.id, usage: groqUsageOf(exchange) } }) +
    frame('[DONE]'),
}
