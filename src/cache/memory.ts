import type { Cache } from '../core/ports.ts'
import type { Answer } from '../core/types.ts'

/** Keeps the answers that were used last, up to so many characters of text. */
export function memoryCache(mostCharacters = 64 * 1024 * 1024): Cache {
  const answers = new Map<string, Answer>()
  let characters = 0
  const drop = (key: string): void => {
    characters -= answers.get(key)?.text.length ?? 0
    answers.delete(key)
  }
  return {
    async get(key) {
      const answer = answers.get(key)
      if (!answer) return undefined
      // A map keeps the order of insertion: the newest goes last.
      answers.delete(key)
      answers.set(key, answer)
      return answer
    },
    async set(key, answer) {
      drop(key)
      answers.set(key, answer)
      characters += answer.text.length
      for (const [oldest] of answers) {
        if (characters <= mostCharacters) break
        drop(oldest)
      }
    },
    async close() {
      answers.clear()
    },
  }
}
