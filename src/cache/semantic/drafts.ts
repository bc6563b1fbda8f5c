/**
 * The semantic cache: finds the accepted text of a similar prompt. It is never more than a draft, which is validated
 * and criticised like any other.
 */
import type { Cache } from '../../core/ports.ts'
import type { SemanticHit } from '../../core/drafts/semantic-hit.ts'
import { parseJson } from '../../util/json.ts'
import { findDifference } from './differences.ts'
import type { Encoding } from './encoding.ts'
import { sha256 } from '../../util/hash.ts'

/** What must be equal for two prompts to share a draft: the writing model, the system prompt, how prompts compare. */
export type SemanticContext = readonly unknown[]

interface Entry {
  readonly prompt: string
  readonly text: string
  readonly thoughtId: string
  readonly signature?: string | undefined
}

/** The prompts that are listed under one key; the newest replace the oldest. */
const PROMPTS_PER_KEY = 64

export function createSemanticDrafts(cache: Cache, threshold: number) {
  const keyOf = (context: SemanticContext, key: string) =>
    `semantic:${sha256(JSON.stringify([context, key]))}`
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
      encoding: Encoding,
    ): Promise<(SemanticHit & { text: string }) | undefined> {
      const keys = encoding.keys.map((key) => keyOf(context, key))
      let best: (SemanticHit & { text: string }) | undefined
      for (const entry of (await Promise.all(keys.map(read))).flat()) {
        const { text, thoughtId } = entry
        const similarity = encoding.similarityTo(entry)
        if (similarity < Math.max(threshold, best?.similarity ?? 0)) continue
        if (findDifference(prompt, entry.prompt, encoding) === undefined)
          best = { text, similarity, thoughtId }
      }
      return best
    },
    /** Two processes that add at the same time may lose one of the entries, as a cache may. */
    async add(context: SemanticContext, given: Entry, { keys, signature }: Encoding): Promise<void> {
      const entry = { ...given, ...(signature === undefined ? {} : { signature }) }
      for (const key of keys.map((each) => keyOf(context, each))) {
        const others = (await read(key)).filter(({ prompt }) => prompt !== entry.prompt)
        await cache
          .set(key, JSON.stringify([entry, ...others].slice(0, PROMPTS_PER_KEY)))
          .catch(() => undefined)
      }
    },
  }
}
