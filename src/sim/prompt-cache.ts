/** A provider's prompt cache: what begins as an earlier request did is known already. */
import { digest } from '../util/hash.ts'

export interface Cached {
  readonly cachedTokens: number
  /** Kept for later requests. */
  readonly writtenTokens: number
}

export const NOTHING_CACHED: Cached = { cachedTokens: 0, writtenTokens: 0 }

/** Providers compare in steps of 128 tokens, of 4 characters each. */
const STEP_TOKENS = 128
const STEP = /[^]{512}/g
/** Then it starts anew, so that memory stays flat. */
const MOST_STEPS = 100_000

/** Reads and keeps a prefix, unless it is shorter than `minTokens`. */
export function openPromptCache(minTokens: number): (prefix: string) => Cached {
  /** A name for each beginning of an earlier request. */
  const known = new Set<string>()
  return (prefix) => {
    if (known.size > MOST_STEPS) known.clear()
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
