/** Simulates Anthropic's messages API. */
import * as z from 'zod'
import { parseJson } from '../../util/json.ts'
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

const role = z.enum(
  ['user', 'assistant'],
  'expected user or assistant; the system prompt belongs in "system"',
)

const messagesRequest = lazyObject(() => ({
  ...requestFields,
  system: contentSchema,
  messages: z.array(z.object({ role, content: contentSchema })).min(1),
  max_tokens: maxTokensSchema,
  tools: z.array(z.object({ name: z.string(), input_schema: jsonSchema })).default([]),
  tool_choice: z.object({ type: z.string(), name: z.string().optional() }).nullish(),
})).transform(({ model, stream, system, messages, max_tokens, tools, tool_choice }): ApiRequest => {
  const tool = tools.find(({ name }) => tool_choice?.type === 'tool' && name === tool_choice.name)
  return {
    model,
    stream,
    messages: system === '' ? messages : [{ role: 'system', content: system }, ...messages],
    maxTokens: max_tokens,
    schema: tool?.input_schema,
    tool: tool?.name,
  }
})

/**
 * Returns everything before the last `cache_control`. The API reads tools, system prompt and messages in this order.
 */
function cacheablePrefix(body: unknown): string {
  const { tools, system, messages } = z.looseObject({}).parse(body)
  const all = JSON.stringify([tools, system, messages])
  return all.slice(0, Math.max(0, all.lastIndexOf('"cache_control":')))
}

const ERRORS: Readonly<Record<ApiErrorKind, readonly [status: number, type: string]>> = {
  'rate-limit': [429, 'rate_limit_error'],
  'server-error': [500, 'api_error'],
  overloaded: [529, 'overloaded_error'],
  quota: [429, 'rate_limit_error'],
  auth: [401, 'authentication_error'],
  'bad-request': [400, 'invalid_request_error'],
  'unknown-model': [404, 'not_found_error'],
  'unknown-path': [404, 'not_found_error'],
}

const usageOf = ({ call: { answer } }: Exchange) => ({
  input_tokens: answer.inputTokens - answer.cachedTokens - answer.writtenTokens,
  cache_creation_input_tokens: answer.writtenTokens,
  cache_read_input_tokens: answer.cachedTokens,
  output_tokens: answer.outputTokens,
})

function stopReasonOf({ request, call }: Exchange): string {
  const { finishReason } = call.answer
  if (finishReason === 'length') return 'max_tokens'
  if (finishReason === 'refusal') return 'refusal'
  return request.tool ? 'tool_use' : 'end_turn'
}

const envelope = ({ id, request }: Exchange) => ({
  id: `msg_${id}`,
  type: 'message',
  role: 'assistant',
  model: request.model,
  stop_sequence: null,
})

/** Tool input must be JSON. Invalid input is sent as text, as if the model had not called the tool. */
const contentBlock = ({ id, request: { tool } }: Exchange, text: string, input = parseJson(text)) =>
  tool && 'value' in input
    ? { type: 'tool_use', id: `toolu_${id}`, name: tool, input: input.value }
    : { type: 'text', text }

export const anthropicDialect: Dialect = {
  limitHeaders: 'anthropic',
  keyHeader: 'x-api-key',
  idHeader: 'request-id',
  parse: (body) => ({ ...messagesRequest.parse(body), prefix: cacheablePrefix(body) }),
  answer(exchange) {
    const { text } = exchange.call.answer
    return {
      ...envelope(exchange),
      content: text === '' ? [] : [contentBlock(exchange, text)],
      stop_reason: stopReasonOf(exchange),
      usage: usageOf(exchange),
    }
  },
  opening(exchange) {
    const usage = { ...usageOf(exchange), output_tokens: 1 }
    const message = { ...envelope(exchange), content: [], stop_reason: null, usage }
    return [
      { type: 'message_start', message },
      { type: 'content_block_start', index: 0, content_block: contentBlock(exchange, '', { value: {} }) },
      { type: 'ping' },
    ]
  },
  piece: ({ request }, text) => ({
    type: 'content_block_delta',
    index: 0,
    delta: request.tool ? { type: 'input_json_delta', partial_json: text } : { type: 'text_delta', text },
  }),
  ending: (exchange) => [
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { stop_reason: stopReasonOf(exchange), stop_sequence: null },
      usage: usageOf(exchange),
    },
    { type: 'message_stop' },
  ],
  error(kind, message, id) {
    const [status, type] = ERRORS[kind]
    const details = kind === 'quota' ? { details: { error_code: 'enforced_spend_limit_reached' } } : {}
    return { status, body: { type: 'error', error: { type, message, ...details }, request_id: id } }
  },
}
