/** An account at the simulated provider, with limits, faults and latency. */
import { ownValue } from '../util/lookup.ts'
import { randomFrom } from './content-random.ts'
import { interruptsAnswer, isModelFault } from './faults.ts'
import { createAccountLimits } from './account-limits.ts'
import type { Latency, SimProfile } from './profile.ts'
import { NOTHING_CACHED, createPromptCache } from './prompt-cache.ts'
import { simulateAnswer, type SimRequest } from './model/answer.ts'

export type SimulatedCall = ReturnType<ReturnType<typeof createSimulatedAccount>>

/** The `retryAfterMs` of a `rate-limit` fault that the profile demands although no limit is exhausted. */
const FAULT_RETRY_MS = 1000

/** Returns a function that starts a call of the account. */
export function createSimulatedAccount(profile: SimProfile) {
  const limits = createAccountLimits(profile)
  const cache = profile.promptCache && createPromptCache(profile.promptCache.minTokens)
  /**
   * The number of attempts by request key. Entries are deleted on success, to limit memory, and so that a
   * repeated run gets the same faults.
   */
  const attempts = new Map<string, number>()
  let inFlight = 0

  return (request: SimRequest, nowMs: number) => {
    inFlight++
    const simulated = simulateAnswer(request, profile)
    const { key, isStructured } = simulated
    const planned = simulated.answer()
    const waitMs = limits.waitMs(planned, nowMs)
    const isOverloaded = inFlight > (profile.maxConcurrent ?? Infinity)
    const refusal = isOverloaded ? 'overloaded' : waitMs > 0 ? 'rate-limit' : undefined
    const attempt = (attempts.get(key) ?? 0) + 1
    if (!refusal) {
      attempts.set(key, attempt)
      limits.take(planned, nowMs)
    }
    const profileFault = findFault(profile, key, attempt, isStructured)
    const fault = refusal ?? profileFault?.kind
    const answer = isModelFault(fault) ? simulated.answer(fault) : planned
    const { cachedTokens, writtenTokens } = (!refusal && cache?.(prefixOf(request))) || NOTHING_CACHED
    // The cached prefix is counted as JSON, so it may have more tokens than the input.
    const cached = Math.min(cachedTokens, answer.inputTokens)
    const written = Math.min(writtenTokens, answer.inputTokens - cached)
    const latency = profiledLatency(profile, request.model, isStructured)
    return {
      key,
      startedMs: nowMs,
      answer: { ...answer, cachedTokens: cached, writtenTokens: written },
      limits: limits.report(nowMs),
      fault,
      /** The number of stream events before the fault; if undefined, the fault occurs halfway through the text. */
      faultAtEvent: interruptsAnswer(fault) ? profileFault?.atEvent : undefined,
      /** Defined only for the fault `rate-limit`. */
      retryAfterMs: fault === 'rate-limit' ? retryAfter(waitMs || FAULT_RETRY_MS, profile) : undefined,
      ...drawLatency(latency, randomFrom(key, 'latency', attempt)),
      /**
       * Must be called exactly once. After a complete answer, the attempts for this request are counted from 1 again.
       */
      end(answered: boolean): void {
        inFlight--
        if (answered) attempts.delete(key)
      },
    }
  }
}

function retryAfter(waitMs: number, { limits }: SimProfile): number | undefined {
  const unitMs = { seconds: 1000, milliseconds: 1, none: undefined }[limits.retryAfter]
  return unitMs && Math.ceil(waitMs / unitMs) * unitMs
}

const prefixOf = ({ model, messages, schema, prefix }: SimRequest): string =>
  `${model}\n${prefix ?? JSON.stringify([schema, messages])}`

/** Finds the fault for an attempt. It depends on the request and the attempt's number, never on the time of arrival. */
const findFault = (profile: SimProfile, key: string, attempt: number, structured: boolean) =>
  profile.faults.find(
    ({ kind, share, times }) =>
      (kind !== 'bad-json' || structured) &&
      attempt <= (times ?? Infinity) &&
      randomFrom(key, kind, times === undefined ? attempt : 0)() < share,
  )

export const profiledLatency = (
  { latency, criticLatency, modelLatency }: SimProfile,
  model: string,
  structured: boolean,
): Latency => ownValue(modelLatency, model) ?? (structured ? criticLatency : undefined) ?? latency

/** Draws a latency from a log-normal distribution of mean 1, so that the spread does not change the average. */
function drawLatency({ firstTokenMs, tokensPerSecond, spread, tail }: Latency, random: () => number) {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const factor = Math.exp(spread * normal - spread ** 2 / 2) * (random() < tail.share ? tail.factor : 1)
  return {
    firstTokenMs: firstTokenMs * factor,
    tokenMs: tokensPerSecond > 0 ? (1000 / tokensPerSecond) * factor : 0,
  }
}
