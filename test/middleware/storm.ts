/** Many prompts at a provider with a rate limit, in virtual time. */
import { inParallel } from '../../src/batch/admission.ts'
import { ProviderError } from '../../src/core/errors.ts'
import type { Model } from '../../src/core/ports.ts'
import { createAccountLimits } from '../../src/sim/account-limits.ts'
import { simProfileSchema } from '../../src/sim/profile.ts'
import { seededRandom } from '../../src/util/random.ts'
import { testScope } from '../helpers/scope.ts'
import { answer } from '../helpers/scripted.ts'
import { newProviderState, stacked, userRequest } from './stacking.ts'

export interface Storm {
  readonly requestsPerSecond: number
  readonly burstSeconds: number
  readonly latencyMs: number
  /** How the provider reports its limit: in headers, in the retry-after of a refusal, or not at all. */
  readonly reported: 'headers' | 'seconds' | 'milliseconds' | 'nothing'
  readonly prompts: number
  readonly concurrency: number
  /** Share of the requests that are refused for a reason other than the rate. */
  readonly unrelatedRefusals?: number
  /** Time until a refusal arrives. */
  readonly refusalMs?: number
  /** From then on, the provider accepts this many requests per second. */
  readonly change?: { readonly afterMs: number; readonly requestsPerSecond: number }
}

export interface StormResult {
  readonly answered: number
  readonly requests: number
  readonly refused: number
  /** As a share of what the provider would have accepted until it accepted the last call. */
  readonly throughput: number
  readonly wallMs: number
}

const USE = { inputTokens: 0, outputTokens: 0 }

export async function runStorm(storm: Storm): Promise<StormResult> {
  const { requestsPerSecond, burstSeconds, latencyMs, reported, prompts, concurrency } = storm
  const scope = testScope({ random: seededRandom(1) })
  const random = seededRandom(2)
  const { refusalMs = 2, change } = storm
  const limitsFor = (perSecond: number) =>
    createAccountLimits(
      simProfileSchema.parse({ limits: { requestsPerMinute: perSecond * 60, burstSeconds } }),
    )
  const before = limitsFor(requestsPerSecond)
  const after = change && limitsFor(change.requestsPerSecond)
  /** The changed limit starts with a full bucket. */
  const limitsAt = (nowMs: number) => (change && after && nowMs >= change.afterMs ? after : before)
  let requests = 0
  let refused = 0
  let acceptedMs = 0
  const provider: Model = {
    name: 'test:writer',
    async generate({ onLimits }, { clock, signal }) {
      requests++
      const nowMs = clock.now()
      const limits = limitsAt(nowMs)
      const waitMs = limits.waitMs(USE, nowMs)
      const unrelated = random() < (storm.unrelatedRefusals ?? 0)
      if (waitMs === 0 && !unrelated) {
        limits.take(USE, nowMs)
        acceptedMs = nowMs
      }
      if (reported === 'headers') onLimits?.(limits.report(nowMs))
      if (waitMs > 0 || unrelated) {
        refused++
        await clock.sleep(refusalMs, signal)
        const retryAfterMs = {
          headers: Math.max(1, waitMs),
          seconds: Math.ceil(waitMs / 1000) * 1000 || 1000,
          milliseconds: Math.max(1, waitMs),
          nothing: undefined,
        }
        throw new ProviderError('throttle', 'slow down', { retryAfterMs: retryAfterMs[reported] })
      }
      await clock.sleep(latencyMs * (0.5 + random()), signal)
      return answer()
    },
  }
  const model = stacked(provider, {
    providerState: newProviderState({ startAtMax: false, maxInFlight: Math.min(concurrency, 300) }),
  })
  const inputs = (async function* () {
    for (let index = 0; index < prompts; index++) yield index
  })()
  const call = (priority: number) => model.generate(userRequest(`prompt ${priority}`), { ...scope, priority })
  let answered = 0
  const options = { concurrency, ordered: false, window: 100_000 }
  for await (const _ of inParallel(inputs, call, options)) answered++
  const changeMs = Math.min(acceptedMs, change?.afterMs ?? Infinity)
  const changedPerSecond = change?.requestsPerSecond ?? 0
  const acceptable =
    (changeMs / 1000 + burstSeconds) * requestsPerSecond + ((acceptedMs - changeMs) / 1000) * changedPerSecond
  return { answered, requests, refused, throughput: answered / acceptable, wallMs: scope.clock.now() }
}
