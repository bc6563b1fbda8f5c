import * as z from 'zod'
import type { Definition } from '../core/ports.ts'
import { chatProvider } from './api/chat-completions.ts'
import { address, addressFrom, keyFrom } from './keys.ts'
import type { Provider, ProviderNeeds } from './provider.ts'
import { openaiLimits } from './errors/rate-limits.ts'

const options = z.strictObject({
  baseUrl: address
    .optional()
    .describe('address of the API; default: OPENAI_BASE_URL, https://api.openai.com/v1'),
})

export const openai: Definition<Provider, ProviderNeeds, typeof options> = {
  name: 'openai',
  summary: 'OpenAI; needs OPENAI_API_KEY',
  options,
  create({ baseUrl }, needs) {
    const { env } = needs
    const account = { organization: env['OPENAI_ORG_ID'] || null, project: env['OPENAI_PROJECT_ID'] || null }
    return chatProvider(
      {
        baseURL: addressFrom(baseUrl, env, 'OPENAI_BASE_URL', 'https://api.openai.com/v1'),
        path: '/chat/completions',
        key: keyFrom(env, 'OPENAI_API_KEY', 'OpenAI'),
        hints: { auth: 'check OPENAI_API_KEY and what it may be used for' },
        limits: openaiLimits,
        structured: 'json_schema',
        limit: 'max_completion_tokens',
        load: async (sdk) => new (await import('openai')).OpenAI({ ...sdk, ...account }),
      },
      needs,
    )
  },
}
