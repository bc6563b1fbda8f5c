/** The chat completions API of OpenAI and Groq. */
import * as z from 'zod'
import { EFFORTS, type Message } from '../../core/types.ts'
import type { Registry } from '../../plugins/registry.ts'
import { piecesOf, type ChatApi, type ChatReply, type ChatRequest } from '../chat-api.ts'
import { promptFromMessages, textContent } from '../chat/conversation.ts'
import { callOf, demandedFormat, toolsField } from '../chat/forced-tool.ts'
import { chatFields, maxTokensField, noStops, only, toTextRequest } from '../request-fields.ts'
import { openaiError } from './error.ts'
import {
  formatValidatorsOf,
  functionFields,
  functionType,
  jsonObjectFormat,
  jsonSchemaFields,
  NO_FORMAT,
  openaiFields,
  roleField,
  serviceTierOf,
  textFormat,
  toolChoiceField,
  toTool,
  verbosityField,
} from './fields.ts'
import { toSifakaField } from '../verdict.ts'

const noToolCall = z
  .null('must be left out: sifaka does not support conversations with tool calls')
  .optional()

const message = z
  .strictObject({
    role: roleField,
    content: textContent.nullish(),
    name: z.null('sifaka passes no names on, so leave it out').optional(),
    refusal: z.string().nullish(),
    annotations: z.array(z.unknown()).nullish(),
    audio: z.null('must be left out: sifaka does not support audio').optional(),
    function_call: noToolCall,
    tool_calls: noToolCall,
    reasoning: z.string().nullish(),
  })
  // The message of a model that has declined to answer has no content.
  .transform(({ role, content, refusal }) => ({ role, content: content ?? refusal }))
  .refine((given): given is Message => typeof given.content === 'string', {
    path: ['content'],
    error: 'must be a string or a list',
  })

const tool = z.strictObject({ type: functionType, function: z.strictObject(functionFields) })
const namedFunction = z.strictObject({ type: functionType, function: z.strictObject({ name: z.string() }) })

const responseFormat = z.discriminatedUnion(
  'type',
  [
    textFormat,
    jsonObjectFormat,
    z.strictObject({ type: z.literal('json_schema'), json_schema: z.strictObject(jsonSchemaFields) }),
  ],
  NO_FORMAT,
)

/** Fields that many applications send although their values have no effect; other values are not supported. */
const withoutEffect = {
  n: only(1),
  presence_penalty: only(0),
  frequency_penalty: only(0),
  logprobs: only(false),
  logit_bias: z.strictObject({}).nullish(),
  verbosity: verbosityField,
  modalities: z.array(z.literal('text', 'must be text')).nullish(),
  stop: noStops,
  reasoning_format: only('hidden'),
  include_reasoning: only(false),
}

