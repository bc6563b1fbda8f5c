import { CircuitBreaker } from './circuit-breaker.ts'
import { AccountLimiter, type AccountLimiterOptions } from './limits/account-limiter.ts'
import type { RetryBudget } from './retry-policy.ts'

/** State that all calls to one provider share. */
export interface ProviderState {
  readonly limiter: AccountLimiter
  readonly breaker: CircuitBreaker
  /** The retry budget is shared by all providers of a run. */
  readonly retryBudget: RetryBudget
  /** Number of attempts so far, by result. */
  readonly attempts: { answered: number; failed: number }
}

/** `fatalMs` is how long an error that all calls would meet keeps them from being sent; see `CircuitBreaker`. */
export const createProviderState = (
  options: AccountLimiterOptions,
  retryBudget: RetryBudget,
  fatalMs = Infinity,
): ProviderState => ({
  limiter: new AccountLimiter(options),
  breaker: new CircuitBreaker(options.name, fatalMs),
  retryBudget,
  attempts: { answered: 0, failed: 0 },
})
