/** Turns the messages of a chat into a prompt. */
import * as z from 'zod'
import type { Message, Prompt } from '../../core/types.ts'
import { digest } from '../../util/hash.ts'
import { badRequest } from '../read-body.ts'

/** `type` is what the API calls a part that is a text. */
export const noText = (type: string): string =>
  `must be a text, or a list of parts of the type ${type}: sifaka does not support images, audio, files and tool calls`

const textPart = z.strictObject({
  type: z.literal('text'),
  text: z.string(),
  citations: z.null().optional(),
  cache_control: z.unknown().optional(),
})

/** A text, or a list of parts, which are joined by line breaks. */
export const textContent = z
  .union([z.string(), z.array(textPart)], noText('text'))
  .transform((content) =>
    typeof content === 'string' ? content : content.map(({ text }) => text).join('\n'),
  )
  .describe('a text, or a list of parts of the type text')

/**
 * The system messages become the system prompt, and a single message of the user the prompt. A longer conversation is
 * part of the prompt, so that critics see it, too. `field` is the name of the messages in the request.
 */
export function promptFromMessages(
  messages: readonly Message[],
  field = 'messages',
): Pick<Prompt, 'text' | 'system'> {
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content)
  const turns = messages.filter(({ role }) => role !== 'system')
  const last = turns.at(-1)
  if (last?.role !== 'user') throw badRequest(`${field}: the last message must have the role user`, field)
  if (last.content.trim() === '') throw badRequest(`${field}: the last message is empty`, field)
  const text = turns.length === 1 ? last.content : continuation(turns.slice(0, -1), last.content)
  return { text, ...(system.length === 0 ? {} : { system: system.join('\n\n') }) }
}

function continuation(earlier: readonly Message[], request: string): string {
  const transcript = earlier.map(({ role, content }) => `${role}:\n${content}`).join('\n\n')
  // The content cannot contain its own digest, so it cannot close the tag.
  const tag = `conversation-${digest(transcript).slice(0, 8)}`
  return [
    `The conversation so far stands between <${tag}> and </${tag}>:`,
    `<${tag}>\n${transcript}\n</${tag}>`,
    'Write the next message of the assistant, and nothing else. It answers this message of the user:',
    request,
  ].join('\n\n')
}
