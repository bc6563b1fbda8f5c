import * as z from 'zod'
import { ANTHROPIC_VERSION, createMessagesProvider } from './api/anthropic-messages.ts'
import { DEFAULT_MAX_TOKENS } from './api/anthropic-request.ts'
import { readBaseUrl, readKey } from './environment.ts'
import { httpUrl } from '../util/schemas/http-url.ts'
import { bundledPrices } from './pricing/model-list.ts'
import type { ProviderDefinition, ProviderNeeds } from './provider.ts'
import { lazyStrictObject } from '../util/schemas/lazy-object.ts'

const options = lazyStrictObject(() => ({
  baseUrl: httpUrl
    .optional()
    .describe('base URL of the API; default: ANTHROPIC_BASE_URL, https://api.anthropic.com'),
  promptCache: z
    .boolean()
    .optional()
    .describe(
      'cache the long beginning that requests share: writing it to the cache costs a quarter more than other input, reading it costs a tenth; default: true',
    ),
}))

export const anthropic: ProviderDefinition<typeof options> = {
  name: 'anthropic',
  summary: `Anthropic; needs ANTHROPIC_API_KEY; a draft has at most ${DEFAULT_MAX_TOKENS} tokens unless maxTokens is set`,
  options,
  keyVariables: () => ['ANTHROPIC_API_KEY'],
  get prices() {
    return bundledPrices('anthropic')
  },
  create({ baseUrl, promptCache = true }, needs) {
    const server = {
      baseURL: urlOf(baseUrl, needs.env),
      key: keyIn(needs.env),
      keyHeader: 'x-api-key',
      hints: { auth: 'check ANTHROPIC_API_KEY and its permissions' },
      prices: bundledPrices('anthropic'),
    } as const
    return createMessagesProvider(server, needs, promptCache)
  },
  modelsRequest: ({ baseUrl }, { env }) => ({
    // Without a limit, the response contains only 20 models.
    url: `${urlOf(baseUrl, env).replace(/\/+$/, '')}/v1/models?limit=1000`,
    headers: { 'anthropic-version': ANTHROPIC_VERSION },
    key: keyIn(env),
    keyHeader: 'x-api-key',
  }),
}

const urlOf = (baseUrl: string | undefined, env: ProviderNeeds['env']): string =>
  readBaseUrl(baseUrl, env, 'ANTHROPIC_BASE_URL', 'https://api.anthropic.com')

const keyIn = (env: ProviderNeeds['env']): string => readKey(env, 'ANTHROPIC_API_KEY', 'Anthropic')
