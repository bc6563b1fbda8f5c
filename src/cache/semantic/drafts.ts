/**
 * The semantic cache: finds the accepted text of a similar prompt. It is never more than a draft, which is validated
 * and criticised like any other.
 */
import { hash } from 'node:crypto'
import type { Cache } from '../../core/ports.ts'
import type { SemanticHit } from '../../core/types.ts'
import { parseJson } from '../../util/json.ts'
import { findDifference } from './differences.ts'
import { embed, similarityOf, topicWords } from './embedding.ts'

/** What must be equal for two prompts to share a draft, such as the writing model and the system prompt. */
export type SemanticContext = readonly unknown[]

interface Entry {
  readonly prompt: string
  readonly text: string
  readonly thoughtId: string
}

/** A prompt is listed under this many of its words. */
const WORDS_PER_PROMPT = 8
/** The prompts that are listed under one word; the newest replace the oldest. */
const PROMPTS_PER_WORD = 64

export function createSemanticDrafts(cache: Cache, threshold: number) {
  const keyOf = (context: SemanticContext, word: string) =>
    `semantic:${hash('sha256', JSON.stringify([context, word]), 'hex')}`
  const read = async (key: string): Promise<readonly Entry[]> => {
    const text = await cache.get(key)
    const parsed = text === undefined ? {} : parseJson(text)
    return 'value' in parsed && Array.isArray(parsed.value) ? (parsed.value as Entry[]) : []
  }
  return {
    /** The text of the most similar prompt, if the similarity reaches the threshold and no difference forbids it. */
    async find(
      context: SemanticContext,
      prompt: string,
    ): Promise<(SemanticHit & { text: string }) | undefined> {
      const keys = topicWords(prompt, WORDS_PER_PROMPT).map((word) => keyOf(context, word))
      const embedding = embed(prompt)
      let best: (SemanticHit & { text: string }) | undefined
      for (const { prompt: other, text, thoughtId } of (await Promise.all(keys.map(read))).flat()) {
        const similarity = similarityOf(embedding, embed(other))
        if (similarity < Math.max(threshold, best?.similarity ?? 0)) continue
        if (findDifference(prompt, other) === undefined) best = { text, similarity, thoughtId }
      }
      return best
    },
    /** Two processes that add at the same time may lose one of the entries, as a cache may. */
    async add(context: SemanticContext, entry: Entry): Promise<void> {
      for (const word of topicWords(entry.prompt, WORDS_PER_PROMPT)) {
        const key = keyOf(context, word)
        const others = (await read(key)).filter(({ prompt }) => prompt !== entry.prompt)
        await cache
          .set(key, JSON.stringify([entry, ...others].slice(0, PROMPTS_PER_WORD)))
          .catch(() => undefined)
      }
    },
  }
}
