import * as z from 'zod'
import type { Definition } from '../core/ports.ts'
import { chatProvider } from './api/chat-completions.ts'
import { address, addressFrom, keyFrom } from './keys.ts'
import type { Provider, ProviderNeeds } from './provider.ts'
import { groqLimits } from './errors/rate-limits.ts'

const options = z.strictObject({
  baseUrl: address.optional().describe('address of the API; default: GROQ_BASE_URL, https://api.groq.com'),
})

export const groq: Definition<Provider, ProviderNeeds, typeof options> = {
  name: 'groq',
  summary: 'Groq; needs GROQ_API_KEY',
  options,
  create({ baseUrl }, needs) {
    const given = addressFrom(baseUrl, needs.env, 'GROQ_BASE_URL', 'https://api.groq.com')
    return chatProvider(
      {
        // Groq's own convention leaves this path out, that of other servers of its kind has it.
        baseURL: given.replace(/(\/openai\/v1)?\/*$/, ''),
        path: '/openai/v1/chat/completions',
        key: keyFrom(needs.env, 'GROQ_API_KEY', 'Groq'),
        hints: { auth: 'check GROQ_API_KEY' },
        limits: groqLimits,
        // Only some of its models take a schema, all take "any JSON object".
        structured: 'json_object',
        limit: 'max_completion_tokens',
        load: async (sdk) => new (await import('groq-sdk')).Groq(sdk),
      },
      needs,
    )
  },
}
