/** What a run may spend. */
import { SifakaError } from '../core/errors.ts'
import { span, type Scope } from '../core/scope.ts'
import { Bell } from '../util/notifier.ts'

export interface Amount {
  /** Null where it is unknown. */
  readonly costUsd: number | null
  readonly tokens: number
}

export interface BudgetOptions {
  readonly maxCostUsd?: number | undefined
  readonly maxTokens?: number | undefined
}

/**
 * The most that is spent holds under concurrency: a call reserves what it may cost before it is sent, and settles
 * for what it did cost. Who does not fit in waits for others to settle; only when nobody is left to wait for is
 * the budget used up.
 */
export class Budget {
  readonly #most: { readonly costUsd: number; readonly tokens: number }
  readonly #spent = { costUsd: 0, tokens: 0 }
  readonly #reserved = { costUsd: 0, tokens: 0, calls: 0 }
  readonly #bell = new Bell()

  constructor({ maxCostUsd = Infinity, maxTokens = Infinity }: BudgetOptions) {
    this.#most = { costUsd: maxCostUsd, tokens: maxTokens }
  }

  /** What was spent before, in a run that is taken up again. */
  spend({ costUsd, tokens }: Amount): void {
    this.#spent.costUsd += costUsd ?? 0
    this.#spent.tokens += tokens
  }

  /** Resolves to the way of settling. Throws a `SifakaError` of the code `budget` when it is used up. */
  async reserve(amount: Amount, scope: Scope): Promise<(spent: Amount) => void> {
    if (!this.#take(amount)) {
      await span(scope, 'wait', 'budget', async ({ signal }) => {
        // Taken the moment there is room: others have been woken, too.
        while (!this.#take(amount)) {
          if (this.#reserved.calls === 0) throw usedUp(this.#most, this.#spent)
          await this.#bell.heard(signal)
          signal.throwIfAborted()
        }
        return { reason: 'budget' }
      })
    }
    return (spent) => {
      this.#reserve({ costUsd: -(amount.costUsd ?? 0), tokens: -amount.tokens, calls: -1 })
      this.spend(spent)
      this.#bell.ring()
    }
  }

  #take(amount: Amount): boolean {
    if (!this.#fits(amount)) return false
    this.#reserve({ costUsd: amount.costUsd ?? 0, tokens: amount.tokens, calls: 1 })
    return true
  }

  #fits({ costUsd, tokens }: Amount): boolean {
    const cost = this.#spent.costUsd + this.#reserved.costUsd + (costUsd ?? 0)
    return (
      cost <= this.#most.costUsd && this.#spent.tokens + this.#reserved.tokens + tokens <= this.#most.tokens
    )
  }

  #reserve({ costUsd, tokens, calls }: { costUsd: number; tokens: number; calls: number }): void {
    this.#reserved.costUsd += costUsd
    this.#reserved.tokens += tokens
    this.#reserved.calls += calls
  }
}

function usedUp(most: { costUsd: number; tokens: number }, spent: { costUsd: number; tokens: number }) {
  const money = `$${spent.costUsd.toFixed(4)} of $${most.costUsd}`
  const tokens = `${spent.tokens} of ${most.tokens} tokens`
  const told = [...(most.costUsd < Infinity ? [money] : []), ...(most.tokens < Infinity ? [tokens] : [])]
  return new SifakaError(
    'budget',
    `the budget is used up: ${told.join(', ')} spent, and the next call may exceed it`,
    {
      hint: 'resume with a larger one: --max-cost, --max-total-tokens',
    },
  )
}
