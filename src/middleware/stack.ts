import type { Journal, Model } from '../core/ports.ts'
import type { Account } from './provider-state.ts'
import type { Budget } from './budget.ts'
import { withBudget } from './with-budget.ts'
import { withCache, type CacheOptions } from './with-cache.ts'
import { withEarlyStop } from './with-early-stop.ts'
import { withHedge, type HedgeOptions } from './with-hedge.ts'
import { withJournal } from './with-journal.ts'
import { withRateLimit } from './with-rate-limit.ts'
import { withRetry } from './with-retry.ts'
import { withSpan } from './with-span.ts'
import { withTimeout } from './with-timeout.ts'

/** What is undefined is not there. */
export interface StackOptions {
  readonly account: Account
  readonly cache?: CacheOptions | undefined
  readonly journal?: Journal | undefined
  readonly budget?: Budget | undefined
  /** Attempts beyond the first. */
  readonly retries: number
  readonly hedge?: HedgeOptions | undefined
  /** The longest that one attempt may take. */
  readonly timeoutMs: number
}

type Wrapper = (model: Model) => Model

/**
 * What stands between the loop and a provider, outermost first. The span sees the call as the loop does. What is
 * in the cache, or was paid for before, costs nothing; what is not must be within the budget, however many attempts
 * it takes and wherever the text is given up. Every attempt waits for a slot of its own, and then for a host that
 * answers: who holds a slot of a host that is down keeps it from nobody. Every copy of an attempt has its own time.
 */
export function stack(model: Model, options: StackOptions): Model {
  const { account, cache, journal, budget, retries, hedge, timeoutMs } = options
  const wrappers: readonly (Wrapper | undefined)[] = [
    withSpan,
    cache && ((inner) => withCache(inner, cache)),
    journal && ((inner) => withJournal(inner, journal)),
    budget && ((inner) => withBudget(inner, budget)),
    withEarlyStop,
    (inner) => withRetry(inner, retries, account),
    (inner) => withRateLimit(inner, account),
    hedge && ((inner) => withHedge(inner, hedge, account)),
    (inner) => withTimeout(inner, timeoutMs),
  ]
  return wrappers.reduceRight((inner, wrap) => wrap?.(inner) ?? inner, model)
}
