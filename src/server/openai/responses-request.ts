/** The requests of OpenAI's responses API. */
import * as z from 'zod'
import { EFFORTS, type Message } from '../../core/types.ts'
import type { Registry } from '../../plugins/registry.ts'
import type { ChatRequest } from '../chat-api.ts'
import { noText, promptFromMessages } from '../chat/conversation.ts'
import { demandedFormat, toolsField } from '../chat/forced-tool.ts'
import { chatFields, maxTokensField, only, toTextRequest } from '../request-fields.ts'
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
    type: z
      .literal(
        'message',
        'must be message (sifaka keeps no items: send the messages; with the AI SDK, set store to false)',
      )
      .nullish(),
    role: roleField,
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

const tool = z.strictObject({ type: functionType, ...functionFields })
const namedFunction = z.strictObject({ type: functionType, name: z.string() })

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

export const responsesRequestSchema = (registry: Registry) =>
  z
    .strictObject({
      ...chatFields(registry),
      ...openaiFields,
      tools: toolsField(tool),
      tool_choice: toolChoiceField(namedFunction),
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
      const { tools, tool_choice: choice } = others
      const name = typeof choice === 'object' ? choice?.name : undefined
      const { formatValidators, forcedTool } = demandedFormat({
        tool: tools?.[0] && toTool(tools[0]),
        choice: { isForced: choice === 'required' || name !== undefined, name },
        formatField: 'text.format',
        formatValidators: formatValidatorsOf(output?.format),
      })
      const prompt = promptFromMessages([...system, ...messages], 'input')
      return {
        textRequest: toTextRequest(model, prompt, sampling, sifaka, formatValidators),
        model,
        isStreamed: stream ?? false,
        streamsUsage: true,
        forcedTool,
        repeated: {
          instructions: instructions ?? null,
          max_output_tokens: maxTokens ?? null,
          metadata: metadata ?? {},
          temperature: temperature ?? null,
          text: { format: output?.format ?? { type: 'text' } },
          tool_choice: choice ?? 'auto',
          tools: tools ?? [],
        },
      }
    })
