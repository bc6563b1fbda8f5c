import type { Cache } from '../core/ports.ts'
import type { Answer } from '../core/types.ts'

/** What an answer takes beside its text: its key, its figures and its place. */
const FRAME = 1000
const sizeOf = ({ text }: Answer): number => FRAME + text.length

/** Keeps the answers that were used last, up to so many characters; a batch may have any number of prompts. */
export function memoryCache(mostCharacters = 4 * 1024 * 1024): Cache {
  const answers = new Map<string, Answer>()
  let characters = 0
  const drop = (key: string): void => {
    const dropped = answers.get(key)
    if (dropped) characters -= sizeOf(dropped)
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
      characters += sizeOf(answer)
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