const requestSchema = (registry: Registry) =>
  z
    .strictObject({
      ...chatFields(registry),
      ...openaiFields,
      tools: toolsField(tool),
      tool_choice: toolChoiceField(namedFunction),
      messages: z.array(message).min(1),
      stream_options: z
        .strictObject({ include_usage: z.boolean().nullish(), include_obfuscation: only(false) })
        .nullish(),
      max_tokens: maxTokensField.nullish(),
      max_completion_tokens: maxTokensField.nullish(),
      seed: z.int().nullish(),
      reasoning_effort: z.enum(EFFORTS).nullish(),
      response_format: responseFormat.nullish().describe('becomes a validator of the text'),
      ...withoutEffect,
    })
    .refine(
      ({ max_tokens: old, max_completion_tokens: current }) =>
        typeof old !== 'number' || typeof current !== 'number' || old === current,
      {
        path: ['max_tokens'],
        error: 'must be left out, since max_completion_tokens has another value',
      },
    )
    .transform(({ model, messages, stream, response_format: format, sifaka, ...others }): ChatRequest => {
      const sampling = {
        temperature: others.temperature,
        maxTokens: others.max_completion_tokens ?? others.max_tokens,
        seed: others.seed,
        effort: others.reasoning_effort,
        serviceTier: serviceTierOf(others),
      }
      const { tools, tool_choice: choice } = others
      const name = typeof choice === 'object' ? choice?.function.name : undefined
      const { formatValidators, forcedTool } = demandedFormat({
        tool: tools?.[0] && toTool(tools[0].function),
        choice: { isForced: choice === 'required' || name !== undefined, name },
        formatField: 'response_format',
        formatValidators: formatValidatorsOf(
          format?.type === 'json_schema' ? { ...format.json_schema, type: format.type } : format,
        ),
      })
      return {
        textRequest: toTextRequest(model, promptFromMessages(messages), sampling, sifaka, formatValidators),
        model,
        isStreamed: stream ?? false,
        streamsUsage: others.stream_options?.include_usage ?? false,
        forcedTool,
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

/** OpenAI ends the call of a tool that the request names with `stop`, too. */
const finishReasonOf = (reply: ChatReply) => {
  const { refusal, isTruncated, request } = reply
  if (refusal?.isFiltered) return 'content_filter'
  if (isTruncated) return 'length'
  return callOf(reply) && !request.forcedTool?.isNamed ? 'tool_calls' : 'stop'
}

const toolCall = ({ id }: ChatReply, name: string, json: string) => ({
  id: `call_${id}`,
  type: 'function',
  function: { name, arguments: json },
})

const chunk = (reply: ChatReply, delta: object, finishReason: string | null = null) =>
  envelope(reply, 'chat.completion.chunk', [{ index: 0, delta, logprobs: null, finish_reason: finishReason }])

/** `ending` returns the fields that only this API adds to its answer, or to the last chunk with a choice. */
const chatCompletions = (path: string, summary: string, ending: (reply: ChatReply) => object): ChatApi => ({
  path,
  summary,
  requestSchema,
  answer(reply) {
    const refusal = reply.refusal?.text ?? null
    const call = callOf(reply)
    const content = refusal === null && !call ? reply.record.text : null
    const calls = call ? { tool_calls: [toolCall(reply, call.name, call.json)] } : {}
    const message = { role: 'assistant', content, refusal, ...calls }
    const choice = { index: 0, message, logprobs: null }
    return {
      ...envelope(reply, 'chat.completion', [{ ...choice, finish_reason: finishReasonOf(reply) }]),
      usage: usageOf(reply),
      sifaka: toSifakaField(reply.record),
      ...ending(reply),
    }
  },
  stream(reply) {
    const { refusal, record, request } = reply
    const call = callOf(reply)
    const first = call
      ? { content: null, tool_calls: [{ index: 0, ...toolCall(reply, call.name, '') }] }
      : { content: '' }
    const deltas = refusal
      ? [{ refusal: refusal.text }]
      : call
        ? piecesOf(call.json).map((piece) => ({ tool_calls: [{ index: 0, function: { arguments: piece } }] }))
        : piecesOf(record.text).map((content) => ({ content }))
    const last = chunk(reply, {}, finishReasonOf(reply))
    const usage = { ...envelope(reply, 'chat.completion.chunk', []), usage: usageOf(reply) }
    return [
      { data: chunk(reply, { role: 'assistant', ...first }) },
      ...deltas.map((delta) => ({ data: chunk(reply, delta) })),
      { data: { ...last, sifaka: toSifakaField(record), ...ending(reply) } },
      ...(request.streamsUsage ? [{ data: usage }] : []),
      { data: '[DONE]' as const },
    ]
  },
  error: openaiError,
  streamError: (error) => ({ data: openaiError(error) }),
})

export const openaiChat = chatCompletions('/v1/chat/completions', "OpenAI's chat completions", () => ({}))

export const groqChat = chatCompletions(
  '/openai/v1/chat/completions',
  "Groq's chat completions",
  (reply) => ({ x_groq: { id: reply.id, usage: usageOf(reply) } }),
)
