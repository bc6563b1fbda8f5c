import type { ProviderErrorKind } from '../core/error-codes.ts'

interface RetryRule {
  /** The maximum for this kind of error; the setting `retries` bounds all kinds. */
  readonly maxRetries: number
  /** What a retry takes from the retry budget. */
  readonly cost: number
}

const DEFAULT_RULE: RetryRule = { maxRetries: Infinity, cost: 5 }

const SPECIAL_RULES: Readonly<Partial<Record<ProviderErrorKind, RetryRule>>> = {
  /** Waiting for a rate limit is no failure: bounded by time alone. */
  throttle: { maxRetries: Infinity, cost: 0 },
  /** The first attempt may have been billed, and so may the next. */
  timeout: { maxRetries: 2, cost: 10 },
  protocol: { maxRetries: 2, cost: 5 },
}

/** The rule for a kind of retryable error. */
export const retryRule = (kind: ProviderErrorKind): RetryRule => SPECIAL_RULES[kind] ?? DEFAULT_RULE

/**
 * Limits the retries of a run, as the standard mode of the AWS SDKs does: retries take from it and answers return
 * to it, so that in an outage about one call in five is retried, and otherwise every failed one.
 */
export class RetryBudget {
  readonly #capacity: number
  #left: number

  constructor(capacity = 500) {
    this.#capacity = capacity
    this.#left = capacity
  }

  /** False if the budget does not cover the cost; then nothing is taken. */
  tryAcquire(cost: number): boolean {
    if (cost > this.#left) return false
    this.#left -= cost
    return true
  }

  release(amount: number): void {
    this.#left = Math.min(this.#capacity, this.#left + amount)
  }
}
