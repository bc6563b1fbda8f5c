/** Anthropic's messages API. */
import * as z from 'zod'
import { ProviderError } from '../core/errors.ts'
import type { Definition } from '../core/ports.ts'
import { note } from '../core/scope.ts'
import type { Answer, FinishReason } from '../core/types.ts'
import { bodyOf, DEFAULT_MAX_TOKENS } from './api/anthropic-request.ts'
import { providerOf, type Call, type Server } from './api/sdk-client.ts'
import { address, addressFrom, keyFrom } from './keys.ts'
import type { Provider, ProviderNeeds } from './provider.ts'
import { anthropicLimits } from './errors/rate-limits.ts'
import { send } from './api/send.ts'
import { usageOf } from './pricing/usage.ts'

const options = z.strictObject({
  baseUrl: address
    .optional()
    .describe('address of the API; default: ANTHROPIC_BASE_URL, https://api.anthropic.com'),
  promptCache: z
    .boolean()
    .optional()
    .describe(
      'let the API keep the long parts that requests share: a first use costs a quarter more, the next ones a tenth; default: true',
    ),
})

export const anthropic: Definition<Provider, ProviderNeeds, typeof options> = {
  name: 'anthropic',
  summary: `Anthropic; needs ANTHROPIC_API_KEY; a draft has at most ${DEFAULT_MAX_TOKENS} tokens unless maxTokens is set`,
  options,
  create({ baseUrl, promptCache = true }, needs) {
    const server = {
      baseURL: addressFrom(baseUrl, needs.env, 'ANTHROPIC_BASE_URL', 'https://api.anthropic.com'),
      key: keyFrom(needs.env, 'ANTHROPIC_API_KEY', 'Anthropic'),
      keyHeader: 'x-api-key',
      hints: { auth: 'check ANTHROPIC_API_KEY and what it may be used for' },
      limits: anthropicLimits,
      load: async (sdk) =>
        new (await import('@anthropic-ai/sdk')).Anthropic({ ...sdk, openTelemetry: false }),
    } satisfies Server
    return providerOf(server, needs, (call) => ask(call, promptCache))
  },
}

const string = z.string().nullish()
/** Odd figures are no reason to throw an answer away. */
const number = z.number().min(0).nullish().catch(undefined)
const counts = z
  .object({
    input_tokens: number,
    cache_creation_input_tokens: number,
    cache_read_input_tokens: number,
    output_tokens: number,
  })
  .nullish()
  .catch(undefined)

const event = z.object({
  type: z.string(),
  /** In message_start. */
  message: z.object({ model: string, usage: counts }).nullish(),
  /** In content_block_delta text or a tool's input, in message_delta why it stopped. */
  delta: z.object({ text: string, partial_json: string, stop_reason: string }).nullish(),
  /** In message_delta; totals so far. */
  usage: counts,
})

/** Always streamed: the API does not give long answers in one piece, and one way to read them is enough. */
async function ask(call: Call, promptCache: boolean): Promise<Answer> {
  const { id, request, scope } = call
  const { parts, header } = await send(call, '/v1/messages', bodyOf(id, request, promptCache))

  let text = ''
  let model = id
  let stopReason = ''
  let complete = false
  const used: Record<string, number> = {}
  for await (const each of parts) {
    const { type, message, delta, usage } = event.parse(each)
    const piece = delta?.text ?? delta?.partial_json ?? ''
    text += piece
    if (request.stream && piece !== '') note(scope, 'text-delta', { text: piece })
    model = message?.model || model
    stopReason = delta?.stop_reason ?? stopReason
    for (const [name, value] of Object.entries(message?.usage ?? usage ?? {})) {
      if (typeof value === 'number') used[name] = value
    }
    if (type === 'message_stop') complete = true
  }

  // The SDK ends the loop as if all were well when the connection was closed or the call aborted.
  if (!complete) throw new ProviderError('stream', 'the stream ended before the answer did')
  const { input_tokens: fresh, cache_creation_input_tokens: written = 0, output_tokens: output } = used
  const cached = used['cache_read_input_tokens']
  const input = fresh === undefined ? undefined : fresh + written + (cached ?? 0)
  return {
    text,
    model,
    finishReason: FINISH.get(stopReason) ?? 'stop',
    usage: usageOf({ input, output, cached, written }, request, text, call.price(model)),
    cached: false,
    requestId: header('request-id'),
  }
}

/** Everything else is a way to be done. */
const FINISH: ReadonlyMap<string, FinishReason> = new Map([
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['refusal', 'refusal'],
])
