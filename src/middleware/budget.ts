import { SifakaError } from '../core/errors.ts'
import { span, type Scope } from '../core/scope.ts'
import { Notifier } from '../util/notifier.ts'
import { formatInteger, formatUsd } from '../util/units.ts'

export interface Spending {
  /** Null if the cost is unknown. */
  readonly costUsd: number | null
  readonly tokens: number
}

export interface BudgetOptions {
  readonly maxCostUsd?: number | undefined
  readonly maxTokens?: number | undefined
}

/**
 * Limits the spending of a run, even with concurrent calls: each call first reserves its maximum cost, and afterwards
 * settles for its real cost. A call that does not fit waits until other calls have settled. If no other call is left
 * to settle, the budget is used up.
 */
export class Budget {
  readonly #max: { readonly costUsd: number; readonly tokens: number }
  readonly #spent = { costUsd: 0, tokens: 0 }
  readonly #reserved = { costUsd: 0, tokens: 0, calls: 0 }
  readonly #settlements = new Notifier()
  #refused: Spending | undefined

  constructor({ maxCostUsd = Infinity, maxTokens = Infinity }: BudgetOptions) {
    this.#max = { costUsd: maxCostUsd, tokens: maxTokens }
  }

  /** Adds spending without a reservation, such as that of an earlier run that is now resumed. */
  spend({ costUsd, tokens }: Spending): void {
    this.#spent.costUsd += costUsd ?? 0
    this.#spent.tokens += tokens
  }

  /**
   * Reserves the amount. Resolves to a function that settles the reservation, which must be called exactly once.
   * Rejects with a `SifakaError` of the code `budget` if the budget is used up.
   */
  async reserve(amount: Spending, scope: Scope): Promise<(spent: Spending) => void> {
    if (!this.#tryReserve(amount)) {
      await span(scope, 'wait', 'budget', async ({ signal }) => {
        while (!this.#tryReserve(amount)) {
          if (this.#reserved.calls === 0) throw this.#usedUpError(amount)
          await this.#settlements.wait(signal)
          signal.throwIfAborted()
        }
        return { reason: 'budget' }
      })
    }
    return (spent) => {
      this.#addReserved(amount, -1)
      this.spend(spent)
      this.#settlements.notifyAll()
    }
  }

  #tryReserve(amount: Spending): boolean {
    const costUsd = this.#spent.costUsd + this.#reserved.costUsd + (amount.costUsd ?? 0)
    const tokens = this.#spent.tokens + this.#reserved.tokens + amount.tokens
    const fits = costUsd <= this.#max.costUsd && tokens <= this.#max.tokens
    if (fits) this.#addReserved(amount, 1)
    return fits
  }

  #addReserved({ costUsd, tokens }: Spending, sign: 1 | -1): void {
    this.#reserved.costUsd += sign * (costUsd ?? 0)
    this.#reserved.tokens += sign * tokens
    this.#reserved.calls += sign
  }

  /** The smallest budget that the last refused call would have fitted in; undefined if no call was refused. */
  get needed(): BudgetOptions | undefined {
    if (!this.#refused) return undefined
    const { costUsd, tokens } = this.#spent
    return {
      maxCostUsd: this.#max.costUsd < Infinity ? costUsd + (this.#refused.costUsd ?? 0) : undefined,
      maxTokens: this.#max.tokens < Infinity ? tokens + this.#refused.tokens : undefined,
    }
  }

  #usedUpError(amount: Spending): SifakaError {
    this.#refused = amount
    const leftUsd = this.#max.costUsd - this.#spent.costUsd
    const leftTokens = this.#max.tokens - this.#spent.tokens
    const isTooExpensive = (amount.costUsd ?? 0) > leftUsd
    const message = isTooExpensive
      ? `the next call could cost ${formatUsd(amount.costUsd)}; ${formatUsd(Math.max(0, leftUsd))} is left`
      : `the next call could use ${formatInteger(amount.tokens)} tokens; ${formatInteger(Math.max(0, leftTokens))} are left`
    const hint = `raise ${isTooExpensive ? 'maxCost' : 'maxTotalTokens'}`
    return new SifakaError('budget', message, { hint })
  }
}
