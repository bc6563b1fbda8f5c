import * as z from 'zod'
import { createChatProvider } from './api/chat-completions.ts'
import { baseUrlSchema, readBaseUrl, readKey } from './environment.ts'
import { openaiRateLimits } from './errors/rate-limit-headers.ts'
import { OPENAI_PRICES } from './pricing/price-list.ts'
import type { ProviderDefinition } from './provider.ts'

const options = z.strictObject({
  baseUrl: baseUrlSchema
    .optional()
    .describe('base URL of the API; default: OPENAI_BASE_URL, https://api.openai.com/v1'),
})

export const openai: ProviderDefinition<typeof options> = {
  name: 'openai',
  summary: 'OpenAI; needs OPENAI_API_KEY',
  options,
  keyVariables: () => ['OPENAI_API_KEY'],
  prices: OPENAI_PRICES,
  create({ baseUrl }, needs) {
    const { env } = needs
    const account = { organization: env['OPENAI_ORG_ID'] || null, project: env['OPENAI_PROJECT_ID'] || null }
    return createChatProvider(
      {
        baseURL: readBaseUrl(baseUrl, env, 'OPENAI_BASE_URL', 'https://api.openai.com/v1'),
        path: '/chat/completions',
        key: readKey(env, 'OPENAI_API_KEY', 'OpenAI'),
        hints: { auth: 'check OPENAI_API_KEY and its permissions' },
        rateLimitHeaders: openaiRateLimits,
        prices: OPENAI_PRICES,
        structured: 'json_schema',
        maxTokensField: 'max_completion_tokens',
        load: async (sdk) => new (await import('openai')).OpenAI({ ...sdk, ...account }),
      },
      needs,
    )
  },
}
