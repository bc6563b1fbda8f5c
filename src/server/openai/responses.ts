/** The responses API of OpenAI. */
import { piecesOf, type ChatApi, type ChatReply, type ServerSentEvent } from '../chat-api.ts'
import { callOf, type ToolCall } from '../chat/forced-tool.ts'
import { toSifakaField } from '../verdict.ts'
import { openaiError } from './error.ts'
import { responsesRequestSchema } from './responses-request.ts'

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
  top_p: 1,
  truncation: 'disabled',
  ...request.repeated,
  ...fields,
})

const finalStatusOf = (reply: ChatReply) => (incompleteReasonOf(reply) ? 'incomplete' : 'completed')

const finalMessage = (reply: ChatReply) => {
  const content = reply.refusal ? { type: 'refusal', refusal: reply.refusal.text } : partOf(reply.record.text)
  return messageOf(reply, finalStatusOf(reply), [content])
}

const functionCall = ({ id }: ChatReply, name: string, json: string, status: string) => ({
  type: 'function_call',
  id: `fc_${id}`,
  call_id: `call_${id}`,
  name,
  arguments: json,
  status,
})

const finalItem = (reply: ChatReply) => {
  const call = callOf(reply)
  return call ? functionCall(reply, call.name, call.json, finalStatusOf(reply)) : finalMessage(reply)
}

const answer = (reply: ChatReply) => {
  const reason = incompleteReasonOf(reply)
  return envelope(reply, {
    status: reason ? 'incomplete' : 'completed',
    incomplete_details: reason ? { reason } : null,
    output: [finalItem(reply)],
    usage: usageOf(reply),
    sifaka: toSifakaField(reply.record),
  })
}

function callEvents(reply: ChatReply, { name, json }: ToolCall) {
  const item = functionCall(reply, name, json, finalStatusOf(reply))
  const place = { output_index: 0, item_id: item.id }
  const started = functionCall(reply, name, '', 'in_progress')
  return [
    { type: 'response.output_item.added', output_index: 0, item: started },
    ...piecesOf(json).map((delta) => ({ type: 'response.function_call_arguments.delta', ...place, delta })),
    { type: 'response.function_call_arguments.done', ...place, name, arguments: json },
    { type: 'response.output_item.done', output_index: 0, item },
  ]
}

function messageEvents(reply: ChatReply) {
  const { refusal, record } = reply
  const message = finalMessage(reply)
  const content = { output_index: 0, content_index: 0, item_id: message.id }
  const [kind, key, full, empty] = refusal
    ? ['refusal', 'refusal', refusal.text, { type: 'refusal', refusal: '' }]
    : ['output_text', 'text', record.text, partOf('')]
  const more = refusal ? {} : { logprobs: [] }
  return [
    { type: 'response.output_item.added', output_index: 0, item: messageOf(reply, 'in_progress', []) },
    { type: 'response.content_part.added', ...content, part: empty },
    ...piecesOf(full).map((delta) => ({ type: `response.${kind}.delta`, ...content, delta, ...more })),
    { type: `response.${kind}.done`, ...content, [key]: full, ...more },
    { type: 'response.content_part.done', ...content, part: message.content[0] },
    { type: 'response.output_item.done', output_index: 0, item: message },
  ]
}

function stream(reply: ChatReply): ServerSentEvent[] {
  const started = envelope(reply, { status: 'in_progress', output: [], usage: null })
  const final = answer(reply)
  const call = callOf(reply)
  const events = [
    { type: 'response.created', response: started },
    { type: 'response.in_progress', response: started },
    ...(call ? callEvents(reply, call) : messageEvents(reply)),
    { type: incompleteReasonOf(reply) ? 'response.incomplete' : 'response.completed', response: final },
  ]
  return events.map((data, index) => ({ event: data.type, data: { ...data, sequence_number: index } }))
}

export const openaiResponses: ChatApi = {
  path: '/v1/responses',
  summary: "OpenAI's responses",
  requestSchema: responsesRequestSchema,
  answer,
  stream,
  error: openaiError,
  // The SDK of OpenAI reads the object `error`; its documentation has the fields of the object on the event itself.
  streamError(failure) {
    const { error } = openaiError(failure)
    return { event: 'error', data: { ...error, type: 'error', sequence_number: 0, error } }
  },
}
