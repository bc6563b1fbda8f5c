/** Anthropic's messages API. */
import * as z from 'zod'
import { ProviderError } from '../core/errors.ts'
import type { Answer, FinishReason } from '../core/types.ts'
import { anthropicBody, DEFAULT_MAX_TOKENS } from './api/anthropic-request.ts'
import { createSdkProvider, type ApiCall, type ApiServer } from './api/sdk-client.ts'
import { sendRequest } from './api/send.ts'
import { baseUrlSchema, readBaseUrl, readKey } from './environment.ts'
import { anthropicRateLimits } from './errors/rate-limit-headers.ts'
import { callUsage } from './pricing/call-usage.ts'
import { ANTHROPIC_PRICES } from './pricing/price-list.ts'
import type { ProviderDefinition } from './provider.ts'

const options = z.strictObject({
  baseUrl: baseUrlSchema
    .optional()
    .describe('base URL of the API; default: ANTHROPIC_BASE_URL, https://api.anthropic.com'),
  promptCache: z
    .boolean()
    .optional()
    .describe(
      'cache the long parts that requests have in common: the first use costs a quarter more, later ones a tenth; default: true',
    ),
})

export const anthropic: ProviderDefinition<typeof options> = {
  name: 'anthropic',
  summary: `Anthropic; needs ANTHROPIC_API_KEY; a draft has at most ${DEFAULT_MAX_TOKENS} tokens unless maxTokens is set`,
  options,
  keyVariables: () => ['ANTHROPIC_API_KEY'],
  prices: ANTHROPIC_PRICES,
  create({ baseUrl, promptCache = true }, needs) {
    const server = {
      baseURL: readBaseUrl(baseUrl, needs.env, 'ANTHROPIC_BASE_URL', 'https://api.anthropic.com'),
      key: readKey(needs.env, 'ANTHROPIC_API_KEY', 'Anthropic'),
      keyHeader: 'x-api-key',
      hints: { auth: 'check ANTHROPIC_API_KEY and its permissions' },
      rateLimitHeaders: anthropicRateLimits,
      prices: ANTHROPIC_PRICES,
      load: async (sdk) =>
        new (await import('@anthropic-ai/sdk')).Anthropic({ ...sdk, openTelemetry: false }),
    } satisfies ApiServer
    return createSdkProvider(server, needs, (call) => requestAnswer(call, promptCache))
  },
}

const string = z.string().nullish()
/** Invalid figures do not invalidate an answer. */
const number = z.number().min(0).nullish().catch(undefined)
const tokenUsage = z
  .object({
    input_tokens: number,
    cache_creation_input_tokens: number,
    cache_read_input_tokens: number,
    output_tokens: number,
  })
  .nullish()
  .catch(undefined)

const streamEvent = z.object({
  type: z.string(),
  /** In message_start. */
  message: z.object({ model: string, usage: tokenUsage }).nullish(),
  /** In content_block_delta: text or tool input. In message_delta: the stop reason. */
  delta: z.object({ text: string, partial_json: string, stop_reason: string }).nullish(),
  /** In message_delta: totals so far. */
  usage: tokenUsage,
})

/** Always streams: the API requires it for long answers. */
async function requestAnswer(call: ApiCall, promptCache: boolean): Promise<Answer> {
  const { modelId, request } = call
  const body = anthropicBody(modelId, request, promptCache)
  const { parts, getHeader } = await sendRequest(call, '/v1/messages', body)

  let text = ''
  let model = modelId
  let stopReason = ''
  let isComplete = false
  const counts: Record<string, number> = {}
  for await (const part of parts) {
    const { type, message, delta, usage } = streamEvent.parse(part)
    const piece = delta?.text ?? delta?.partial_json ?? ''
    text += piece
    if (request.stream && piece !== '') request.onDelta?.(piece)
    model = message?.model || model
    stopReason = delta?.stop_reason ?? stopReason
    for (const [name, value] of Object.entries(message?.usage ?? usage ?? {})) {
      if (typeof value === 'number') counts[name] = value
    }
    if (type === 'message_stop') isComplete = true
  }

  // A closed connection ends the loop without an error.
  if (!isComplete) throw new ProviderError('stream', 'the stream ended before the answer was complete')
  const { input_tokens: uncached, cache_creation_input_tokens: written = 0, output_tokens: output } = counts
  const cached = counts['cache_read_input_tokens']
  const input = uncached === undefined ? undefined : uncached + written + (cached ?? 0)
  return {
    text,
    model,
    finishReason: FINISH_REASONS.get(stopReason) ?? 'stop',
    usage: callUsage({ input, output, cached, written }, request, text, call.priceOf(model)),
    cached: false,
    requestId: getHeader('request-id'),
  }
}

/** All other reasons mean `stop`. */
const FINISH_REASONS: ReadonlyMap<string, FinishReason> = new Map([
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['refusal', 'refusal'],
])
