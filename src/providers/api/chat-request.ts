/** The request body of the chat completions API, without the parts that the model turned out to refuse. */
import { schemaRequest } from '../../core/phrases/schema-request.ts'
import type { AnswerSchema, ModelRequest } from '../../core/ports.ts'
import type { Effort, Message, ServiceTier } from '../../core/types.ts'
import type { RefusablePart, RequestForm } from './request-form.ts'
import { isStrictSchema } from './strict-schema.ts'
import { mergeTurns } from './turns.ts'

/** How the servers of this API differ. */
export interface ChatDialect {
  /** OpenAI's reasoning models reject `max_tokens`; many other servers ignore `max_completion_tokens`. */
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens'
  /** Default: `seed`. */
  readonly seedField?: 'random_seed' | undefined
  /** The fields that request an effort; default: `reasoning_effort`, with the effort as its value. */
  readonly effortFields?: ((effort: Effort) => object) | undefined
  /** The server's names of the tiers it has; default: OpenAI's. */
  readonly serviceTiers?: Readonly<Partial<Record<ServiceTier, string>>> | undefined
  /** True if the server cannot stream an answer to a request with a schema. */
  readonly streamsNoSchema?: boolean | undefined
}

export const OPENAI_TIERS = { auto: 'auto', flex: 'flex', priority: 'priority' } as const

const OTHER_MAX_TOKENS = { max_tokens: 'max_completion_tokens', max_completion_tokens: 'max_tokens' } as const

/** There is no default temperature, since reasoning models reject any temperature. */
export function chatBody(dialect: ChatDialect, modelId: string, request: ModelRequest, form: RequestForm) {
  const { schema, seed, sample = 0, effort, serviceTier } = request
  const maxTokensField = form.accepts('maxTokens')
    ? dialect.maxTokensField
    : OTHER_MAX_TOKENS[dialect.maxTokensField]
  const response_format = schema && responseFormat(schema, form)
  const stream =
    dialect.streamsNoSchema && response_format?.type === 'json_schema' ? undefined : request.stream
  const effortFields = dialect.effortFields ?? ((value) => ({ reasoning_effort: value }))
  return {
    model: modelId,
    messages: mergeTurns(messagesFor(request, form)),
    [maxTokensField]: request.maxTokens,
    temperature: form.accepts('temperature') ? request.temperature : undefined,
    // With one seed for all samples, all samples would be equal.
    [dialect.seedField ?? 'seed']: form.accepts('seed') && seed !== undefined ? seed + sample : undefined,
    ...(effort && form.accepts('effort') ? effortFields(effort) : {}),
    service_tier:
      serviceTier && form.accepts('serviceTier')
        ? (dialect.serviceTiers ?? OPENAI_TIERS)[serviceTier]
        : undefined,
    response_format,
    stream,
    stream_options: stream && form.accepts('streamOptions') ? { include_usage: true } : undefined,
  }
}

function responseFormat({ name, schema, isOptional }: AnswerSchema, form: RequestForm) {
  if (isOptional && (!form.accepts('optionalSchema') || form.structured !== 'json_schema')) return undefined
  if (form.structured === 'json_object') return { type: 'json_object' }
  if (form.structured !== 'json_schema') return undefined
  return {
    type: 'json_schema',
    json_schema: { name, schema, strict: !isOptional || isStrictSchema(schema) },
  }
}

/** If the API accepts no schema, a last message asks for the schema; at the end, it keeps shared prefixes equal. */
function messagesFor({ messages, schema }: ModelRequest, form: RequestForm): readonly Message[] {
  if (!schema || schema.isOptional || form.structured === 'json_schema') return messages
  return [...messages, { role: 'user', content: schemaRequest(schema) }]
}

/** The request fields that servers refuse, and how their error messages name them. */
export const CHAT_PARTS: readonly RefusablePart[] = [
  {
    part: 'structured',
    fields: ['response_format'],
    named: /response.?format|json.?(schema|object|mode)|structured.?output|guided|grammar/i,
  },
  {
    part: 'maxTokens',
    fields: ['max_tokens', 'max_completion_tokens'],
    // The name alone is not enough: servers also name `max_tokens` when a prompt is too long.
    named:
      /max_(completion_)?tokens.*(unsupported|not (supported|permitted|allowed)|unrecognized|unknown|extra|instead|unexpected)|(unsupported|unrecognized|unknown|unexpected|extra).*max_(completion_)?tokens/i,
  },
  { part: 'streamOptions', fields: ['stream_options'], named: /stream_options|include_usage/i },
  { part: 'temperature', fields: ['temperature'], named: /temperature/i },
  { part: 'seed', fields: ['seed', 'random_seed'], named: /\b(random_)?seed\b/i },
  {
    part: 'effort',
    fields: ['reasoning_effort', 'reasoning', 'thinking', 'chat_template_kwargs'],
    named: /reasoning|thinking|effort|chat_template/i,
  },
  { part: 'serviceTier', fields: ['service_tier'], named: /service.?tier|flex|priority/i },
]
