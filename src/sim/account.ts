/** One account at the simulated provider: what it may do, what befalls its requests, and how long those take. */
import { chance } from './chance.ts'
import { breaksOff, isLapse, type FaultKind } from './faults.ts'
import { limitsOf, type Limits } from './limits.ts'
import type { Latency, SimProfile } from './profile.ts'
import { NOTHING_CACHED, openPromptCache, type Cached } from './prompt-cache.ts'
import { keyOf, reply, schemaOf, type SimReply, type SimRequest } from './model/reply.ts'

export interface Visit {
  /** A name for the request, the same for the same content. */
  readonly key: string
  readonly reply: SimReply
  readonly fault: FaultKind | undefined
  /** After how many events of a stream the fault strikes; undefined in the middle of the text. */
  readonly atEvent: number | undefined
  /** With a refusal for going over a limit: when there will be room, as far as the client is told. */
  readonly retryAfterMs: number | undefined
  readonly firstTokenMs: number
  readonly tokenMs: number
  /** To be called once, at the end; an answer that arrived ends the story of its request. */
  readonly leave: (answered: boolean) => void
}

export interface Account {
  readonly limits: Limits
  enter(request: SimRequest, nowMs: number): Visit
}

/** How long a client is told to wait that was refused by a fault, not by a limit. */
const FAULT_WAIT_MS = 1000

const TOLD = {
  seconds: (waitMs: number) => Math.ceil(waitMs / 1000) * 1000,
  milliseconds: (waitMs: number) => Math.ceil(waitMs),
  none: () => undefined,
} as const

export function openAccount(profile: SimProfile): Account {
  const limits = limitsOf(profile)
  const { minTokens } = profile.promptCache ?? {}
  const cache = minTokens === undefined ? () => NOTHING_CACHED : openPromptCache(minTokens)
  /** Attempts by request, forgotten once it is answered: memory stays flat, and a repeated run sees the same faults. */
  const attempts = new Map<string, number>()
  let inFlight = 0

  return {
    limits,
    enter(request, nowMs) {
      inFlight++
      const key = keyOf(request, profile)
      const structured = schemaOf(request) !== undefined
      const planned = reply(request, profile)
      const costs = [
        [limits.requests, 1],
        [limits.daily, 1],
        [limits.tokens, planned.inputTokens + planned.outputTokens],
        [limits.input, planned.inputTokens],
        [limits.output, planned.outputTokens],
      ] as const
      const waitMs = Math.max(...costs.map(([limit, amount]) => limit.waitMs(amount, nowMs)))
      const crowded = inFlight > (profile.maxConcurrent ?? Infinity)
      const refusal = crowded ? 'overloaded' : waitMs > 0 ? 'rate-limit' : undefined
      const attempt = (attempts.get(key) ?? 0) + 1
      if (!refusal) {
        attempts.set(key, attempt)
        for (const [limit, amount] of costs) limit.take(amount, nowMs)
      }
      const struck = faultOf(profile, key, attempt, structured)
      const fault = refusal ?? struck?.kind
      const known = refusal ? NOTHING_CACHED : cache(prefixOf(request))
      return {
        key,
        fault,
        atEvent: breaksOff(fault) ? struck?.atEvent : undefined,
        reply: within(isLapse(fault) ? reply(request, profile, fault) : planned, known),
        retryAfterMs:
          fault === 'rate-limit' ? TOLD[profile.limits.retryAfter](waitMs || FAULT_WAIT_MS) : undefined,
        ...paceOf(latencyOf(profile, request.model, structured), chance(key, 'latency', attempt)),
        leave(answered) {
          inFlight--
          if (answered) attempts.delete(key)
        },
      }
    },
  }
}

const prefixOf = ({ model, messages, prefix }: SimRequest): string =>
  `${model}\n${prefix ?? JSON.stringify(messages)}`

/** A prefix is measured as it is sent; what it says is a little shorter. */
function within(given: SimReply, { cachedTokens, writtenTokens }: Cached): SimReply {
  const cached = Math.min(cachedTokens, given.inputTokens)
  return {
    ...given,
    cachedTokens: cached,
    writtenTokens: Math.min(writtenTokens, given.inputTokens - cached),
  }
}

/** Hangs on the request and on which attempt it is, never on when it arrived. */
function faultOf(
  profile: SimProfile,
  key: string,
  attempt: number,
  structured: boolean,
): SimProfile['faults'][number] | undefined {
  return profile.faults.find(
    ({ kind, share, times }) =>
      (kind !== 'bad-json' || structured) &&
      attempt <= (times ?? Infinity) &&
      chance(key, kind, times === undefined ? attempt : 0)() < share,
  )
}

const latencyOf = (
  { latency, criticLatency, modelLatency }: SimProfile,
  model: string,
  structured: boolean,
): Latency => modelLatency[model] ?? (structured ? criticLatency : undefined) ?? latency

/** Log-normal around a mean of 1, so that a spread changes no average. */
function paceOf({ firstTokenMs, tokensPerSecond, spread, tail }: Latency, random: () => number) {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const factor = Math.exp(spread * normal - spread ** 2 / 2) * (random() < tail.share ? tail.factor : 1)
  return {
    firstTokenMs: firstTokenMs * factor,
    tokenMs: tokensPerSecond > 0 ? (1000 / tokensPerSecond) * factor : 0,
  }
}
