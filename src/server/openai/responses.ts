/** The responses API of OpenAI. */
import * as z from 'zod'
import { EFFORTS, type Message } from '../../core/types.ts'
import type { Registry } from '../../plugins/registry.ts'
import {
  piecesOf,
  type ChatApi,
  type ChatReply,
  type ChatRequest,
  type ServerSentEvent,
} from '../chat-api.ts'
import { noText, promptFromMessages } from '../conversation.ts'
import { chatFields, maxTokensField, only, toTextRequest } from '../request-fields.ts'
import { toSifakaField } from '../verdict.ts'
import { openaiError } from './error.ts'
import {
  formatValidatorsOf,
  jsonObjectFormat,
  jsonSchemaFields,
  NO_FORMAT,
  openaiFields,
  serviceTierOf,
  textFormat,
  verbosityField,
} from './fields.ts'

const NO_TEXT = noText('input_text or output_text')

const part = z.discriminatedUnion(
  'type',
  [
    z
      .strictObject({
        type: z.enum(['input_text', 'output_text']),
        text: z.string(),
        annotations: z.array(z.unknown()).nullish(),
        logprobs: z.array(z.unknown()).nullish(),
      })
      .transform(({ text }) => text),
    z.strictObject({ type: z.literal('refusal'), refusal: z.string() }).transform(({ refusal }) => refusal),
  ],
  NO_TEXT,
)

const item = z
  .strictObject({
    type: z.literal('message', 'must be message (sifaka does not support tools and reasoning)').nullish(),
    role: z
      .enum(['system', 'developer', 'user', 'assistant'], 'must be system, developer, user or assistant')
      .transform((role) => (role === 'developer' ? ('system' as const) : role)),
    content: z
      .union([z.string(), z.array(part).transform((texts) => texts.join('\n'))], NO_TEXT)
      .describe('a text, or a list of texts'),
    id: z.string().nullish(),
    status: z.string().nullish(),
    phase: z.string().nullish(),
  })
  .transform(({ role, content }): Message => ({ role, content }))

const reasoning = z.strictObject({
  effort: z.enum(EFFORTS).nullish(),
  summary: z.null('must be left out (sifaka returns no reasoning)').optional(),
  generate_summary: z.null('must be left out (sifaka returns no reasoning)').optional(),
})

const text = z.strictObject({
  format: z
    .discriminatedUnion(
      'type',
      [textFormat, jsonObjectFormat, z.strictObject({ type: z.literal('json_schema'), ...jsonSchemaFields })],
      NO_FORMAT,
    )
    .nullish()
    .describe('becomes a validator of the text'),
  verbosity: verbosityField,
})

const NO_CONVERSATION = 'must be left out (sifaka keeps no conversations: send all messages in "input")'
const NO_INCLUDE = 'must be empty or left out'

/** Fields that many applications send although their values have no effect; other values are not supported. */
const withoutEffect = {
  background: only(false),
  conversation: z.null(NO_CONVERSATION).optional(),
  previous_response_id: z.null(NO_CONVERSATION).optional(),
  // Answers contain no reasoning, so that none could be encrypted.
  include: z.array(z.literal('reasoning.encrypted_content', NO_INCLUDE)).nullish(),
  max_tool_calls: z.int().nullish(),
  truncation: only('disabled'),
}

const requestSchema = (registry: Registry) =>
  z
    .strictObject({
      ...chatFields(registry, 'text.format'),
      ...openaiFields,
      input: z.union([z.string(), z.array(item).min(1)]).describe('a text, or a list of messages'),
      instructions: z.string().nullish().describe('system prompt'),
      max_output_tokens: maxTokensField.nullish(),
      reasoning: reasoning.nullish(),
      text: text.nullish(),
      stream_options: z.strictObject({ include_obfuscation: only(false) }).nullish(),
      ...withoutEffect,
    })
    .transform(({ model, input, instructions, stream, text: output, sifaka, ...others }): ChatRequest => {
      const messages = typeof input === 'string' ? [{ role: 'user' as const, content: input }] : input
      const system = instructions ? [{ role: 'system' as const, content: instructions }] : []
      const { temperature, max_output_tokens: maxTokens, reasoning: thinking, metadata } = others
      const sampling = {
        temperature,
        maxTokens,
        effort: thinking?.effort,
        serviceTier: serviceTierOf(others),
      }
      const prompt = promptFromMessages([...system, ...messages], 'input')
      return {
        textRequest: toTextRequest(model, prompt, sampling, sifaka, formatValidatorsOf(output?.format)),
        model,
        isStreamed: stream ?? false,
        streamsUsage: true,
        repeated: {
          instructions: instructions ?? null,
          max_output_tokens: maxTokens ?? null,
          metadata: metadata ?? {},
          temperature: temperature ?? null,
          text: { format: output?.format ?? { type: 'text' } },
        },
      }
    })

