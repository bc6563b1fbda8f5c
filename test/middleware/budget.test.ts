import { describe, expect, it } from 'vitest'
import type { Model } from '../../src/core/ports.ts'
import { Budget } from '../../src/middleware/budget.ts'
import { seededRandom } from '../../src/util/random.ts'
import { testScope } from '../helpers/scope.ts'
import { answer } from '../helpers/scripted.ts'
import { stacked, userRequest } from './stacking.ts'

/** One dollar per thousand tokens, input and output; answers have a random length within their limit. */
function pricedModel() {
  const random = seededRandom(5)
  const spent = { costUsd: 0, tokens: 0 }
  const model: Model = {
    name: 'test:writer',
    cost: ({ inputTokens, outputTokens }) => (inputTokens + outputTokens) / 1000,
    async generate({ maxTokens = 100 }, { clock, signal }) {
      await clock.sleep(100 * random(), signal)
      const outputTokens = Math.ceil(random() * maxTokens)
      const tokens = 10 + outputTokens
      spent.costUsd += tokens / 1000
      spent.tokens += tokens
      const usage = { ...answer().usage, inputTokens: 10, outputTokens, costUsd: tokens / 1000 }
      return answer({ usage })
    },
  }
  return { model, spent }
}

const send200 = (budget: Budget, model: Model) => {
  const scope = testScope()
  const budgeted = stacked(model, { budget })
  return Promise.allSettled(
    Array.from({ length: 200 }, (_, index) => {
      const request = { ...userRequest(`a prompt of forty characters ${index}`), maxTokens: 100 }
      return budgeted.generate(request, { ...scope, priority: index })
    }),
  )
}

describe('a budget', () => {
  it.each([
    [{ maxCostUsd: 3 }, 'costUsd', 3],
    [{ maxTokens: 3000 }, 'tokens', 3000],
  ] as const)(
    'of %j is never exceeded by calls in flight, and more than 90 %% of it is used',
    async (options, unit, max) => {
      const { model, spent } = pricedModel()
      const results = await send200(new Budget(options), model)
      expect(spent[unit]).toBeLessThanOrEqual(max)
      expect(spent[unit]).toBeGreaterThan(0.9 * max)
      const rejected = results.filter(({ status }) => status === 'rejected')
      expect(rejected.length).toBeGreaterThan(0)
      for (const result of rejected) expect(result).toMatchObject({ reason: { code: 'budget' } })
    },
  )

  it('that is large enough rejects no call', async () => {
    const results = await send200(new Budget({ maxCostUsd: 1000 }), pricedModel().model)
    expect(results.every(({ status }) => status === 'fulfilled')).toBe(true)
  })

  it('includes what an earlier run spent', async () => {
    const budget = new Budget({ maxCostUsd: 3 })
    budget.spend({ costUsd: 2.95, inputTokens: 0, outputTokens: 0 })
    const { model, spent } = pricedModel()
    await send200(budget, model)
    expect(spent.costUsd).toBeLessThanOrEqual(0.05)
  })

  it('reports what was spent and how to go on when it is used up', async () => {
    const budget = new Budget({ maxCostUsd: 0.05 })
    const call = stacked(pricedModel().model, { budget }).generate(userRequest('x'), testScope())
    await expect(call).rejects.toMatchObject({
      message: expect.stringMatching(/^the next call could cost \$[\d.]+; \$0\.0500 is left$/),
      hint: 'raise --max-cost, or lower --max-tokens',
    })
  })
})
