/** The chat completions API of OpenAI, Groq, Ollama and most other servers. */
import type { Provider, ProviderNeeds } from '../provider.ts'
import { readChatAnswer } from './chat-answer.ts'
import { CHAT_PARTS, chatBody, OPENAI_TIERS, type ChatDialect } from './chat-request.ts'
import { EMBEDDINGS } from './embeddings.ts'
import type { RequestPart } from './request-form.ts'
import { createSdkProvider, type ApiServer } from './sdk-client.ts'
import { sendRequest } from './send.ts'

export const CHAT_MODES = ['json_schema', 'json_object', 'none'] as const

export interface ChatServer extends ApiServer, ChatDialect {
  readonly path: string
  /** The strictest way in which the model can be asked for JSON. */
  readonly structured: (modelId: string) => (typeof CHAT_MODES)[number]
  /** Parts of a request that the server does not have; default: none. */
  readonly unsupported?: readonly RequestPart[] | undefined
}

export function createChatProvider(server: ChatServer, needs: ProviderNeeds): Provider {
  const embeddings = createSdkProvider(server, needs, EMBEDDINGS)
  const chat = createSdkProvider(server, needs, {
    path: server.path,
    structuredModes: (modelId) => CHAT_MODES.slice(CHAT_MODES.indexOf(server.structured(modelId))),
    unsupported: server.unsupported ?? [],
    serviceTiers: server.serviceTiers ?? OPENAI_TIERS,
    refusable: CHAT_PARTS,
    compose: ({ modelId, request, form }) => chatBody(server, modelId, request, form),
    send: async (call, body) => readChatAnswer(call, await sendRequest(call, body)),
  })
  return { ...chat, embedder: (id) => embeddings.model(id) }
}
