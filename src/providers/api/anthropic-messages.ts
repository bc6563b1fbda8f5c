/** Anthropic's messages API. */
import type { Provider, ProviderNeeds } from '../provider.ts'
import { readAnthropicAnswer } from './anthropic-answer.ts'
import { ANTHROPIC_PARTS, ANTHROPIC_TIERS, anthropicBody } from './anthropic-request.ts'
import { createSdkProvider, type ApiServer } from './sdk-client.ts'
import { sendRequest } from './send.ts'

export const createMessagesProvider = (
  server: ApiServer,
  needs: ProviderNeeds,
  promptCache: boolean,
): Provider =>
  createSdkProvider(server, needs, {
    path: '/v1/messages',
    structuredModes: (modelId) =>
      KNOWS_ONLY_TOOLS.test(modelId) ? ['tool', 'none'] : ['json_schema', 'tool', 'none'],
    unsupported: ['seed'],
    serviceTiers: ANTHROPIC_TIERS,
    refusable: ANTHROPIC_PARTS,
    compose: (call) => anthropicBody(call, promptCache),
    send: async (call, body) => readAnthropicAnswer(call, await sendRequest(call, body)),
  })

/** Models older than structured outputs: https://platform.claude.com/docs/en/build-with-claude/structured-outputs */
const KNOWS_ONLY_TOOLS = /claude-(instant|2|3|(sonnet|opus)-4(-0)?(-\d{8})?$)/
