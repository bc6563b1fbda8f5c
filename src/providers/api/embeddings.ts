/** The embeddings API of OpenAI and of most servers with its chat completions API. */
import * as z from 'zod'
import { ProviderError } from '../../core/errors.ts'
import type { Answer } from '../../core/types.ts'
import { callUsage } from '../pricing/call-usage.ts'
import { chatUsage, reportedUsage } from './chat-usage.ts'
import { DONE } from './read-parts.ts'
import type { Api, ApiCall } from './sdk-client.ts'
import { sendRequest } from './send.ts'
import { lazyObject } from '../../util/schemas/lazy-object.ts'

const MAX_DIMENSIONS = 100_000

const response = lazyObject(() => ({
  model: z.string().nullish(),
  data: z.array(z.object({ embedding: z.array(z.number()).min(1).max(MAX_DIMENSIONS) })).length(1),
  usage: chatUsage,
}))

/** The text of an answer is the vector of the request's only message, as JSON. */
export const EMBEDDINGS: Api = {
  path: '/embeddings',
  structuredModes: () => ['none'],
  unsupported: ['structured', 'temperature', 'maxTokens', 'seed', 'effort', 'serviceTier'],
  serviceTiers: {},
  refusable: [],
  compose: ({ modelId, request }) => ({
    model: modelId,
    input: request.messages.map(({ content }) => content).join('\n'),
    encoding_format: 'float',
  }),
  send: async (call, body) => readEmbedding(call, await sendRequest(call, body)),
}

async function readEmbedding(
  { modelId, request, priceOf }: ApiCall,
  { parts, getHeader }: Awaited<ReturnType<typeof sendRequest>>,
): Promise<Answer> {
  for await (const part of parts) {
    if (part === DONE) break
    const { data: found, success } = response.safeParse(part)
    if (!success) break
    const { data, usage } = found
    const model = found.model || modelId
    return {
      text: JSON.stringify(data[0]?.embedding.map((value) => Math.round(value * 1e5) / 1e5)),
      model,
      finishReason: 'stop',
      cached: false,
      usage: callUsage(
        { ...reportedUsage(usage), output: 0 },
        { request, written: '', price: priceOf(model) },
      ),
      requestId: getHeader('x-request-id'),
    }
  }
  throw new ProviderError('protocol', `${modelId} answered without an embedding`)
}
