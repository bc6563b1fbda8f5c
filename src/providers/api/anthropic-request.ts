/** The request body of Anthropic's messages API. */
import type { ModelRequest } from '../../core/ports.ts'
import type { Message } from '../../core/types.ts'
import { estimateTokens } from '../../util/tokens.ts'
import { mergeTurns } from './turns.ts'

/** The API requires a limit. Enough for about 3000 words. */
export const DEFAULT_MAX_TOKENS = 4096

interface ContentBlock {
  readonly type: 'text'
  readonly text: string
  readonly cache_control?: { readonly type: 'ephemeral' }
}

/** Undefined fields are not sent. The API has no seed; a schema becomes the input of a tool that the model must call. */
export function anthropicBody(
  modelId: string,
  { messages, schema, maxTokens, temperature }: ModelRequest,
  promptCache: boolean,
) {
  const tools = schema && [
    { name: schema.name, description: 'Gives the answer.', input_schema: schema.schema },
  ]
  const [system] = mergeTurns(messages.filter(({ role }) => role === 'system'))
  const conversation = messages.filter(({ role }) => role !== 'system')
  /** The API caches the prefix up to a mark; tools come first, then the system prompt, then the messages. */
  const isCacheable = (...parts: readonly (Message | undefined)[]) =>
    promptCache &&
    isLongEnough(modelId, [JSON.stringify(tools) ?? '', ...parts.map((part) => part?.content ?? '')])
  return {
    model: modelId,
    max_tokens: maxTokens ?? DEFAULT_MAX_TOKENS,
    system: system && (isCacheable(system) ? [cachedBlock(system.content)] : system.content),
    messages: isCacheable(system, conversation[0]) ? withCachedTask(conversation) : mergeTurns(conversation),
    temperature,
    stream: true,
    tools,
    tool_choice: schema && { type: 'tool', name: schema.name },
  }
}

/** The API ignores marks on shorter prefixes: https://platform.claude.com/docs/en/build-with-claude/prompt-caching */
const MIN_CACHED_TOKENS = 1024
const MIN_CACHED_TOKENS_HAIKU = 2048

const isLongEnough = (modelId: string, parts: readonly string[]): boolean =>
  estimateTokens(...parts) >= (modelId.includes('haiku') ? MIN_CACHED_TOKENS_HAIKU : MIN_CACHED_TOKENS)

/**
 * Marks the first message, the task: it is the same in every later iteration, and what follows never is. Critics of
 * one text cannot share a longer prefix, because their tools differ and come first.
 */
function withCachedTask(conversation: readonly Message[]) {
  const [task, ...rest] = conversation.map(({ role, content }) => ({ role, content: content.toWellFormed() }))
  if (task === undefined) return []
  const end = rest.findIndex(({ role }) => role !== task.role)
  const sameTurn = end === -1 ? rest : rest.slice(0, end)
  const content: ContentBlock[] = [
    cachedBlock(task.content),
    ...sameTurn.map((each) => textBlock(each.content)),
  ]
  return [{ role: task.role, content }, ...mergeTurns(rest.slice(sameTurn.length))]
}

const textBlock = (text: string): ContentBlock => ({ type: 'text', text })
const cachedBlock = (text: string): ContentBlock => ({
  ...textBlock(text),
  cache_control: { type: 'ephemeral' },
})
