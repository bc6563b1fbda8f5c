/** The chat completions API of OpenAI, Groq, Ollama and most other servers. */
import type { Provider, ProviderNeeds } from '../provider.ts'
import { readChatAnswer } from './chat-answer.ts'
import { CHAT_PARTS, chatBody, OPENAI_TIERS, type ChatDialect } from './chat-request.ts'
import { createSdkProvider, type ApiServer } from './sdk-client.ts'
import { sendRequest } from './send.ts'

export const CHAT_MODES = ['json_schema', 'json_object', 'none'] as const

export interface ChatServer extends Omit<ApiServer, 'keyHeader'>, ChatDialect {
  readonly path: string
  /** The strictest way in which the model can be asked for JSON. */
  readonly structured: (modelId: string) => (typeof CHAT_MODES)[number]
}

export const createChatProvider = (server: ChatServer, needs: ProviderNeeds): Provider =>
  createSdkProvider({ ...server, keyHeader: 'authorization' }, needs, {
    structuredModes: (modelId) => CHAT_MODES.slice(CHAT_MODES.indexOf(server.structured(modelId))),
    unsupported: [],
    serviceTiers: server.serviceTiers ?? OPENAI_TIERS,
    refusable: CHAT_PARTS,
    compose: ({ modelId, request, form }) => chatBody(server, modelId, request, form),
    send: async (call, body) => readChatAnswer(call, await sendRequest(call, server.path, body)),
  })
