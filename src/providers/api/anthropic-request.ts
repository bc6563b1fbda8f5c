/** The request body of Anthropic's messages API. */
import { schemaRequest } from '../../core/phrases/schema-request.ts'
import type { AnswerSchema, ModelRequest } from '../../core/ports.ts'
import type { Effort, Message, ServiceTier } from '../../core/types.ts'
import { estimateTokens } from '../../util/tokens.ts'
import type { RefusablePart, RequestForm } from './request-form.ts'
import type { ApiCall } from './sdk-client.ts'
import { isStrictSchema } from './strict-schema.ts'
import { mergeTurns } from './turns.ts'

/** The API requires a limit, which includes reasoning. */
export const DEFAULT_MAX_TOKENS = 16_000

interface ContentBlock {
  readonly type: 'text'
  readonly text: string
  readonly cache_control?: { readonly type: 'ephemeral' }
}

/** Always streams: the API requires it for long answers. */
export function anthropicBody(
  { modelId, request, form }: Pick<ApiCall, 'modelId' | 'request' | 'form'>,
  promptCache: boolean,
) {
  const { maxTokens, temperature } = request
  const { format, tools, messages } = structuredFields(request, form)
  const [system] = mergeTurns(messages.filter(({ role }) => role === 'system'))
  const conversation = messages.filter(({ role }) => role !== 'system')
  const prefix = JSON.stringify(tools ?? format) ?? ''
  /**
   * The API caches everything before a mark (`cache_control`): first the tools or the format, then the system prompt,
   * then the messages.
   */
  const isCacheable = (...parts: readonly (Message | undefined)[]) =>
    promptCache && isLongEnough(modelId, [prefix, ...parts.map((part) => part?.content ?? '')])
  const effort = form.accepts('effort') ? request.effort : undefined
  const outputConfig = { format, effort: effort && EFFORT_NAMES[effort] }
  return {
    model: modelId,
    max_tokens: maxTokens ?? Math.min(DEFAULT_MAX_TOKENS, form.maxTokensLimit),
    system: system && (isCacheable(system) ? [cachedBlock(system.content)] : system.content),
    messages: isCacheable(system, conversation[0]) ? withCachedTask(conversation) : mergeTurns(conversation),
    temperature: form.accepts('temperature') ? temperature : undefined,
    thinking: effort === 'none' ? { type: 'disabled' } : undefined,
    output_config: outputConfig.format || outputConfig.effort ? outputConfig : undefined,
    service_tier:
      request.serviceTier && form.accepts('serviceTier') ? ANTHROPIC_TIERS[request.serviceTier] : undefined,
    stream: true,
    tools,
    tool_choice: tools && { type: 'tool', name: tools[0]?.name },
  }
}

/** The API's names for efforts; undefined where the request contains no effort, since the model does not reason. */
const EFFORT_NAMES: Readonly<Record<Effort, string | undefined>> = {
  none: undefined,
  minimal: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
}

/** `auto` uses the priority capacity that an account has bought. There is no cheaper tier. */
export const ANTHROPIC_TIERS: Readonly<Partial<Record<ServiceTier, string>>> = {
  auto: 'auto',
  priority: 'auto',
}

/** A schema is sent as the format of the answer, or as the input of a tool that must be called, or in the prompt. */
function structuredFields({ schema, messages }: ModelRequest, form: RequestForm) {
  const { structured } = form
  if (schema?.isOptional) {
    const isAccepted =
      structured === 'json_schema' && form.accepts('optionalSchema') && isStrictSchema(schema.schema)
    return { messages, format: isAccepted ? formatOf(schema) : undefined }
  }
  if (!schema || structured === 'json_schema') return { messages, format: schema && formatOf(schema) }
  if (structured === 'tool') {
    const { name, schema: input_schema } = schema
    return { messages, tools: [{ name, description: 'Gives the answer.', input_schema }] }
  }
  const inPrompt: Message = { role: 'user', content: schemaRequest(schema) }
  return { messages: [...messages, inPrompt] }
}

const formatOf = ({ schema }: AnswerSchema) => ({ type: 'json_schema', schema })

/** The parts of requests that models refuse, and how error messages name them. */
export const ANTHROPIC_PARTS: readonly RefusablePart[] = [
  {
    part: 'structured',
    fields: ['output_config', 'tools'],
    named: /output_config(?!\.effort)|output_format|tool_choice|json_schema|structured output/i,
  },
  {
    part: 'effort',
    fields: ['output_config', 'thinking'],
    named: /effort|thinking|output_config(?!\.format)/i,
  },
  { part: 'temperature', fields: ['temperature'], named: /temperature/i },
  { part: 'serviceTier', fields: ['service_tier'], named: /service_tier/i },
  { part: 'maxTokens', fields: ['max_tokens'], named: /max_tokens/i },
]

/** The API does not cache shorter prefixes: https://platform.claude.com/docs/en/build-with-claude/prompt-caching */
const MIN_CACHED_TOKENS = 1024
const MIN_CACHED_TOKENS_HAIKU = 2048

const isLongEnough = (modelId: string, parts: readonly string[]): boolean =>
  estimateTokens(...parts) >= (modelId.includes('haiku') ? MIN_CACHED_TOKENS_HAIKU : MIN_CACHED_TOKENS)

/**
 * Marks the first message, which is the task, for the cache: only the messages after it change between iterations.
 * Several critics of one text cannot share a longer prefix, because each has its own schema, which comes first.
 */
function withCachedTask(conversation: readonly Message[]) {
  const [task, ...rest] = conversation.map(({ role, content }) => ({ role, content: content.toWellFormed() }))
  if (task === undefined) return []
  const end = rest.findIndex(({ role }) => role !== task.role)
  const sameTurn = end === -1 ? rest : rest.slice(0, end)
  const content: ContentBlock[] = [
    cachedBlock(task.content),
    ...sameTurn.map((each) => textBlock(each.content)),
  ]
  return [{ role: task.role, content }, ...mergeTurns(rest.slice(sameTurn.length))]
}

const textBlock = (text: string): ContentBlock => ({ type: 'text', text })
const cachedBlock = (text: string): ContentBlock => ({
  ...textBlock(text),
  cache_control: { type: 'ephemeral' },
})
