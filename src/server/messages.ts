/** The messages API of Anthropic. */
import * as z from 'zod'
import type { Registry } from '../plugins/registry.ts'
import { piecesOf, type ChatApi, type ChatReply, type ChatRequest } from './chat-api.ts'
import { promptFromMessages, textContent } from './chat/conversation.ts'
import { argumentsSchema, callOf, demandedFormat, ONLY_FORCED, toolsField } from './chat/forced-tool.ts'
import { chatFields, jsonValidatorOptions, maxTokensField, noStops, toTextRequest } from './request-fields.ts'
import type { ServiceError } from './service-error.ts'
import { toSifakaField } from './verdict.ts'

const message = z.strictObject({
  role: z.enum(['user', 'assistant'], 'must be user or assistant (the system prompt belongs in "system")'),
  content: textContent,
})

const outputConfig = z.strictObject({
  effort: z.enum(['low', 'medium', 'high']).nullish(),
  format: z
    .strictObject({ type: z.literal('json_schema'), schema: z.record(z.string(), z.unknown()) })
    .nullish()
    .describe('becomes a validator of the text'),
})

const tool = z.strictObject({
  type: z.literal('custom', `must be custom (${ONLY_FORCED})`).nullish(),
  name: z.string().min(1),
  description: z.string().nullish(),
  input_schema: argumentsSchema,
  strict: z.boolean().nullish().describe('has no effect: every input must match the schema'),
  cache_control: z.unknown().optional(),
  eager_input_streaming: z.boolean().nullish().describe('has no effect: accepted texts only are streamed'),
})

const parallelField = { disable_parallel_tool_use: z.boolean().nullish() }
const toolChoice = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.enum(['none', 'auto', 'any']), ...parallelField }),
    z.strictObject({ type: z.literal('tool'), name: z.string(), ...parallelField }),
  ],
  'must be none, auto, any or tool',
)

const requestSchema = (registry: Registry) =>
  z
    .strictObject({
      ...chatFields(registry),
      max_tokens: maxTokensField,
      system: textContent.optional(),
      messages: z.array(message).min(1),
      output_config: outputConfig.nullish(),
      thinking: z.strictObject({ type: z.literal('disabled', 'must be disabled') }).nullish(),
      stop_sequences: noStops,
      cache_control: z.unknown().optional(),
      service_tier: z.enum(['auto', 'standard_only']).nullish(),
      tools: toolsField(tool),
      tool_choice: toolChoice.nullish(),
      metadata: z.looseObject({}).nullish(),
    })
    .transform(
      ({ model, system, messages, stream, output_config: output, sifaka, ...others }): ChatRequest => {
        const all =
          system === undefined ? messages : [{ role: 'system' as const, content: system }, ...messages]
        const { temperature, max_tokens: maxTokens } = others
        const sampling = { temperature, maxTokens, effort: output?.effort }
        const { tools, tool_choice: choice } = others
        const given = tools?.[0]
        const { formatValidators, forcedTool } = demandedFormat({
          tool: given && { ...given, schema: given.input_schema },
          choice: {
            isForced: choice?.type === 'any' || choice?.type === 'tool',
            name: choice?.type === 'tool' ? choice.name : undefined,
          },
          formatField: 'output_config.format',
          formatValidators: output?.format ? [jsonValidatorOptions(output.format.schema)] : [],
        })
        return {
          textRequest: toTextRequest(model, promptFromMessages(all), sampling, sifaka, formatValidators),
          model,
          isStreamed: stream ?? false,
          streamsUsage: true,
          forcedTool,
        }
      },
    )

const usageOf = ({ record: { usage } }: ChatReply) => ({
  input_tokens: usage.inputTokens - usage.cachedInputTokens,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: usage.cachedInputTokens,
  output_tokens: usage.outputTokens,
})

const stopReasonOf = (reply: ChatReply) => {
  if (reply.refusal) return 'refusal'
  if (reply.isTruncated) return 'max_tokens'
  return callOf(reply) ? 'tool_use' : 'end_turn'
}

const envelope = ({ id, request }: ChatReply) => ({
  id: `msg_${id}`,
  type: 'message',
  role: 'assistant',
  model: request.model,
  stop_sequence: null,
})

const textOf = ({ refusal, record }: ChatReply): string => refusal?.text ?? record.text

const contentOf = (reply: ChatReply): object[] => {
  const call = callOf(reply)
  if (call) return [{ type: 'tool_use', id: `toolu_${reply.id}`, name: call.name, input: call.input }]
  const text = textOf(reply)
  return text === '' ? [] : [{ type: 'text', text }]
}

const ERROR_TYPES: Partial<Readonly<Record<ServiceError['status'], string>>> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
}

const errorBody = ({ status, message: text, isTemporary }: ServiceError, requestId: string) => {
  const type =
    ERROR_TYPES[status] ??
    (status < 500 ? 'invalid_request_error' : isTemporary ? 'overloaded_error' : 'api_error')
  return { type: 'error', error: { type, message: text }, request_id: requestId }
}

const event = (data: { readonly type: string } & Readonly<Record<string, unknown>>) => ({
  event: data.type,
  data,
})

export const anthropicMessages: ChatApi = {
  path: '/v1/messages',
  summary: "Anthropic's messages",
  requestSchema,
  answer: (reply) => ({
    ...envelope(reply),
    content: contentOf(reply),
    stop_reason: stopReasonOf(reply),
    usage: usageOf(reply),
    sifaka: toSifakaField(reply.record),
  }),
  stream(reply) {
    const start = { ...envelope(reply), content: [], stop_reason: null, usage: usageOf(reply) }
    const call = callOf(reply)
    const [block] = call
      ? contentOf(reply).map((full) => ({ ...full, input: {} }))
      : [{ type: 'text', text: '' }]
    const deltas = call
      ? piecesOf(call.json).map((json) => ({ type: 'input_json_delta', partial_json: json }))
      : piecesOf(textOf(reply)).map((text) => ({ type: 'text_delta', text }))
    return [
      event({ type: 'message_start', message: start }),
      event({ type: 'content_block_start', index: 0, content_block: block }),
      ...deltas.map((delta) => event({ type: 'content_block_delta', index: 0, delta })),
      event({ type: 'content_block_stop', index: 0 }),
      event({
        type: 'message_delta',
        delta: { stop_reason: stopReasonOf(reply), stop_sequence: null },
        usage: usageOf(reply),
        sifaka: toSifakaField(reply.record),
      }),
      event({ type: 'message_stop' }),
    ]
  },
  error: errorBody,
  streamError: (error, requestId) => ({ event: 'error', data: errorBody(error, requestId) }),
}
