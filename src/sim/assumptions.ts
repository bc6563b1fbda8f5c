import type { EstimateRange } from '../core/estimate.ts'
import type { ModelAssumptions, ModelLatency } from '../core/model-assumptions.ts'
import { profiledLatency } from './account.ts'
import { readSimProfile, type Latency, type SimProfile } from './profile.ts'

/** Measured in simulated texts, in which four characters count as a token. */
const TOKENS_PER_WORD = 1.55

/** Returns what a dry run assumes for a simulated model. `modelId` may be the path of a profile. */
export function simAssumptions(options: SimProfile, modelId: string): ModelAssumptions {
  const profile = modelId.endsWith('.json') ? readSimProfile(modelId) : options
  return {
    draftTokens: profile.draftWords * TOKENS_PER_WORD,
    tokensPerWord: TOKENS_PER_WORD,
    jsonTextTokens: 3,
    suggestionTokens: 12,
    writesMinimum: true,
    countsSchema: false,
    latency: (structured) => latencyRange(profiledLatency(profile, modelId, structured)),
  }
}

/** Returns the range of latencies. They are log-normal; three standard deviations exclude one call in a thousand. */
function latencyRange({ firstTokenMs, tokensPerSecond, spread, tail }: Latency): ModelLatency {
  const factor = (deviations: number) => Math.exp(spread * deviations - spread ** 2 / 2)
  const range = (ms: number): EstimateRange => ({
    least: ms * factor(-3),
    expected: ms * (1 + tail.share * (tail.factor - 1)),
    most: ms * factor(3) * (tail.share > 0 ? tail.factor : 1),
  })
  return {
    firstTokenMs: range(firstTokenMs),
    tokenMs: range(tokensPerSecond > 0 ? 1000 / tokensPerSecond : 0),
  }
}
