import type { Spread } from '../core/estimate.ts'
import { NOTHING, ordered, product, sum } from './range.ts'

/** What the calls to one model take. */
export interface Bill {
  readonly calls: Spread
  readonly inputTokens: Spread
  readonly outputTokens: Spread
}

export const NO_BILL: Bill = { calls: NOTHING, inputTokens: NOTHING, outputTokens: NOTHING }

export const addBills = (one: Bill, other: Bill): Bill => ({
  calls: sum(one.calls, other.calls),
  inputTokens: sum(one.inputTokens, other.inputTokens),
  outputTokens: sum(one.outputTokens, other.outputTokens),
})

/** Adds up calls by model. */
export class Ledger {
  readonly #bills = new Map<string, Bill>()

  /** `tokens` are those of one call. */
  add(model: string, calls: Spread, tokens: Omit<Bill, 'calls'>): void {
    const bill = {
      calls,
      inputTokens: product(calls, tokens.inputTokens),
      outputTokens: product(calls, tokens.outputTokens),
    }
    this.#bills.set(model, addBills(this.#bills.get(model) ?? NO_BILL, bill))
  }

  calls(): Spread {
    return sum(...[...this.#bills.values()].map(({ calls }) => calls))
  }

  /** With these for the least. */
  bounded(least: ReadonlyMap<string, Bill>): Map<string, Bill> {
    const bounded = [...this.#bills].map(([model, bill]): [string, Bill] => {
      const floor = least.get(model) ?? NO_BILL
      const raised = (key: keyof Bill) => ordered({ ...bill[key], least: floor[key].least })
      return [
        model,
        { calls: raised('calls'), inputTokens: raised('inputTokens'), outputTokens: raised('outputTokens') },
      ]
    })
    return new Map(bounded)
  }

  /** The least of each figure in any of some ways; who is not asked in one of them may cost nothing. */
  static leastOf(ways: readonly Ledger[]): Map<string, Bill> {
    const models = new Set(ways.flatMap((way) => [...way.#bills.keys()]))
    const least = (model: string, key: keyof Bill): Spread => ({
      ...NOTHING,
      least: Math.min(...ways.map((way) => (way.#bills.get(model) ?? NO_BILL)[key].least)),
    })
    const bill = (model: string): Bill => ({
      calls: least(model, 'calls'),
      inputTokens: least(model, 'inputTokens'),
      outputTokens: least(model, 'outputTokens'),
    })
    return new Map([...models].map((model) => [model, bill(model)]))
  }
}
