/** An entry as one line of JSON, for stores that keep texts. */
import type { StoredThought } from '../core/backends/store.ts'
import { isStoredThought } from './entry-shape.ts'

export const serializeEntry = ({ content, ...entry }: StoredThought): string =>
  JSON.stringify({ ...entry, thought: content === null ? null : (JSON.parse(content) as unknown) })

/** Undefined if the text is not exactly what `serializeEntry` makes of an entry. */
export function parseEntry(text: string): StoredThought | undefined {
  try {
    const { thought, ...entry } = JSON.parse(text) as { readonly thought: unknown }
    const whole: unknown = { ...entry, content: thought === null ? null : JSON.stringify(thought) }
    return isStoredThought(whole) && serializeEntry(whole) === text ? whole : undefined
  } catch {
    return undefined
  }
}
