import * as z from 'zod'
import { createChatProvider } from './api/chat-completions.ts'
import { baseUrlSchema, readBaseUrl, readKey } from './environment.ts'
import { groqRateLimits } from './errors/rate-limit-headers.ts'
import { GROQ_PRICES } from './pricing/price-list.ts'
import type { ProviderDefinition } from './provider.ts'

const options = z.strictObject({
  baseUrl: baseUrlSchema
    .optional()
    .describe('base URL of the API; default: GROQ_BASE_URL, https://api.groq.com'),
})

export const groq: ProviderDefinition<typeof options> = {
  name: 'groq',
  summary: 'Groq; needs GROQ_API_KEY',
  options,
  keyVariables: () => ['GROQ_API_KEY'],
  prices: GROQ_PRICES,
  create({ baseUrl }, needs) {
    const url = readBaseUrl(baseUrl, needs.env, 'GROQ_BASE_URL', 'https://api.groq.com')
    return createChatProvider(
      {
        // Groq's own base URLs do not include this path, but those of similar servers do.
        baseURL: url.replace(/(\/openai\/v1)?\/*$/, ''),
        path: '/openai/v1/chat/completions',
        key: readKey(needs.env, 'GROQ_API_KEY', 'Groq'),
        hints: { auth: 'check GROQ_API_KEY' },
        rateLimitHeaders: groqRateLimits,
        prices: GROQ_PRICES,
        // Only some of its models accept a schema; all accept "any JSON object".
        structured: 'json_object',
        maxTokensField: 'max_completion_tokens',
        load: async (sdk) => new (await import('groq-sdk')).Groq(sdk),
      },
      needs,
    )
  },
}
