import * as z from 'zod'
import { createChatProvider, CHAT_MODES, type ChatServer } from './api/chat-completions.ts'
import { baseUrlSchema, modelsRequestTo, readKey } from './environment.ts'
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
    .enum(CHAT_MODES)
    .default('json_schema')
    .describe('how requests ask for JSON: with a schema, for any JSON object, or only in the prompt'),
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
      auth:
        apiKeyEnv === undefined
          ? `set providers.${needs.name}.apiKeyEnv to the environment variable that holds the key`
          : `check ${apiKeyEnv}`,
      connection: `check that the server is running and that its address is ${baseUrl}`,
    }
    const key = keyIn(apiKeyEnv, needs)
    return createCompatibleProvider(
      { baseURL: baseUrl, key, structured: () => structured, hints, prices: {} },
      needs,
    )
  },
  modelsRequest: ({ baseUrl, apiKeyEnv }, needs) => modelsRequestTo(baseUrl, keyIn(apiKeyEnv, needs)),
}

const keyIn = (
  variable: string | undefined,
  { env, name }: Pick<ProviderNeeds, 'env' | 'name'>,
): string | undefined => (variable === undefined ? undefined : readKey(env, variable, name))

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
      // If these were not null, the SDK would send OpenAI's identifiers from the environment to another
      // company.
      load: async (sdk) => new (await import('openai')).OpenAI({ ...sdk, organization: null, project: null }),
    },
    needs,
  )
