/** The chat completions API, which OpenAI, Groq, Ollama and most other servers speak. */
import * as z from 'zod'
import { ProviderError } from '../../core/errors.ts'
import type { AnswerSchema, ModelRequest } from '../../core/ports.ts'
import { note } from '../../core/scope.ts'
import type { Answer, FinishReason, Message } from '../../core/types.ts'
import { providerOf, type Call, type Server } from './sdk-client.ts'
import type { Provider, ProviderNeeds } from '../provider.ts'
import { send } from './send.ts'
import { turnsOf } from './turns.ts'
import { usageOf } from '../pricing/usage.ts'

/** How a server can be held to a JSON schema: by it, by "any JSON object", or by asking nicely. */
export const STRUCTURED = ['json_schema', 'json_object', 'none'] as const

export interface ChatServer extends Omit<Server, 'keyHeader'> {
  readonly path: string
  readonly structured: (typeof STRUCTURED)[number]
  /** OpenAI's reasoning models refuse the older name; many other servers do not know the newer. */
  readonly limit: 'max_tokens' | 'max_completion_tokens'
}

export const chatProvider = (server: ChatServer, needs: ProviderNeeds): Provider =>
  providerOf({ ...server, keyHeader: 'authorization' }, needs, (call) => ask(server, call))

const string = z.string().nullish()
/** Odd figures are no reason to throw an answer away. */
const number = z.number().min(0).nullish().catch(undefined)
const words = z.object({ content: string, refusal: string }).nullish()
const counts = z
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

/** A whole answer or a piece of one: they differ only in `message` and `delta`. */
const part = z.object({
  model: string,
  choices: z.array(z.object({ message: words, delta: words, finish_reason: string })).nullish(),
  usage: counts,
  x_groq: z.object({ usage: counts, error: string }).nullish(),
  error: z.unknown().optional(),
})

async function ask(server: ChatServer, call: Call): Promise<Answer> {
  const { id, request, scope } = call
  const { parts, header } = await send(call, server.path, bodyOf(server, id, request))

  const contents: string[] = []
  let refusal = ''
  let model = id
  let finish: string | undefined
  let used: z.output<typeof counts>
  for await (const each of parts) {
    const { choices, x_groq, ...told } = part.parse(each)
    if (told.error) throw Object.assign(new Error('an error for an answer'), { error: told.error })
    if (x_groq?.error) throw new ProviderError('stream', x_groq.error)
    const choice = choices?.[0]
    const piece = choice?.message ?? choice?.delta
    if (typeof piece?.content === 'string') contents.push(piece.content)
    if (request.stream && piece?.content) note(scope, 'text-delta', { text: piece.content })
    refusal += piece?.refusal ?? ''
    model = told.model || model
    finish = choice?.finish_reason ?? finish
    used = told.usage ?? x_groq?.usage ?? used
  }

  // The SDKs end the loop as if all were well when the connection was closed or the call aborted.
  if (request.stream && !finish) throw new ProviderError('stream', 'the stream ended before the answer did')
  if (finish === 'error') throw new ProviderError('server', 'the server gave the answer up')
  const finishReason = refusal === '' ? (FINISH.get(finish) ?? 'stop') : 'refusal'
  if (contents.length === 0 && finishReason === 'stop') {
    throw new ProviderError('protocol', 'no text in choices[0].message.content')
  }
  const text = contents.join('') || refusal
  const counted = {
    input: used?.prompt_tokens,
    output: used?.completion_tokens,
    cached: used?.prompt_tokens_details?.cached_tokens,
    written: used?.prompt_tokens_details?.cache_write_tokens,
  }
  return {
    text,
    model,
    finishReason,
    usage: usageOf(counted, request, text, call.price(model)),
    cached: false,
    requestId: header('x-request-id'),
    processingMs: milliseconds(header('openai-processing-ms'), used?.total_time),
  }
}

/** Everything else is a way to be done. */
const FINISH: ReadonlyMap<string | undefined, FinishReason> = new Map([
  ['length', 'length'],
  ['max_tokens', 'length'],
  ['content_filter', 'refusal'],
])

function milliseconds(header: string | undefined, seconds: number | null | undefined): number | undefined {
  const told = header === undefined ? (seconds ?? Number.NaN) * 1000 : Number(header)
  return told >= 0 ? told : undefined
}

/** What is undefined here is not sent. Reasoning models refuse a temperature, so none is sent unasked. */
const bodyOf = (server: ChatServer, id: string, request: ModelRequest) => ({
  model: id,
  messages: turnsOf(messagesOf(server, request)),
  [server.limit]: request.maxTokens,
  temperature: request.temperature,
  // Another sample is to be another answer.
  seed: request.seed === undefined ? undefined : request.seed + (request.sample ?? 0),
  response_format: request.schema && formatOf(server, request.schema),
  stream: request.stream,
  stream_options: request.stream ? { include_usage: true } : undefined,
})

const formatOf = ({ structured }: ChatServer, { name, schema }: AnswerSchema) =>
  ({
    json_schema: { type: 'json_schema', json_schema: { name, schema, strict: true } },
    json_object: { type: 'json_object' },
    none: undefined,
  })[structured]

/** Where the API does not take the schema, the model is told, last: what comes before is the same for others. */
function messagesOf({ structured }: ChatServer, { messages, schema }: ModelRequest): readonly Message[] {
  if (!schema || structured === 'json_schema') return messages
  const order = `Answer with one JSON object, and nothing else, that matches this JSON Schema:\n${JSON.stringify(schema.schema)}`
  return [...messages, { role: 'user', content: order }]
}
