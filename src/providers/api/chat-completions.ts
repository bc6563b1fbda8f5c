/** The chat completions API of OpenAI, Groq, Ollama and most other servers. */
import * as z from 'zod'
import { ProviderError } from '../../core/errors.ts'
import { schemaRequest } from '../../core/phrases/schema-request.ts'
import type { AnswerSchema, ModelRequest } from '../../core/ports.ts'
import type { Answer, FinishReason, Message } from '../../core/types.ts'
import { callUsage } from '../pricing/call-usage.ts'
import type { Provider, ProviderNeeds } from '../provider.ts'
import { createSdkProvider, type ApiCall, type ApiServer } from './sdk-client.ts'
import { sendRequest } from './send.ts'
import { mergeTurns } from './turns.ts'

/** How a server is asked for a JSON answer: with its schema, with "any JSON object", or only in the prompt. */
export const STRUCTURED_MODES = ['json_schema', 'json_object', 'none'] as const

export interface ChatServer extends Omit<ApiServer, 'keyHeader'> {
  readonly path: string
  readonly structured: (typeof STRUCTURED_MODES)[number]
  /** OpenAI's reasoning models reject the older name; many other servers ignore the newer one. */
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens'
}

export const createChatProvider = (server: ChatServer, needs: ProviderNeeds): Provider =>
  createSdkProvider({ ...server, keyHeader: 'authorization' }, needs, (call) => requestAnswer(server, call))

const string = z.string().nullish()
/** Invalid figures do not invalidate an answer. */
const number = z.number().min(0).nullish().catch(undefined)
const message = z.object({ content: string, refusal: string }).nullish()
const tokenUsage = z
  .object({
    prompt_tokens: number,
    completion_tokens: number,
    prompt_tokens_details: z
      .object({ cached_tokens: number, cache_write_tokens: number })
      .nullish()
      .catch(undefined),
    /** Groq: in seconds. */
    total_time: number,
  })
  .nullish()
  .catch(undefined)

/** A whole answer has `message`, an event of a stream has `delta`; they are the same otherwise. */
const answerPart = z.object({
  model: string,
  choices: z.array(z.object({ message, delta: message, finish_reason: string })).nullish(),
  usage: tokenUsage,
  x_groq: z.object({ usage: tokenUsage, error: string }).nullish(),
  error: z.unknown().optional(),
})

async function requestAnswer(server: ChatServer, call: ApiCall): Promise<Answer> {
  const { modelId, request } = call
  const { parts, getHeader } = await sendRequest(call, server.path, chatBody(server, modelId, request))

  const contents: string[] = []
  let refusal = ''
  let model = modelId
  let finish: string | undefined
  let usage: z.output<typeof tokenUsage>
  for await (const each of parts) {
    const { choices, x_groq, ...part } = answerPart.parse(each)
    if (part.error) throw Object.assign(new Error('an error instead of an answer'), { error: part.error })
    if (x_groq?.error) throw new ProviderError('stream', x_groq.error)
    const choice = choices?.[0]
    const piece = choice?.message ?? choice?.delta
    if (typeof piece?.content === 'string') contents.push(piece.content)
    if (request.stream && piece?.content) request.onDelta?.(piece.content)
    refusal += piece?.refusal ?? ''
    model = part.model || model
    finish = choice?.finish_reason ?? finish
    usage = part.usage ?? x_groq?.usage ?? usage
  }

  // A closed connection ends the loop without an error.
  if (request.stream && !finish)
    throw new ProviderError('stream', 'the stream ended before the answer was complete')
  if (finish === 'error')
    throw new ProviderError('server', 'the server reported an error in the middle of the answer')
  const finishReason = refusal === '' ? (FINISH_REASONS.get(finish) ?? 'stop') : 'refusal'
  if (contents.length === 0 && finishReason === 'stop') {
    throw new ProviderError('protocol', 'no text in choices[0].message.content')
  }
  const text = contents.join('') || refusal
  const reported = {
    input: usage?.prompt_tokens,
    output: usage?.completion_tokens,
    cached: usage?.prompt_tokens_details?.cached_tokens,
    written: usage?.prompt_tokens_details?.cache_write_tokens,
  }
  return {
    text,
    model,
    finishReason,
    usage: callUsage(reported, request, text, call.priceOf(model)),
    cached: false,
    requestId: getHeader('x-request-id'),
    processingMs: readProcessingMs(getHeader('openai-processing-ms'), usage?.total_time),
  }
}

/** All other reasons mean `stop`. */
const FINISH_REASONS: ReadonlyMap<string | undefined, FinishReason> = new Map([
  ['length', 'length'],
  ['max_tokens', 'length'],
  ['content_filter', 'refusal'],
])

function readProcessingMs(
  header: string | undefined,
  seconds: number | null | undefined,
): number | undefined {
  const processingMs = header === undefined ? (seconds ?? Number.NaN) * 1000 : Number(header)
  return processingMs >= 0 ? processingMs : undefined
}

/** Undefined fields are not sent. Reasoning models reject any temperature, so there is no default. */
const chatBody = (server: ChatServer, modelId: string, request: ModelRequest) => ({
  model: modelId,
  messages: mergeTurns(messagesFor(server, request)),
  [server.maxTokensField]: request.maxTokens,
  temperature: request.temperature,
  // Each sample must differ, also with a seed.
  seed: request.seed === undefined ? undefined : request.seed + (request.sample ?? 0),
  response_format: request.schema && responseFormat(server, request.schema),
  stream: request.stream,
  stream_options: request.stream ? { include_usage: true } : undefined,
})

const responseFormat = ({ structured }: ChatServer, { name, schema }: AnswerSchema) =>
  ({
    json_schema: { type: 'json_schema', json_schema: { name, schema, strict: true } },
    json_object: { type: 'json_object' },
    none: undefined,
  })[structured]

/** A schema that the API does not accept goes into the prompt, at the end: requests keep their common prefix. */
function messagesFor({ structured }: ChatServer, { messages, schema }: ModelRequest): readonly Message[] {
  if (!schema || structured === 'json_schema') return messages
  return [...messages, { role: 'user', content: schemaRequest(schema.schema) }]
}
