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

/** After a fatal error, no call is sent for `cooldownMs`; see `CircuitBreaker`. */
export const createProviderState = (
  options: AccountLimiterOptions,
  retryBudget: RetryBudget,
  cooldownMs = Infinity,
): ProviderState => ({
  limiter: new AccountLimiter(options),
  breaker: new CircuitBreaker(options.name, cooldownMs),
  retryBudget,
  attempts: { answered: 0, failed: 0 },
})
