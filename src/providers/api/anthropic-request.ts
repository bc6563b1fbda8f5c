/** A request in the words of Anthropic's messages API. */
import type { ModelRequest } from '../../core/ports.ts'
import type { Message } from '../../core/types.ts'
import { turnsOf } from './turns.ts'
import { estimateTokens } from '../../util/tokens.ts'

/** The API wants a limit and has no default. Enough for some 3000 words. */
export const DEFAULT_MAX_TOKENS = 4096

interface Block {
  readonly type: 'text'
  readonly text: string
  readonly cache_control?: { readonly type: 'ephemeral' }
}

/** What is undefined here is not sent. The API has no seed, and a tool is its way to be held to a schema. */
export function bodyOf(
  id: string,
  { messages, schema, maxTokens, temperature }: ModelRequest,
  promptCache: boolean,
) {
  const tools = schema && [
    { name: schema.name, description: 'Gives the answer.', input_schema: schema.schema },
  ]
  const [system] = turnsOf(messages.filter(({ role }) => role === 'system'))
  const spoken = messages.filter(({ role }) => role !== 'system')
  /** The API caches what comes up to a mark: tools, then the system prompt, then the messages. */
  const isLong = (...parts: readonly (Message | undefined)[]) =>
    promptCache && isWorthwhile(id, [JSON.stringify(tools), ...parts.map((part) => part?.content)])
  return {
    model: id,
    max_tokens: maxTokens ?? DEFAULT_MAX_TOKENS,
    system: system && (isLong(system) ? [kept(system.content)] : system.content),
    messages: isLong(system, spoken[0]) ? withTaskKept(spoken) : turnsOf(spoken),
    temperature,
    stream: true,
    tools,
    tool_choice: schema && { type: 'tool', name: schema.name },
  }
}

/** The API silently keeps nothing shorter: https://platform.claude.com/docs/en/build-with-claude/prompt-caching */
const SHORTEST_TOKENS = 1024
const SHORTEST_HAIKU_TOKENS = 2048

function isWorthwhile(id: string, parts: readonly (string | undefined)[]): boolean {
  const tokens = estimateTokens(parts.reduce((sum, part = '') => sum + part.length, 0))
  return tokens >= (id.includes('haiku') ? SHORTEST_HAIKU_TOKENS : SHORTEST_TOKENS)
}

/**
 * A prompt's first message, its task, is the same in every later iteration; what follows it never is, and to keep
 * that would only cost. Critics of one text cannot share more here: their tools differ, and those come first.
 */
function withTaskKept(spoken: readonly Message[]) {
  const [task, ...rest] = spoken.map(({ role, content }) => ({ role, content: content.toWellFormed() }))
  if (task === undefined) return []
  const end = rest.findIndex(({ role }) => role !== task.role)
  const further = end === -1 ? rest : rest.slice(0, end)
  const content: Block[] = [kept(task.content), ...further.map((each) => block(each.content))]
  return [{ role: task.role, content }, ...turnsOf(rest.slice(further.length))]
}

const block = (text: string): Block => ({ type: 'text', text })
const kept = (text: string): Block => ({ ...block(text), cache_control: { type: 'ephemeral' } })
