import { usageOfError, withPaidUsage } from '../core/failure.ts'
import type { Model, ModelRequest } from '../core/ports.ts'
import { emitEvent, openChildScope, type Scope } from '../core/scope.ts'
import type { Answer, Usage } from '../core/types.ts'
import { totalUsage } from '../core/usage.ts'
import type { CallBudget } from './budget.ts'
import { Latencies } from './latencies.ts'
import type { Permit } from './limits/permit.ts'
import type { ProviderState } from './provider-state.ts'
import { openAttemptScope } from './with-timeout.ts'

export interface HedgeOptions {
  /** If a call takes longer than a multiple of this percentile of the recent durations, a second copy is sent. */
  readonly percentile: number
  /** Maximum number of second copies, as a share of all calls. */
  readonly maxExtra: number
}

/** The setting `auto`. A run of few calls sends no copies, since it knows no percentile. */
const AUTO: HedgeOptions = { percentile: 95, maxExtra: 0.02 }

export const hedgeOptions = (setting: 'auto' | 'off' | HedgeOptions): HedgeOptions | undefined =>
  setting === 'auto' ? AUTO : setting === 'off' ? undefined : setting

/** The second copy is sent after this multiple of the percentile, since a call that only just exceeds it ends soon. */
const DELAY_FACTOR = 1.5

interface Copy {
  readonly answer: Promise<Answer>
  readonly abort: (reason: unknown) => void
}

/**
 * Sends a second copy of a call that takes longer than nearly all others (Dean and Barroso, The Tail at Scale, 2013).
 * The copy precedes waiting calls, but is sent only if there is a slot for it, no rate limit delays it, and `reserve`
 * grants its cost. The first answer is returned; the other copy is aborted, and may be billed in full. Each copy has
 * its own time limit.
 */
export function withHedge(
  model: Model,
  { percentile, maxExtra }: HedgeOptions,
  { limiter }: ProviderState,
  reserve: (request: ModelRequest, scope: Scope) => ReturnType<CallBudget['tryReserve']>,
  timeoutMs: number,
): Model {
  const modelLimiter = limiter.forModel(model.name)
  const latencies = { text: new Latencies(), json: new Latencies() }
  let calls = 0
  let copies = 0

  /** Starts a copy of the call. The first copy uses the permit of the call; the second copy needs its own permit. */
  const start = (request: ModelRequest, outer: Scope, permit?: Permit): Copy => {
    const { scope, abort, release } = openAttemptScope(outer, model, timeoutMs)
    const run = async (): Promise<Answer> => {
      const startedMs = scope.clock.now()
      try {
        const answer = await model.generate(request, scope)
        latencies[request.schema ? 'json' : 'text'].record(scope.clock.now() - startedMs)
        permit?.recordAnswer(answer.usage)
        return answer
      } catch (error) {
        // Only the first copy's error is recorded, by `withRateLimit`; otherwise one failure would count twice.
        permit?.recordFailure()
        throw error
      } finally {
        release()
      }
    }
    return { answer: run(), abort }
  }

  /** Waits for a permit until the first copy ends. */
  const permitWhile = async (first: Promise<Answer>, outer: Scope): Promise<Permit | undefined> => {
    const { scope, abort, release } = openChildScope(outer, { isShared: false })
    const permit = limiter.acquireExtra(modelLimiter, modelLimiter.estimateUse(0), scope)
    const hasEnded = await Promise.race([permit.then(() => false), settled(first)])
    abort('ended')
    release()
    const granted = await permit
    if (!hasEnded) return granted
    granted?.recordFailure()
    return undefined
  }

  return {
    ...model,
    async generate(request, scope) {
      calls++
      const usualMs = latencies[request.schema ? 'json' : 'text'].percentile(percentile)
      const first = start(request, scope)
      if (usualMs === undefined) return first.answer
      const afterMs = usualMs * DELAY_FACTOR
      if (await settlesWithin(first.answer, afterMs, scope)) return first.answer
      if (copies + 1 > maxExtra * calls) return first.answer
      copies++
      const permit = await permitWhile(first.answer, scope)
      const release = permit && (await reserve(request, scope))
      if (!release) {
        copies--
        permit?.recordFailure()
        return first.answer
      }
      emitEvent(scope, 'call-hedged', { afterMs })
      // Only the first copy emits deltas, so that the deltas of two copies do not mix.
      const second = start({ ...request, onDelta: undefined }, scope, permit)
      try {
        return await firstAnswer(first, second)
      } finally {
        release()
      }
    },
  }
}

const settled = (work: Promise<unknown>): Promise<true> =>
  work.then(
    () => true,
    () => true,
  )

const settlesWithin = (work: Promise<unknown>, delayMs: number, { clock }: Scope): Promise<boolean> =>
  new Promise((resolve) => {
    const cancel = clock.after(delayMs, () => resolve(false))
    void settled(work).then(() => {
      cancel()
      resolve(true)
    })
  })

/**
 * Resolves to the answer that arrives first. If both copies fail, rejects with the error of the first copy. Either has
 * the usage of both copies if the other one has failed with an answer, which was paid for.
 */
async function firstAnswer(first: Copy, second: Copy): Promise<Answer> {
  const paid: Usage[] = []
  const watched = [first, second].map(({ answer }) =>
    answer.catch((error: unknown) => {
      const usage = usageOfError(error)
      if (usage) paid.push(usage)
      throw error
    }),
  )
  try {
    const answer = await Promise.any(watched)
    return { ...answer, usage: totalUsage([answer.usage, ...paid]) }
  } catch {
    return await first.answer.catch((error: unknown) => {
      throw withPaidUsage(error, paid)
    })
  } finally {
    first.abort('the other copy was faster')
    second.abort('the other copy was faster')
  }
}
