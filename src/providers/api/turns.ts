import type { Message } from '../../core/types.ts'

/**
 * Merges adjacent messages of one role, since some servers require alternating roles, and replaces unpaired surrogates,
 * which providers reject as invalid JSON. Prompts that share a prefix still share it afterwards, so prompt caches work.
 */
export function mergeTurns(messages: readonly Message[]): readonly Message[] {
  const turns: Message[] = []
  for (const { role, content } of messages) {
    const previous = turns.at(-1)
    const text = content.toWellFormed()
    if (previous?.role === role) turns.splice(-1, 1, { role, content: `${previous.content}\n\n${text}` })
    else turns.push({ role, content: text })
  }
  return turns
}
