/** What is done about an error, by its kind: the one table. */
import type { ProviderErrorKind } from '../core/errors.ts'

interface Rule {
  /** Further attempts, beside the setting that bounds them all; 0: it can only fail again. */
  readonly retries: number
  /** What a further attempt takes from the budget that all calls of a run share. */
  readonly cost: number
}

const never: Rule = { retries: 0, cost: 0 }

export const RETRY_RULES: Readonly<Record<ProviderErrorKind, Rule>> = {
  auth: never,
  quota: never,
  'not-found': never,
  input: never,
  down: never,
  poison: never,
  /** Waiting is no failure: bounded by time alone. */
  throttle: { retries: Infinity, cost: 0 },
  /** The first attempt may have been paid for, and a second one be again. */
  timeout: { retries: 2, cost: 10 },
  connection: { retries: Infinity, cost: 5 },
  server: { retries: Infinity, cost: 5 },
  stream: { retries: Infinity, cost: 5 },
  protocol: { retries: 2, cost: 5 },
}

/**
 * Retries that a run can afford, after the AWS SDKs' standard mode: failures take from it, answers give back, so
 * that in an outage about one call in five is tried again and in ordinary trouble every one.
 */
export class RetryBudget {
  readonly #most: number
  #left: number

  constructor(most = 500) {
    this.#most = most
    this.#left = most
  }

  /** False where it cannot be afforded. */
  take(cost: number): boolean {
    if (cost > this.#left) return false
    this.#left -= cost
    return true
  }

  give(amount: number): void {
    this.#left = Math.min(this.#most, this.#left + amount)
  }
}
