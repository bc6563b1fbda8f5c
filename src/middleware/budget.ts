import { SifakaError } from '../core/errors.ts'
import { span, type Scope } from '../core/scope.ts'
import type { Usage } from '../core/types.ts'
import { Notifier } from '../util/notifier.ts'
import { formatInteger, formatUsd } from '../util/units.ts'

/** An amount of money and tokens; an unknown cost, null, counts as 0. */
export type Spending = Pick<Usage, 'costUsd' | 'inputTokens' | 'outputTokens'>

export const tokensOf = ({ inputTokens, outputTokens }: Spending): number => inputTokens + outputTokens

export interface BudgetOptions {
  readonly maxCostUsd?: number | undefined
  readonly maxTokens?: number | undefined
}

export interface NeededAmount {
  readonly spent: number
  readonly needed: number
}

export interface NeededBudget {
  readonly costUsd?: NeededAmount | undefined
  readonly tokens?: NeededAmount | undefined
}

/** Limits the spending of calls; see `Budget`. A batch with workers uses another one than `Budget`. */
export interface CallBudget {
  spend(spent: Spending): void
  reserve(amount: Spending, scope: Scope): Promise<() => void>
  tryReserve(amount: Spending, scope: Scope): MaybeRelease | Promise<MaybeRelease>
  readonly needed: NeededBudget | undefined
}
type MaybeRelease = (() => void) | undefined

/**
 * Limits the spending of a run, even with concurrent calls: each attempt reserves its maximum cost until its real cost
 * is known and spent. An attempt that does not fit waits until other attempts have ended. If no other attempt is left,
 * the budget is used up.
 */
export class Budget implements CallBudget {
  readonly #max: { readonly costUsd: number; readonly tokens: number }
  readonly #spent = { costUsd: 0, tokens: 0 }
  readonly #reserved = { costUsd: 0, tokens: 0, calls: 0 }
  readonly #releases = new Notifier()
  #refused: Spending | undefined

  constructor({ maxCostUsd = Infinity, maxTokens = Infinity }: BudgetOptions) {
    this.#max = { costUsd: maxCostUsd, tokens: maxTokens }
  }

  spend(spent: Spending): void {
    this.#spent.costUsd += spent.costUsd ?? 0
    this.#spent.tokens += tokensOf(spent)
  }

  /**
   * Resolves once the amount is reserved, to a function that ends the reservation and must be called exactly once.
   * Rejects with a `SifakaError` of the code `budget` if the budget is used up.
   */
  async reserve(amount: Spending, scope: Scope): Promise<() => void> {
    const immediate = this.tryReserve(amount)
    if (immediate) return immediate
    let release: (() => void) | undefined
    await span(scope, 'wait', 'budget', async ({ signal }) => {
      while (!(release = this.tryReserve(amount))) {
        if (this.#reserved.calls === 0) throw this.#usedUpError(amount)
        await this.#releases.wait(signal)
        signal.throwIfAborted()
      }
      return { reason: 'budget' }
    })
    return release ?? (() => undefined)
  }

  /** Reserves the amount if it fits at once; otherwise returns undefined. */
  tryReserve(amount: Spending): (() => void) | undefined {
    const costUsd = this.#spent.costUsd + this.#reserved.costUsd + (amount.costUsd ?? 0)
    const tokens = this.#spent.tokens + this.#reserved.tokens + tokensOf(amount)
    if (costUsd > this.#max.costUsd || tokens > this.#max.tokens) return undefined
    this.#addReserved(amount, 1)
    return () => {
      this.#addReserved(amount, -1)
      this.#releases.notifyAll()
    }
  }

  #addReserved(amount: Spending, sign: 1 | -1): void {
    this.#reserved.costUsd += sign * (amount.costUsd ?? 0)
    this.#reserved.tokens += sign * tokensOf(amount)
    this.#reserved.calls += sign
  }

  /** By limit: the amount spent, and the limit that would have covered the last refused call. Undefined without one. */
  get needed(): NeededBudget | undefined {
    if (!this.#refused) return undefined
    const { costUsd, tokens } = this.#spent
    return {
      costUsd:
        this.#max.costUsd < Infinity
          ? { spent: costUsd, needed: costUsd + (this.#refused.costUsd ?? 0) }
          : undefined,
      tokens:
        this.#max.tokens < Infinity ? { spent: tokens, needed: tokens + tokensOf(this.#refused) } : undefined,
    }
  }

  #usedUpError(amount: Spending): SifakaError {
    this.#refused = amount
    const left = {
      costUsd: this.#max.costUsd - this.#spent.costUsd,
      tokens: this.#max.tokens - this.#spent.tokens,
    }
    return budgetError(amount, left)
  }
}

/** The error of a call that does not fit into what is left. */
export function budgetError(
  amount: Spending,
  left: { readonly costUsd: number; readonly tokens: number },
): SifakaError {
  const isTooExpensive = (amount.costUsd ?? 0) > left.costUsd
  const message = isTooExpensive
    ? `the next call could cost ${formatUsd(amount.costUsd)}; ${formatUsd(Math.max(0, left.costUsd))} is left`
    : `the next call could use ${formatInteger(tokensOf(amount))} tokens; ${formatInteger(Math.max(0, left.tokens))} are left`
  const hint = `raise ${isTooExpensive ? '--max-cost' : '--max-total-tokens'}, or lower --max-tokens`
  return new SifakaError('budget', message, { hint })
}
