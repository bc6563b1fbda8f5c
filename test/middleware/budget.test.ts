import { describe, expect, it } from 'vitest'
import type { Model } from '../../src/core/ports.ts'
import { seededRandom } from '../../src/util/random.ts'
import { Budget } from '../../src/middleware/budget.ts'
import { testScope } from '../helpers/scope.ts'
import { answer } from '../helpers/scripted.ts'
import { ask, stacked } from './stacking.ts'

/** A dollar a thousand tokens, in and out; answers of random length within their limit, and now and then an error. */
function priced() {
  const chance = seededRandom(5)
  const spent = { costUsd: 0, tokens: 0 }
  const model: Model = {
    name: 'test:writer',
    cost: ({ inputTokens, outputTokens }) => (inputTokens + outputTokens) / 1000,
    async generate({ maxTokens = 100 }, { clock, signal }) {
      await clock.sleep(100 * chance(), signal)
      const outputTokens = Math.ceil(chance() * maxTokens)
      const tokens = 10 + outputTokens
      spent.costUsd += tokens / 1000
      spent.tokens += tokens
      const usage = { ...answer().usage, inputTokens: 10, outputTokens, costUsd: tokens / 1000 }
      return answer({ usage })
    },
  }
  return { model, spent }
}

const run = async (budget: Budget, model: Model) => {
  const scope = testScope()
  const call = stacked(model, { budget })
  const request = (index: number) => ({ ...ask(`a prompt of forty characters ${index}`), maxTokens: 100 })
  return Promise.allSettled(
    Array.from({ length: 200 }, (_, index) => call.generate(request(index), { ...scope, rank: index })),
  )
}

describe('a budget', () => {
  it.each([
    [{ maxCostUsd: 3 }, 'costUsd', 3],
    [{ maxTokens: 3000 }, 'tokens', 3000],
  ] as const)(
    'of %j is never exceeded, however many calls are in flight, and nearly used',
    async (most, unit, cap) => {
      const { model, spent } = priced()
      const results = await run(new Budget(most), model)
      expect(spent[unit]).toBeLessThanOrEqual(cap)
      expect(spent[unit]).toBeGreaterThan(0.9 * cap)
      const rejected = results.filter(({ status }) => status === 'rejected')
      expect(rejected.length).toBeGreaterThan(0)
      for (const result of rejected) expect(result).toMatchObject({ reason: { code: 'budget' } })
    },
  )

  it('that is large enough stops nobody', async () => {
    const results = await run(new Budget({ maxCostUsd: 1000 }), priced().model)
    expect(results.every(({ status }) => status === 'fulfilled')).toBe(true)
  })

  it('knows what was spent before', async () => {
    const budget = new Budget({ maxCostUsd: 3 })
    budget.spend({ costUsd: 2.95, tokens: 0 })
    const { model, spent } = priced()
    await run(budget, model)
    expect(spent.costUsd).toBeLessThanOrEqual(0.05)
  })

  it('says what was spent, and what to do', async () => {
    const budget = new Budget({ maxCostUsd: 0.05 })
    await expect(stacked(priced().model, { budget }).generate(ask('x'), testScope())).rejects.toMatchObject({
      message: 'the budget is used up: $0.0000 of $0.05 spent, and the next call may exceed it',
      hint: 'resume with a larger one: --max-cost, --max-total-tokens',
    })
  })
})
