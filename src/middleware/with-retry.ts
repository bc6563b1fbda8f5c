import { ProviderError } from '../core/errors.ts'
import type { Model } from '../core/ports.ts'
import { emitEvent, openChildScope, span, type Scope } from '../core/scope.ts'
import type { ProviderState } from './provider-state.ts'
import { retryRule } from './retry-policy.ts'

const MIN_DELAY_MS = 250
const MAX_DELAY_MS = 20_000
/** A provider that asks for a longer delay will not answer in this run: the run stops, and can be resumed. */
const MAX_RETRY_AFTER_MS = 120_000
/** Bounds all attempts at a call and the delays between them. */
const MAX_TOTAL_MS = 600_000
/** This many equal errors in a row are the request's fault if the failure rate of other attempts is below the maximum. */
const POISON_ERRORS = 3
const POISON_MAX_FAILURE_RATE = 0.01

/** The failed attempts at one call. */
const newFailures = (startedMs: number) => ({
  startedMs,
  errors: [] as ProviderError[],
  /** Failures that count towards the maximum of retries. */
  counted: 0,
  /** What the retries took from the retry budget. */
  cost: 0,
  delayMs: MIN_DELAY_MS,
})
type CallFailures = ReturnType<typeof newFailures>

/**
 * Retries a failed call up to `maxRetries` times and within the retry budget, after the delay that the provider asks
 * for, or else with decorrelated jitter, so that many calls do not retry together. Throttling, and failures while the
 * circuit breaker is open, do not count towards the maximum.
 */
export function withRetry(model: Model, maxRetries: number, state: ProviderState): Model {
  const { attempts, breaker, retryBudget } = state

  /** The error to reject the call with, or undefined after taking a retry from the retry budget. */
  const finalError = (error: ProviderError, counts: boolean, failures: CallFailures, nowMs: number) => {
    const rule = retryRule(error.kind)
    const cost = counts ? rule.cost : 0
    const { retryAfterMs = 0 } = error
    if (!error.retryable || failures.counted > Math.min(rule.maxRetries, maxRetries)) return error
    if (retryAfterMs > MAX_RETRY_AFTER_MS) {
      const reason = `the provider asks to wait ${Math.ceil(retryAfterMs / 60_000)} min`
      return error.escalate('quota', reason, 'resume later, or use another model')
    }
    if (isPoison(failures.errors, attempts)) {
      const reason = `${POISON_ERRORS} times in a row, while other calls succeed`
      const hint = 'something in this prompt may be the cause; run it again with --retry-failed'
      return error.escalate('poison', reason, hint)
    }
    if (nowMs - failures.startedMs > MAX_TOTAL_MS || !retryBudget.tryAcquire(cost)) return error
    failures.cost += cost
    return undefined
  }

  const pause = async (cause: ProviderError, failures: CallFailures, scope: Scope) => {
    const { retryAfterMs, kind, message: reason } = cause
    const jitter = scope.random()
    failures.delayMs = MIN_DELAY_MS + jitter * (3 * failures.delayMs - MIN_DELAY_MS)
    const delayMs =
      retryAfterMs === undefined
        ? Math.min(failures.delayMs, MAX_DELAY_MS)
        : retryAfterMs + jitter * MIN_DELAY_MS
    emitEvent(scope, 'call-retry', { attempt: failures.errors.length, delayMs, kind, reason })
    await span(scope, 'wait', 'retry', async (inner) => {
      const { scope: child, abort, release } = openChildScope(inner)
      const sleep = child.clock.sleep(Math.max(delayMs, MIN_DELAY_MS), child.signal).catch(() => undefined)
      await Promise.race([sleep, breaker.whenFatal(model.name, child.signal)])
      abort('awake')
      release()
      inner.signal.throwIfAborted()
      return { reason: 'retry' }
    })
  }

  return {
    ...model,
    async generate(request, scope) {
      const failures = newFailures(scope.clock.now())
      for (;;) {
        const { isClosed } = breaker
        try {
          const answer = await model.generate(request, scope)
          retryBudget.release(failures.errors.length === 0 ? 1 : failures.cost)
          attempts.answered++
          const usage = { ...answer.usage, retries: answer.usage.retries + failures.errors.length }
          return { ...answer, usage }
        } catch (error) {
          scope.signal.throwIfAborted()
          if (!(error instanceof ProviderError)) throw error
          failures.errors.push(error)
          const counts = error.kind !== 'throttle' && isClosed
          if (counts) failures.counted++
          const final = finalError(error, counts, failures, scope.clock.now())
          attempts.failed++
          if (final) throw final
          await pause(error, failures, scope)
          // After the delay, since an early stop during the delay answers with the deltas so far.
          request.onRestart?.()
        }
      }
    },
  }
}

/** Whether the last errors are the same server error, and nearly all attempts at other calls succeed. */
function isPoison(
  errors: readonly ProviderError[],
  { answered, failed }: ProviderState['attempts'],
): boolean {
  const last = errors.slice(-POISON_ERRORS)
  const { kind, message, status } = last[0] ?? {}
  const same = last.every((each) => each.kind === kind && each.message === message)
  const otherFailures = failed - errors.length + 1
  const rare = answered > 0 && otherFailures <= POISON_MAX_FAILURE_RATE * (answered + otherFailures)
  return kind === 'server' && status !== undefined && last.length === POISON_ERRORS && same && rare
}
