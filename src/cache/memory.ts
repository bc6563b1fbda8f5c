import { LRUCache } from 'lru-cache'
import type { Cache } from '../core/ports.ts'
import type { Answer } from '../core/types.ts'

/** Estimated size of an entry, apart from its text. */
const ENTRY_CHARACTERS = 1000

/**
 * Evicts the least recently used answers, so that memory does not grow with the number of prompts.
 * `maxCharacters` limits the total size.
 */
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
