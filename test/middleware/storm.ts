/** Many prompts at a provider that takes so many requests a second, in virtual time. */
import { inParallel } from '../../src/batch/admission.ts'
import { ProviderError } from '../../src/core/errors.ts'
import type { Model } from '../../src/core/ports.ts'
import { note } from '../../src/core/scope.ts'
import { openAccount } from '../../src/middleware/provider-state.ts'
import { RetryBudget } from '../../src/middleware/retry-policy.ts'
import { stack } from '../../src/middleware/stack.ts'
import { limitsOf } from '../../src/sim/limits.ts'
import { profile } from '../../src/sim/profile.ts'
import { testScope } from '../helpers/scope.ts'
import { seededRandom } from '../../src/util/random.ts'
import { answer } from '../helpers/scripted.ts'

export interface Weather {
  readonly requestsPerSecond: number
  readonly burstSeconds: number
  readonly latencyMs: number
  /** How the provider tells of its limit. */
  readonly told: 'headers' | 'seconds' | 'milliseconds' | 'nothing'
  readonly prompts: number
  readonly concurrency: number
  /** Refusals that have nothing to do with the rate. */
  readonly accidents?: number
  readonly maxCalls?: number
  /** Calls in flight beyond which the provider refuses. */
  readonly mostAtOnce?: number
}

export interface Outcome {
  readonly answered: number
  readonly requests: number
  readonly refused: number
  /** Of what the provider would have taken in the time. */
  readonly throughput: number
  readonly wallMs: number
}

export async function storm(weather: Weather): Promise<Outcome> {
  const { requestsPerSecond, burstSeconds, latencyMs, told, prompts, concurrency } = weather
  const scope = testScope({ random: seededRandom(1) })
  const chance = seededRandom(2)
  const { requests: bucket } = limitsOf(
    profile.parse({ limits: { requestsPerMinute: requestsPerSecond * 60, burstSeconds } }),
  )
  let requests = 0
  let refused = 0
  let inFlight = 0
  const provider: Model = {
    name: 'test:writer',
    async generate(_, { clock, signal, ...inner }) {
      requests++
      const nowMs = clock.now()
      const waitMs = bucket.waitMs(1, nowMs)
      const crowded = inFlight >= (weather.mostAtOnce ?? Infinity)
      const unlucky = chance() < (weather.accidents ?? 0) || crowded
      if (waitMs === 0 && !unlucky) bucket.take(1, nowMs)
      if (told === 'headers') {
        const remaining = Math.max(0, Math.floor(bucket.level(nowMs)))
        const limits = [{ unit: 'requests', periodMs: 60_000, limit: bucket.limit, remaining } as const]
        note({ ...inner, clock, signal }, 'call-limits', { limits })
      }
      // A refusal takes its way there and back, too.
      if (waitMs > 0 || unlucky) {
        refused++
        await clock.sleep(2, signal)
        const hints = {
          headers: Math.max(1, waitMs),
          seconds: Math.ceil(waitMs / 1000) * 1000 || 1000,
          milliseconds: Math.max(1, waitMs),
          nothing: undefined,
        }
        throw new ProviderError('throttle', 'slow down', { retryAfterMs: hints[told] })
      }
      inFlight++
      await clock.sleep(latencyMs, signal)
      inFlight--
      return answer()
    },
  }
  const limits = { mostCalls: weather.maxCalls ?? 100, known: weather.maxCalls !== undefined }
  const account = openAccount({ name: 'test', ...limits }, new RetryBudget())
  const model = stack(provider, {
    account,
    timeoutMs: 120_000,
    retries: 5,
  })
  const inputs = (async function* () {
    for (let index = 0; index < prompts; index++) yield index
  })()
  const ask = (rank: number) =>
    model.generate({ messages: [{ role: 'user', content: `prompt ${rank}` }] }, { ...scope, rank })
  let answered = 0
  const options = { concurrency, ordered: false, window: 100_000 }
  for await (const _ of inParallel(inputs, ask, options)) answered++
  const wallMs = scope.clock.now()
  const taken = (wallMs / 1000) * requestsPerSecond + burstSeconds * requestsPerSecond
  return { answered, requests, refused, throughput: answered / Math.min(taken, prompts * 1e9), wallMs }
}
