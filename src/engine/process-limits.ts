/**
 * The limits that the engines of one process observe together: a service has an engine for each profile, and its
 * requests choose the profile, so limits of one engine each would add up.
 */
import { Budget, type BudgetOptions } from '../middleware/budget.ts'
import { createProviderState, type ProviderState } from '../middleware/provider-state.ts'
import type { AccountLimiterOptions } from '../middleware/limits/account-limiter.ts'
import { RetryBudget } from '../middleware/retry-policy.ts'

export class ProcessLimits {
  readonly #states = new Map<string, ProviderState>()
  readonly #budgets = new Map<string, Budget>()
  readonly #retryBudget = new RetryBudget()
  readonly #cooldownMs: number

  /** `cooldownMs` after a fatal error of a provider, it is called again; by default never. */
  constructor({ cooldownMs = Infinity }: { readonly cooldownMs?: number } = {}) {
    this.#cooldownMs = cooldownMs
  }

  /** Engines with an equal `account`, a provider with its settings and limits, share one state. */
  state(account: unknown, options: () => AccountLimiterOptions): ProviderState {
    const key = JSON.stringify(account)
    const state = this.#states.get(key) ?? createProviderState(options(), this.#retryBudget, this.#cooldownMs)
    this.#states.set(key, state)
    return state
  }

  /** Engines with equal limits share one budget. */
  budget(options: BudgetOptions): Budget {
    const key = JSON.stringify(options)
    const budget = this.#budgets.get(key) ?? new Budget(options)
    this.#budgets.set(key, budget)
    return budget
  }
}
