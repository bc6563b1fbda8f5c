import * as z from 'zod'
import { createChatProvider, STRUCTURED_MODES, type ChatServer } from './api/chat-completions.ts'
import { baseUrlSchema, readKey } from './environment.ts'
import { openaiRateLimits } from './errors/rate-limit-headers.ts'
import type { Provider, ProviderDefinition, ProviderNeeds } from './provider.ts'

const options = z.strictObject({
  baseUrl: baseUrlSchema.describe('base URL of the API, up to and including /v1'),
  apiKeyEnv: z
    .string()
    .regex(/^[A-Za-z_]\w*$/, 'must be the name of an environment variable')
    .optional()
    .describe('environment variable that holds the key; default: no key is sent'),
  structured: z
    .enum(STRUCTURED_MODES)
    .default('json_schema')
    .describe('how the server is asked for JSON: with a schema, with any JSON object, or only in the prompt'),
})

export const compatible: ProviderDefinition<typeof options> = {
  name: 'compatible',
  summary: 'any server with the chat completions API: vLLM, llama.cpp, LM Studio, OpenRouter, ...',
  options,
  servesAnyName: true,
  keyVariables: ({ apiKeyEnv }) => (apiKeyEnv === undefined ? [] : [apiKeyEnv]),
  prices: {},
  create({ baseUrl, apiKeyEnv, structured }, needs) {
    const hints = {
      auth: apiKeyEnv === undefined ? `set providers.${needs.name}.apiKeyEnv` : `check ${apiKeyEnv}`,
      connection: `is the server running, and is ${baseUrl} its address?`,
    }
    const key = apiKeyEnv === undefined ? undefined : readKey(needs.env, apiKeyEnv, needs.name)
    return createCompatibleProvider({ baseURL: baseUrl, key, structured, hints, prices: {} }, needs)
  },
}

export const createCompatibleProvider = (
  server: Pick<ChatServer, 'baseURL' | 'key' | 'structured' | 'hints' | 'prices'>,
  needs: ProviderNeeds,
): Provider =>
  createChatProvider(
    {
      ...server,
      path: '/chat/completions',
      rateLimitHeaders: openaiRateLimits,
      maxTokensField: 'max_tokens',
      // Otherwise the SDK would send OpenAI's identifiers from the environment to another company's server.
      load: async (sdk) => new (await import('openai')).OpenAI({ ...sdk, organization: null, project: null }),
    },
    needs,
  )
