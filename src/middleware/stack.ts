import type { Model } from '../core/ports.ts'
import type { Account } from './account.ts'
import { withCache, type CacheOptions } from './with-cache.ts'
import { withEarlyStop } from './with-early-stop.ts'
import { withHedge, type HedgeOptions } from './with-hedge.ts'
import { withRateLimit } from './with-rate-limit.ts'
import { withRetry } from './with-retry.ts'
import { withSpan } from './with-span.ts'
import { withTimeout } from './with-timeout.ts'

export interface StackOptions {
  readonly account: Account
  /** Undefined: every request is a call. */
  readonly cache: CacheOptions | undefined
  /** The longest that one attempt may take. */
  readonly timeoutMs: number
  /** Attempts beyond the first. */
  readonly retries: number
  readonly hedge: HedgeOptions | undefined
}

/**
 * What stands between the loop and a provider, outermost first. The span sees the call as the loop does. A text is
 * given up in whatever attempt it is written. A cached answer costs no slot. Every attempt waits for a slot of its own, and then for a host that answers: who holds a
 * slot of a host that is down keeps it from nobody. Every copy of an attempt has a time limit of its own.
 */
export function stack(model: Model, { account, cache, timeoutMs, retries, hedge }: StackOptions): Model {
  const attempt = withTimeout(model, timeoutMs)
  const copied = hedge ? withHedge(attempt, hedge, account) : attempt
  const tried = withRetry(withRateLimit(copied, account), retries, account)
  return withSpan(withEarlyStop(cache ? withCache(tried, cache) : tried))
}
