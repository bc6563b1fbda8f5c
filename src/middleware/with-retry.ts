import type { ProviderErrorKind } from '../core/error-codes.ts'
import { ProviderError } from '../core/errors.ts'
import { withPaidUsage } from '../core/failure.ts'
import type { Model } from '../core/ports.ts'
import { emitEvent, openChildScope, span, type Scope } from '../core/scope.ts'
import type { Usage } from '../core/types.ts'
import { totalUsage } from '../core/usage.ts'
import type { ProviderState } from './provider-state.ts'
import { retryRule } from './retry-policy.ts'
import { rememberUnusable } from './unusable-attempts.ts'
import { MINUTE_MS } from '../util/duration.ts'

const MIN_DELAY_MS = 250
const MAX_DELAY_MS = 20_000
/** If a provider asks for a longer delay, the run stops, and can be resumed. */
const MAX_RETRY_AFTER_MS = 120_000
/** Limits the total time of all attempts at a call, including the delays between them. */
const MAX_TOTAL_MS = 600_000
/**
 * If a request fails with this many equal errors in a row while nearly all other attempts succeed, the request is the
 * cause.
 */
const POISON_ERRORS = 3
const POISON_MAX_FAILURE_RATE = 0.01

/** Creates the record of the failed attempts at one call. */
const newFailures = (startedMs: number) => ({
  startedMs,
  errors: [] as ProviderError[],
  /** Number of failures that count towards the maximum of retries. */
  counted: 0,
  /** Amount that the retries took from the retry budget. */
  cost: 0,
  delayMs: MIN_DELAY_MS,
})
type CallFailures = ReturnType<typeof newFailures>

/**
 * Retries a failed call up to `maxRetries` times, as long as the retry budget allows. Waits as long as the provider
 * asks, or else a random time (decorrelated jitter), so that many calls do not retry at once. Throttling, and
 * failures while the circuit breaker is open, do not count towards `maxRetries`.
 */
export function withRetry(model: Model, maxRetries: number, state: ProviderState): Model {
  const { attempts, breaker, retryBudget } = state

  /** Returns the error for the caller if the call must not be retried; otherwise takes a retry from the budget. */
  const finalError = (error: ProviderError, counts: boolean, failures: CallFailures, nowMs: number) => {
    const rule = retryRule(error.kind)
    const cost = counts ? rule.cost : 0
    const { retryAfterMs = 0 } = error
    if (!error.retryable || failures.counted > Math.min(rule.maxRetries, maxRetries)) return error
    if (retryAfterMs > MAX_RETRY_AFTER_MS) {
      const reason = `the provider asks to wait ${Math.ceil(retryAfterMs / MINUTE_MS)} min`
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
    const askedMs = retryAfterMs === undefined ? undefined : retryAfterMs + jitter * MIN_DELAY_MS
    const delayMs = kind === 'adapted' ? 0 : (askedMs ?? Math.min(failures.delayMs, MAX_DELAY_MS))
    emitEvent(scope, 'call-retry', { attempt: failures.errors.length, delayMs, kind, reason })
    if (kind === 'adapted') return
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
    async generate(request, outer) {
      const meter = rememberUnusable(outer.meter)
      const scope = { ...outer, meter }
      // No result of the call will include them.
      const throwIfAborted = () => {
        if (scope.signal.aborted) meter.waste()
        scope.signal.throwIfAborted()
      }
      const failures = newFailures(scope.clock.now())
      for (;;) {
        const { isClosed } = breaker
        try {
          const answer = await model.generate(request, scope)
          retryBudget.release(failures.errors.length === 0 ? 1 : failures.cost)
          attempts.answered++
          return { ...answer, usage: withFailedAttempts(answer.usage, failures) }
        } catch (error) {
          throwIfAborted()
          if (!(error instanceof ProviderError)) throw withPaidUsage(error, paidFor(failures))
          failures.errors.push(error)
          const counts = COUNTED_ALWAYS.has(error.kind) || (!COUNTED_NEVER.has(error.kind) && isClosed)
          if (counts) failures.counted++
          const final = finalError(error, counts, failures, scope.clock.now())
          attempts.failed++
          if (final) throw withPaidUsage(final, paidFor(failures))
          await pause(error, failures, scope).catch((reason: unknown) => {
            throwIfAborted()
            throw reason
          })
          // Called only after the delay: until then, an early stop can still return the deltas received so far.
          request.onRestart?.()
        }
      }
    },
  }
}

/** The known usage of the failed attempts. */
const paidFor = ({ errors }: CallFailures): Usage[] => errors.flatMap(({ usage }) => usage ?? [])

const withFailedAttempts = (usage: Usage, failures: CallFailures): Usage => {
  const total = totalUsage([usage, ...paidFor(failures)])
  return { ...total, retries: usage.retries + failures.errors.length }
}

const COUNTED_ALWAYS: ReadonlySet<ProviderErrorKind> = new Set(['answer-unusable'])
const COUNTED_NEVER: ReadonlySet<ProviderErrorKind> = new Set(['throttle', 'adapted'])

/** Whether the last errors of this call are equal server errors while nearly all other attempts succeed. */
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
