/** Anthropic's messages API. */
import { anthropicRateLimits } from '../errors/rate-limit-headers.ts'
import type { Provider, ProviderNeeds } from '../provider.ts'
import { readAnthropicAnswer } from './anthropic-answer.ts'
import { ANTHROPIC_PARTS, ANTHROPIC_TIERS, anthropicBody } from './anthropic-request.ts'
import { createSdkProvider, type ApiServer } from './sdk-client.ts'
import { sendRequest } from './send.ts'

/** The version of the API that requests ask for. */
export const ANTHROPIC_VERSION = '2023-06-01'

export const createMessagesProvider = (
  server: Omit<ApiServer, 'rateLimitHeaders' | 'load'>,
  needs: ProviderNeeds,
  promptCache: boolean,
): Provider =>
  createSdkProvider({ ...server, rateLimitHeaders: anthropicRateLimits, load }, needs, {
    path: '/v1/messages',
    structuredModes: (modelId) =>
      KNOWS_ONLY_TOOLS.test(modelId) ? ['tool', 'none'] : ['json_schema', 'tool', 'none'],
    unsupported: ['seed'],
    serviceTiers: ANTHROPIC_TIERS,
    refusable: ANTHROPIC_PARTS,
    compose: (call) => anthropicBody(call, promptCache),
    send: async (call, body) => readAnthropicAnswer(call, await sendRequest(call, body)),
  })

const load: ApiServer['load'] = async (sdk) =>
  new (await import('@anthropic-ai/sdk')).Anthropic({ ...sdk, openTelemetry: false })

/** Models older than structured outputs: https://platform.claude.com/docs/en/build-with-claude/structured-outputs */
const KNOWS_ONLY_TOOLS = /claude-(instant|2|3|(sonnet|opus)-4(-0)?(-\d{8})?$)/
