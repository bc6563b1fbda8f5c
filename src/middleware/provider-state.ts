import { CircuitBreaker } from './circuit-breaker.ts'
import { AccountLimiter, type AccountLimiterOptions } from './limits/account-limiter.ts'
import type { RetryBudget } from './retry-policy.ts'

/** What all calls to one provider share. */
export interface ProviderState {
  readonly limiter: AccountLimiter
  readonly breaker: CircuitBreaker
  /** Shared by all providers of a run. */
  readonly retryBudget: RetryBudget
  /** Attempts so far, by how they ended. */
  readonly attempts: { answered: number; failed: number }
}

export const createProviderState = (
  options: AccountLimiterOptions,
  retryBudget: RetryBudget,
): ProviderState => ({
  limiter: new AccountLimiter(options),
  breaker: new CircuitBreaker(options.name),
  retryBudget,
  attempts: { answered: 0, failed: 0 },
})
