import * as z from 'zod'
import { ANTHROPIC_VERSION, createMessagesProvider } from './api/anthropic-messages.ts'
import { createChatProvider, CHAT_MODES, type ChatServer } from './api/chat-completions.ts'
import { modelsRequestTo } from './environment.ts'
import { httpUrl } from '../util/schemas/http-url.ts'
import { openaiRateLimits } from './errors/rate-limit-headers.ts'
import type { AccessNeeds, Provider, ProviderDefinition, ProviderNeeds } from './provider.ts'
import { accessTo, checkKeyOptions, keyHint, keyVariablesIn, serverOptions } from './server-options.ts'
import { lazyStrictObject } from '../util/schemas/lazy-object.ts'

export const structuredOption = z
  .enum(CHAT_MODES)
  .optional()
  .describe('how requests ask for JSON: with a schema, for any JSON object, or only in the prompt')

const options = lazyStrictObject(() => ({
  baseUrl: httpUrl.describe('base URL of the API, up to and including /v1'),
  api: z
    .enum(['chat', 'anthropic'])
    .optional()
    .describe("the API of the server: chat completions (default), or Anthropic's messages"),
  structured: structuredOption,
  ...serverOptions(),
})).superRefine((given, context) => {
  checkKeyOptions(given, context)
  if (given.api === 'anthropic' && given.structured !== undefined) {
    context.addIssue({ code: 'custom', path: ['structured'], message: 'has no effect with api: anthropic' })
  }
})

type Options = z.output<typeof options>

export const compatible: ProviderDefinition<typeof options> = {
  name: 'compatible',
  summary: 'any other server with the chat completions API, or with that of Anthropic',
  options,
  servesAnyName: true,
  keyVariables: (given) => keyVariablesIn(given, {}),
  maxCalls: ({ limit }) => limit,
  prices: {},
  create(given, needs) {
    const { api, body, structured = 'json_schema' } = given
    const hints = { auth: keyHint(given, {}, needs.name), ...connectionHint(given.baseUrl) }
    const server = { ...connectionOf(given, needs), body, hints, prices: {} }
    return api === 'anthropic'
      ? createMessagesProvider(server, needs, true)
      : createCompatibleProvider({ ...server, structured: () => structured }, needs)
  },
  modelsRequest(given, needs) {
    const { baseURL, ...access } = connectionOf(given, needs)
    if (given.api !== 'anthropic') return modelsRequestTo(baseURL, access)
    const headers = { 'anthropic-version': ANTHROPIC_VERSION, ...access.headers }
    return modelsRequestTo(`${baseURL}/v1`, { ...access, headers })
  },
}

function connectionOf(given: Options, needs: AccessNeeds) {
  const isAnthropic = given.api === 'anthropic'
  const defaults = isAnthropic ? { keyHeader: 'x-api-key' as const } : {}
  // The paths of Anthropic's API contain /v1.
  const baseURL = isAnthropic ? given.baseUrl.replace(/(\/v1)?\/*$/, '') : given.baseUrl
  return { baseURL, ...accessTo({ options: given, defaults, baseUrl: given.baseUrl }, needs) }
}

export const connectionHint = (address: string) => ({
  connection: `check that the server is running and that its address is ${address}`,
})

export const createCompatibleProvider = (
  server: Omit<ChatServer, 'path' | 'rateLimitHeaders' | 'maxTokensField' | 'load'> &
    Partial<Pick<ChatServer, 'rateLimitHeaders' | 'maxTokensField'>>,
  needs: ProviderNeeds,
): Provider =>
  createChatProvider(
    {
      rateLimitHeaders: openaiRateLimits,
      maxTokensField: 'max_tokens',
      ...server,
      path: '/chat/completions',
      // If these were not null, the SDK would send OpenAI's identifiers from the environment to another company.
      load: async (sdk) => new (await import('openai')).OpenAI({ ...sdk, organization: null, project: null }),
    },
    needs,
  )
