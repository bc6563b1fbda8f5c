/** Anthropic's messages API. */
import * as z from 'zod'
import {
  content,
  frame,
  messages,
  tokenLimit,
  type Ask,
  type Dialect,
  type Exchange,
  type Problem,
} from './dialect.ts'

const request = z
  .looseObject({
    model: z.string().min(1),
    system: content,
    messages,
    max_tokens: tokenLimit.unwrap().unwrap(),
    stream: z.boolean().nullish(),
    tools: z
      .array(z.looseObject({ name: z.string(), input_schema: z.record(z.string(), z.unknown()) }))
      .default([]),
    tool_choice: z.looseObject({ type: z.string(), name: z.string().optional() }).nullish(),
  })
  .refine(({ messages }) => messages.every(({ role }) => role !== 'system'), {
    path: ['messages'],
    message: 'expected the system prompt in "system"',
  })

function read(body: unknown): Ask {
  const { model, system, messages, max_tokens, stream, tools, tool_choice } = request.parse(body)
  const tool = tool_choice?.type === 'tool' ? tools.find(({ name }) => name === tool_choice.name) : undefined
  return {
    model,
    messages: system === '' ? messages : [{ role: 'system', content: system }, ...messages],
    maxTokens: max_tokens,
    schema: tool?.input_schema,
    tool: tool?.name,
    stream: stream ?? false,
    counted: true,
    prefix: keptOf(body),
  }
}

/** What comes before the last mark, in the order in which the API looks at it. */
function keptOf(body: unknown): string {
  const { tools, system, messages } = z.looseObject({}).parse(body)
  const all = JSON.stringify([tools, system, messages])
  return all.slice(0, Math.max(0, all.lastIndexOf('"cache_control":')))
}

const PROBLEMS: Readonly<Record<Problem, readonly [status: number, type: string]>> = {
  'rate-limit': [429, 'rate_limit_error'],
  'server-error': [500, 'api_error'],
  overloaded: [529, 'overloaded_error'],
  quota: [429, 'rate_limit_error'],
  auth: [401, 'authentication_error'],
  'bad-request': [400, 'invalid_request_error'],
  'unknown-model': [404, 'not_found_error'],
  'unknown-path': [404, 'not_found_error'],
}

const usageOf = ({ reply }: Exchange, outputTokens: number) => ({
  input_tokens: reply.inputTokens - reply.cachedTokens - reply.writtenTokens,
  cache_creation_input_tokens: reply.writtenTokens,
  cache_read_input_tokens: reply.cachedTokens,
  output_tokens: outputTokens,
})

const stopReasonOf = ({ ask, reply }: Exchange): string =>
  reply.finishReason === 'length'
    ? 'max_tokens'
    : reply.finishReason === 'refusal'
      ? 'refusal'
      : ask.tool
        ? 'tool_use'
        : 'end_turn'

const messageOf = (exchange: Exchange, more: object) => ({
  id: `msg_${exchange.id}`,
  type: 'message',
  role: 'assistant',
  model: exchange.ask.model,
  stop_sequence: null,
  ...more,
})

/** A whole answer cannot hold a tool's input that is no object: then the model spoke instead of calling it. */
function blockOf({ id, ask, reply }: Exchange): object {
  const text = { type: 'text', text: reply.text }
  if (ask.tool === undefined) return text
  try {
    return { type: 'tool_use', id: `toolu_${id}`, name: ask.tool, input: JSON.parse(reply.text) as unknown }
  } catch {
    return text
  }
}

const send = (event: { readonly type: string } & Record<string, unknown>): string => frame(event, event.type)

export const anthropicDialect: Dialect = {
  limitHeaders: 'anthropic',
  keyHeader: 'x-api-key',
  idHeader: 'request-id',
  processingHeader: undefined,
  read,
  answer: (exchange) =>
    messageOf(exchange, {
      content: exchange.reply.text === '' ? [] : [blockOf(exchange)],
      stop_reason: stopReasonOf(exchange),
      usage: usageOf(exchange, exchange.reply.outputTokens),
    }),
  opening(exchange) {
    const { id, ask } = exchange
    const block = ask.tool
      ? { type: 'tool_use', id: `toolu_${id}`, name: ask.tool, input: {} }
      : { type: 'text', text: '' }
    const message = messageOf(exchange, { content: [], stop_reason: null, usage: usageOf(exchange, 1) })
    return (
      send({ type: 'message_start', message }) +
      send({ type: 'content_block_start', index: 0, content_block: block }) +
      send({ type: 'ping' })
    )
  },
  piece({ ask }, text) {
    const delta = ask.tool ? { type: 'input_json_delta', partial_json: text } : { type: 'text_delta', text }
    return send({ type: 'content_block_delta', index: 0, delta })
  },
  ending: (exchange) =>
    send({ type: 'content_block_stop', index: 0 }) +
    send({
      type: 'message_delta',
      delta: { stop_reason: stopReasonOf(exchange), stop_sequence: null },
      usage: usageOf(exchange, exchange.reply.outputTokens),
    }) +
    send({ type: 'message_stop' }),
  problem(problem, message, id) {
    const [status, type] = PROBLEMS[problem]
    const details = problem === 'quota' ? { details: { error_code: 'enforced_spend_limit_reached' } } : {}
    return { status, body: { type: 'error', error: { type, message, ...details }, request_id: id } }
  },
  errorEvent: (body) => frame(body, 'error'),
}
