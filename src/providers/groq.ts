import { createChatProvider } from './api/chat-completions.ts'
import { modelsRequestTo, readBaseUrl, readKey } from './environment.ts'
import { httpUrl } from '../util/schemas/http-url.ts'
import { groqRateLimits } from './errors/rate-limit-headers.ts'
import { bundledPrices } from './pricing/model-list.ts'
import type { ProviderDefinition, ProviderNeeds } from './provider.ts'
import { lazyStrictObject } from '../util/schemas/lazy-object.ts'

const options = lazyStrictObject(() => ({
  baseUrl: httpUrl.optional().describe('base URL of the API; default: GROQ_BASE_URL, https://api.groq.com'),
}))

export const groq: ProviderDefinition<typeof options> = {
  name: 'groq',
  summary: 'Groq; needs GROQ_API_KEY',
  options,
  keyVariables: () => ['GROQ_API_KEY'],
  get prices() {
    return bundledPrices('groq')
  },
  create({ baseUrl }, needs) {
    return createChatProvider(
      {
        baseURL: urlOf(baseUrl, needs.env),
        path: '/openai/v1/chat/completions',
        key: keyIn(needs.env),
        hints: { auth: 'check GROQ_API_KEY' },
        rateLimitHeaders: groqRateLimits,
        prices: bundledPrices('groq'),
        structured: () => 'json_schema',
        streamsNoSchema: true,
        serviceTiers: { auto: 'auto', flex: 'flex', priority: 'performance' },
        maxTokensField: 'max_completion_tokens',
        load: async (sdk) => new (await import('groq-sdk')).Groq(sdk),
      },
      needs,
    )
  },
  modelsRequest: ({ baseUrl }, { env }) =>
    modelsRequestTo(`${urlOf(baseUrl, env)}/openai/v1`, { key: keyIn(env) }),
}

/** Groq's own base URLs do not include `/openai/v1`, but those of similar servers do. */
const urlOf = (baseUrl: string | undefined, env: ProviderNeeds['env']): string =>
  readBaseUrl(baseUrl, env, 'GROQ_BASE_URL', 'https://api.groq.com').replace(/(\/openai\/v1)?\/*$/, '')

const keyIn = (env: ProviderNeeds['env']): string => readKey(env, 'GROQ_API_KEY', 'Groq')
