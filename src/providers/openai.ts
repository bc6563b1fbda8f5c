import { createChatProvider } from './api/chat-completions.ts'
import { modelsRequestTo, readBaseUrl, readKey } from './environment.ts'
import { httpUrl } from '../util/schemas/http-url.ts'
import { openaiRateLimits } from './errors/rate-limit-headers.ts'
import { bundledPrices } from './pricing/model-list.ts'
import type { ProviderDefinition, ProviderNeeds } from './provider.ts'
import { lazyStrictObject } from '../util/schemas/lazy-object.ts'

const options = lazyStrictObject(() => ({
  baseUrl: httpUrl
    .optional()
    .describe('base URL of the API; default: OPENAI_BASE_URL, https://api.openai.com/v1'),
}))

export const openai: ProviderDefinition<typeof options> = {
  name: 'openai',
  summary: 'OpenAI; needs OPENAI_API_KEY',
  options,
  keyVariables: () => ['OPENAI_API_KEY'],
  get prices() {
    return bundledPrices('openai')
  },
  create({ baseUrl }, needs) {
    const { env } = needs
    const account = { organization: env['OPENAI_ORG_ID'] || null, project: env['OPENAI_PROJECT_ID'] || null }
    return createChatProvider(
      {
        baseURL: urlOf(baseUrl, env),
        path: '/chat/completions',
        key: keyIn(env),
        hints: { auth: 'check OPENAI_API_KEY and its permissions' },
        rateLimitHeaders: openaiRateLimits,
        prices: bundledPrices('openai'),
        structured: () => 'json_schema',
        maxTokensField: 'max_completion_tokens',
        load: async (sdk) => new (await import('openai')).OpenAI({ ...sdk, ...account }),
      },
      needs,
    )
  },
  modelsRequest: ({ baseUrl }, { env }) => modelsRequestTo(urlOf(baseUrl, env), { key: keyIn(env) }),
}

const urlOf = (baseUrl: string | undefined, env: ProviderNeeds['env']): string =>
  readBaseUrl(baseUrl, env, 'OPENAI_BASE_URL', 'https://api.openai.com/v1')

const keyIn = (env: ProviderNeeds['env']): string => readKey(env, 'OPENAI_API_KEY', 'OpenAI')
