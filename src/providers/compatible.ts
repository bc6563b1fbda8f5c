import * as z from 'zod'
import type { Definition } from '../core/ports.ts'
import { chatProvider, STRUCTURED, type ChatServer } from './api/chat-completions.ts'
import { address, keyFrom } from './keys.ts'
import type { Provider, ProviderNeeds } from './provider.ts'
import { openaiLimits } from './errors/rate-limits.ts'

const options = z.strictObject({
  baseUrl: address.describe('address of the API, up to and including /v1'),
  apiKeyEnv: z
    .string()
    .regex(/^[A-Za-z_]\w*$/, 'expected the name of an environment variable')
    .optional()
    .describe('environment variable that holds the key; default: no key is sent'),
  structured: z
    .enum(STRUCTURED)
    .default('json_schema')
    .describe('how the server can be held to JSON answers: by a schema, as any object, or not at all'),
})

export const compatible: Definition<Provider, ProviderNeeds, typeof options> = {
  name: 'compatible',
  summary: 'any server with the chat completions API: vLLM, llama.cpp, LM Studio, OpenRouter, ...',
  options,
  create({ baseUrl, apiKeyEnv, structured }, needs) {
    const hints = {
      auth: apiKeyEnv === undefined ? `set providers.${needs.name}.apiKeyEnv` : `check ${apiKeyEnv}`,
      connection: `is the server running, and is ${baseUrl} its address?`,
    }
    const key = apiKeyEnv === undefined ? undefined : keyFrom(needs.env, apiKeyEnv, needs.name)
    return compatibleProvider({ baseURL: baseUrl, key, structured, hints }, needs)
  },
}

export const compatibleProvider = (
  server: Pick<ChatServer, 'baseURL' | 'key' | 'structured' | 'hints' | 'price'>,
  needs: ProviderNeeds,
): Provider =>
  chatProvider(
    {
      ...server,
      path: '/chat/completions',
      limits: openaiLimits,
      limit: 'max_tokens',
      // The names in the environment belong to OpenAI, and are none of this server's business.
      load: async (sdk) => new (await import('openai')).OpenAI({ ...sdk, organization: null, project: null }),
    },
    needs,
  )
