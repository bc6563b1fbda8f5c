import { LRUCache } from 'lru-cache'
import type { Cache } from '../core/ports.ts'
import type { Answer } from '../core/types.ts'

/** An estimate of the size of an entry without its text. */
const ENTRY_CHARACTERS = 1000

/** Evicts the answers that were used least recently, so that memory does not grow with the number of prompts. */
export function createMemoryCache(maxCharacters = 4 * 1024 * 1024): Cache {
  const answers = new LRUCache<string, Answer>({
    maxSize: maxCharacters,
    sizeCalculation: ({ text }) => ENTRY_CHARACTERS + text.length,
  })
  return {
    get: async (key) => answers.get(key),
    async set(key, answer) {
      answers.set(key, answer)
    },
  }
}
