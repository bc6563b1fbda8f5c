import { withWasteListener } from '../core/usage.ts'
import { usageOfError } from '../core/failure.ts'
import type { Model } from '../core/ports.ts'
import type { CallBudget } from './budget.ts'
import type { CallCosts } from './call-costs.ts'

/**
 * Sends an attempt only if the budget covers its maximum cost. Rejects with a `SifakaError` if the budget is used up.
 */
export const withBudget = (model: Model, budget: CallBudget, costs: CallCosts): Model => ({
  ...model,
  async generate(request, outer) {
    const release = await budget.reserve(costs.atMost(request), outer)
    const scope = withWasteListener(outer, (wasted) => {
      budget.spend(wasted)
      return wasted
    })
    try {
      const answer = await model.generate(request, scope)
      budget.spend(answer.usage)
      return answer
    } catch (error) {
      const usage = usageOfError(error)
      if (usage) budget.spend(usage)
      throw error
    } finally {
      release()
    }
  },
})
