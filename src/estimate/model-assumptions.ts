/** How models are taken to write where nothing was measured, and how the simulated ones are known to. */
import type { Habits } from './tokens.ts'
import type { Pace } from './facts.ts'
import { toMs } from '../util/duration.ts'
import type { Settings } from '../config/schema.ts'
import type { Spread } from '../core/estimate.ts'
import { profile as simOptions, readProfile, type Latency, type SimProfile } from '../sim/profile.ts'

export interface WaysOfWriting extends Habits {
  /** Counts the schema of an answer as input. */
  readonly readsSchemas: boolean
  /** Tokens of one critic's suggestions. */
  readonly suggestionTokens: number
  readonly pace: (structured: boolean) => Pace
}

/** Of hosted models: the first token after half a second, then 80 tokens a second. */
const USUAL_FIRST_MS: Spread = { least: 100, expected: 500, most: 10_000 }
const USUAL_TOKEN_MS: Spread = { least: 1, expected: 1000 / 80, most: 1000 / 15 }
/** What the simulated provider writes for a word: it takes four characters for a token. */
const SIM_TOKENS_A_WORD = 1.55

export function waysOf(model: string, { providers, timeout }: Settings): WaysOfWriting {
  const mostMs = toMs(timeout)
  const [provider, id] = [model.slice(0, model.indexOf(':')), model.slice(model.indexOf(':') + 1)]
  if (provider !== 'sim') {
    const pace = { firstMs: USUAL_FIRST_MS, tokenMs: USUAL_TOKEN_MS, mostMs }
    return {
      draftTokens: 300,
      tokensAWord: 1.35,
      textTokens: 20,
      terse: false,
      readsSchemas: true,
      suggestionTokens: 60,
      pace: () => pace,
    }
  }
  const profile = id.endsWith('.json') ? readProfile(id) : simOptions.parse(providers['sim'] ?? {})
  return {
    draftTokens: profile.draftWords * SIM_TOKENS_A_WORD,
    tokensAWord: SIM_TOKENS_A_WORD,
    textTokens: 3,
    terse: true,
    readsSchemas: false,
    suggestionTokens: 12,
    pace: (structured) => paceOf(latencyOf(profile, id, structured), mostMs),
  }
}

const latencyOf = (
  { latency, criticLatency, modelLatency }: SimProfile,
  id: string,
  structured: boolean,
): Latency => modelLatency[id] ?? (structured ? criticLatency : undefined) ?? latency

/** Log-normal; three deviations leave out one in a thousand. */
function paceOf({ firstTokenMs, tokensPerSecond, spread, tail }: Latency, mostMs: number): Pace {
  const factor = (deviations: number) => Math.exp(spread * deviations - spread ** 2 / 2)
  const factors: Spread = {
    least: factor(-3),
    expected: 1 + tail.share * (tail.factor - 1),
    most: factor(3) * (tail.share > 0 ? tail.factor : 1),
  }
  const times = (ms: number): Spread => ({
    least: ms * factors.least,
    expected: ms * factors.expected,
    most: ms * factors.most,
  })
  return {
    firstMs: times(firstTokenMs),
    tokenMs: times(tokensPerSecond > 0 ? 1000 / tokensPerSecond : 0),
    mostMs,
  }
}
