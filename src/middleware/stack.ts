import type { AnswerJournal, Model, ModelRequest } from '../core/ports.ts'
import type { Scope } from '../core/scope.ts'
import type { CallBudget } from './budget.ts'
import { CallCosts } from './call-costs.ts'
import type { ProviderState } from './provider-state.ts'
import { withBudget } from './with-budget.ts'
import { withCache, type CacheOptions } from './with-cache.ts'
import { withEarlyStop } from './with-early-stop.ts'
import { withHedge, type HedgeOptions } from './with-hedge.ts'
import { withJournal } from './with-journal.ts'
import { withMeter } from './with-meter.ts'
import { withRateLimit } from './with-rate-limit.ts'
import { withRetry } from './with-retry.ts'
import { withSpan } from './with-span.ts'
import { withTimeout } from './with-timeout.ts'

/** If an option is omitted, its wrapper is not used. */
export interface StackOptions {
  readonly providerState: ProviderState
  readonly cache?: CacheOptions | undefined
  readonly journal?: AnswerJournal | undefined
  readonly budget?: CallBudget | undefined
  /** Maximum number of attempts after the first. */
  readonly maxRetries: number
  readonly hedge?: HedgeOptions | undefined
  /** Time limit of one attempt. */
  readonly timeoutMs: number
  /** Calls fail instead of waiting while the circuit breaker is open. */
  readonly hasFallback?: boolean | undefined
}

/**
 * Wraps a provider's model for the loop, outermost wrapper first:
 * - span: times the call as the loop sees it;
 * - cache and journal, outside the budget: what they answer costs nothing;
 * - early stop, outside retry: it checks the draft of every attempt, and forgets that of a failed one;
 * - budget, inside retry: an attempt that failed may have been billed, and so may the next one;
 * - rate limit, inside retry: every attempt waits for its own permit, and then for the circuit breaker;
 * - hedge, or else timeout: each copy of an attempt has its own time limit;
 * - meter, inside hedge: each copy is billed.
 */
export function stack(model: Model, options: StackOptions): Model {
  const { providerState, cache, journal, budget, maxRetries, hedge, timeoutMs, hasFallback } = options
  const costs = new CallCosts(model)
  const reserve = (request: ModelRequest, scope: Scope) =>
    budget ? budget.tryReserve(costs.atMost(request), scope) : () => undefined
  const wrappers: readonly (((model: Model) => Model) | undefined)[] = [
    withSpan,
    cache && ((inner) => withCache(inner, cache)),
    journal && ((inner) => withJournal(inner, journal)),
    withEarlyStop,
    (inner) => withRetry(inner, maxRetries, providerState),
    budget && ((inner) => withBudget(inner, budget, costs)),
    (inner) => withRateLimit(inner, providerState, hasFallback),
    (inner) =>
      hedge ? withHedge(inner, hedge, providerState, reserve, timeoutMs) : withTimeout(inner, timeoutMs),
    (inner) => withMeter(inner, costs),
  ]
  return wrappers.reduceRight((inner, wrap) => wrap?.(inner) ?? inner, model)
}
