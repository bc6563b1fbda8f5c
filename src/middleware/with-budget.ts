import { SifakaError } from '../core/errors.ts'
import type { Model } from '../core/ports.ts'
import { estimateRequestTokens } from '../core/request-tokens.ts'
import type { Budget, Spending } from './budget.ts'

/** Assumed maximum output of a call without `maxTokens`, until `MIN_ANSWERS` answers were received. */
const ASSUMED_OUTPUT_TOKENS = 4096
const MIN_ANSWERS = 5
/** After `MIN_ANSWERS` answers, the assumed maximum output is this multiple of the longest answer so far. */
const LONGEST_FACTOR = 4
const MIN_OUTPUT_TOKENS = 64
/** The real number of input tokens may be up to this multiple of the estimate. */
const INPUT_FACTOR = 1.5

/** Sends a call only if the budget covers its maximum cost. Rejects with a `SifakaError` if the budget is used up. */
export function withBudget(model: Model, budget: Budget): Model {
  const seen = { text: newAnswerLengths(), json: newAnswerLengths() }
  return {
    ...model,
    async generate(request, scope) {
      const lengths = seen[request.schema ? 'json' : 'text']
      const factor = lengths.answers < MIN_ANSWERS ? Infinity : LONGEST_FACTOR
      const maxOutput = request.maxTokens ?? Math.min(ASSUMED_OUTPUT_TOKENS, factor * lengths.longestTokens)
      const input = estimateRequestTokens(request)
      const settle = await budget.reserve(spendingOf(model, input * INPUT_FACTOR, maxOutput), scope)
      // Aborted calls are still billed for their input.
      let spent = spendingOf(model, input, 0)
      try {
        const answer = await model.generate(request, scope)
        const { costUsd, inputTokens, outputTokens } = answer.usage
        spent = { costUsd, tokens: inputTokens + outputTokens }
        lengths.answers++
        lengths.longestTokens = Math.max(lengths.longestTokens, outputTokens)
        return answer
      } catch (error) {
        const { usage } = error instanceof SifakaError ? error : {}
        if (usage) spent = { costUsd: usage.costUsd, tokens: usage.inputTokens + usage.outputTokens }
        throw error
      } finally {
        settle(spent)
      }
    },
  }
}

const newAnswerLengths = () => ({ answers: 0, longestTokens: MIN_OUTPUT_TOKENS })

const spendingOf = ({ cost }: Model, inputTokens: number, outputTokens: number): Spending => ({
  costUsd: cost?.({ inputTokens, outputTokens }) ?? null,
  tokens: Math.ceil(inputTokens + outputTokens),
})
