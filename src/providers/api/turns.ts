import type { Message } from '../../core/types.ts'

/**
 * Messages as APIs take them: neighbours of one role as one message, since some servers want turns that alternate,
 * and without half surrogate pairs, which are no JSON to a provider. What is equal at the start stays equal.
 */
export function turnsOf(messages: readonly Message[]): readonly Message[] {
  const turns: Message[] = []
  for (const { role, content } of messages) {
    const previous = turns.at(-1)
    const text = content.toWellFormed()
    if (previous?.role === role) turns.splice(-1, 1, { role, content: `${previous.content}\n\n${text}` })
    else turns.push({ role, content: text })
  }
  return turns
}
