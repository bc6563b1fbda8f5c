/** Simulates a provider's prompt cache, which reuses the longest prefix that an earlier request had. */
import { digest } from '../util/hash.ts'

/** The result for a request that the cache does not serve. `writtenTokens` counts tokens stored for later requests. */
export const NOTHING_CACHED = { cachedTokens: 0, writtenTokens: 0 }

/** Providers compare prefixes in steps of 128 tokens. A token counts as 4 characters here. */
const STEP_TOKENS = 128
const STEP = /[^]{512}/g
/** Limits memory: when the cache is full, it is cleared. */
const MAX_STEPS = 100_000

/** Returns a function that looks up a prefix and stores it. Prefixes shorter than `minTokens` are not cached. */
export function createPromptCache(minTokens: number) {
  /** The digests of all stored prefixes. A request stores a prefix of one step, of two steps, and so on. */
  const known = new Set<string>()
  return (prefix: string): typeof NOTHING_CACHED => {
    if (known.size > MAX_STEPS) known.clear()
    let name = ''
    let cachedTokens = 0
    let tokens = 0
    for (const [step] of prefix.matchAll(STEP)) {
      name = digest(name + step)
      tokens += STEP_TOKENS
      if (known.has(name)) cachedTokens = tokens
      known.add(name)
    }
    if (tokens < minTokens) return NOTHING_CACHED
    const read = cachedTokens < minTokens ? 0 : cachedTokens
    return { cachedTokens: read, writtenTokens: tokens - read }
  }
}
