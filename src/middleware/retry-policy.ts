import type { ProviderErrorKind } from '../core/error-codes.ts'

interface RetryRule {
  /** The maximum for this kind of error. The setting `retries` limits all kinds. */
  readonly maxRetries: number
  /** The amount that a retry takes from the retry budget. */
  readonly cost: number
}

const DEFAULT_RULE: RetryRule = { maxRetries: Infinity, cost: 5 }

const SPECIAL_RULES: Readonly<Partial<Record<ProviderErrorKind, RetryRule>>> = {
  /** Throttling is not a failure, so only the total time limits its retries. */
  throttle: { maxRetries: Infinity, cost: 0 },
  /** A call that timed out may be billed, so its retries are expensive. */
  timeout: { maxRetries: 2, cost: 10 },
  protocol: { maxRetries: 2, cost: 5 },
  /** The model was paid for an answer that cannot be used, and may be paid for the next. */
  'answer-unusable': { maxRetries: 2, cost: 0 },
  /** Each attempt differs from the last, until there is nothing left to adapt. */
  adapted: { maxRetries: Infinity, cost: 0 },
}

export const retryRule = (kind: ProviderErrorKind): RetryRule => SPECIAL_RULES[kind] ?? DEFAULT_RULE

/**
 * Limits the retries of a run like the standard mode of the AWS SDKs: each retry takes from the budget, and each
 * answer returns to it. In an outage about one call in five is retried, otherwise every failed call.
 */
export class RetryBudget {
  readonly #capacity: number
  #left: number

  constructor(capacity = 500) {
    this.#capacity = capacity
    this.#left = capacity
  }

  /** Takes the cost from the budget; if the budget does not cover it, takes nothing and returns false. */
  tryAcquire(cost: number): boolean {
    if (cost > this.#left) return false
    this.#left -= cost
    return true
  }

  release(amount: number): void {
    this.#left = Math.min(this.#capacity, this.#left + amount)
  }
}
