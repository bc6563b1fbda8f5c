import { truncate } from '../../util/truncate.ts'

const MAX_CHARACTERS = 32

/** Names a prompt for people by its id and its first words: `r7 "Write about solar power…"`. */
export function promptLabel(id: string, text: string): string {
  const words = truncate(text.trim().replace(/\s+/g, ' '), MAX_CHARACTERS)
  return words === '' || words === id ? id : `${shortId(id)} "${words}"`
}

/** A generated id is a long digest, of which the first digits suffice to find the prompt. */
const shortId = (id: string): string => (/^[0-9a-f]{16,}$/.test(id) ? id.slice(0, 8) : id)