const usageOf = ({ record: { usage } }: ChatReply) => ({
  input_tokens: usage.inputTokens,
  input_tokens_details: { cached_tokens: usage.cachedInputTokens },
  output_tokens: usage.outputTokens,
  output_tokens_details: { reasoning_tokens: usage.reasoningTokens },
  total_tokens: usage.inputTokens + usage.outputTokens,
})

const partOf = (content: string) => ({ type: 'output_text', text: content, annotations: [], logprobs: [] })

const messageOf = ({ id }: ChatReply, status: string, content: readonly object[]) => ({
  type: 'message',
  id: `msg_${id}`,
  status,
  role: 'assistant',
  content,
})

const incompleteReasonOf = ({ refusal, isTruncated }: ChatReply) =>
  refusal?.isFiltered ? 'content_filter' : isTruncated ? 'max_output_tokens' : undefined

const envelope = ({ id, date, request }: ChatReply, fields: object) => ({
  id: `resp_${id}`,
  object: 'response',
  created_at: Math.floor(date.getTime() / 1000),
  background: false,
  error: null,
  incomplete_details: null,
  model: request.model,
  parallel_tool_calls: true,
  previous_response_id: null,
  tool_choice: 'auto',
  tools: [],
  top_p: 1,
  truncation: 'disabled',
  ...request.repeated,
  ...fields,
})

const finalMessage = (reply: ChatReply) => {
  const content = reply.refusal ? { type: 'refusal', refusal: reply.refusal.text } : partOf(reply.record.text)
  return messageOf(reply, incompleteReasonOf(reply) ? 'incomplete' : 'completed', [content])
}

const answer = (reply: ChatReply) => {
  const reason = incompleteReasonOf(reply)
  return envelope(reply, {
    status: reason ? 'incomplete' : 'completed',
    incomplete_details: reason ? { reason } : null,
    output: [finalMessage(reply)],
    usage: usageOf(reply),
    sifaka: toSifakaField(reply.record),
  })
}

function stream(reply: ChatReply): ServerSentEvent[] {
  const { refusal, record } = reply
  const started = envelope(reply, { status: 'in_progress', output: [], usage: null })
  const final = answer(reply)
  const message = finalMessage(reply)
  const content = { output_index: 0, content_index: 0, item_id: message.id }
  const [kind, key, full, empty] = refusal
    ? ['refusal', 'refusal', refusal.text, { type: 'refusal', refusal: '' }]
    : ['output_text', 'text', record.text, partOf('')]
  const more = refusal ? {} : { logprobs: [] }
  const events = [
    { type: 'response.created', response: started },
    { type: 'response.in_progress', response: started },
    { type: 'response.output_item.added', output_index: 0, item: messageOf(reply, 'in_progress', []) },
    { type: 'response.content_part.added', ...content, part: empty },
    ...piecesOf(full).map((delta) => ({ type: `response.${kind}.delta`, ...content, delta, ...more })),
    { type: `response.${kind}.done`, ...content, [key]: full, ...more },
    { type: 'response.content_part.done', ...content, part: message.content[0] },
    { type: 'response.output_item.done', output_index: 0, item: message },
    { type: incompleteReasonOf(reply) ? 'response.incomplete' : 'response.completed', response: final },
  ]
  return events.map((data, index) => ({ event: data.type, data: { ...data, sequence_number: index } }))
}

export const openaiResponses: ChatApi = {
  path: '/v1/responses',
  summary: "OpenAI's responses",
  requestSchema,
  answer,
  stream,
  error: openaiError,
  // The SDK of OpenAI reads the object `error`; its documentation has the fields of the object on the event itself.
  streamError(failure) {
    const { error } = openaiError(failure)
    return { event: 'error', data: { ...error, type: 'error', sequence_number: 0, error } }
  },
}
