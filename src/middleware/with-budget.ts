import type { Model, ModelRequest } from '../core/ports.ts'
import { estimateTokens } from '../core/tokens.ts'
import type { Amount, Budget } from './budget.ts'

/** What an answer is taken to need at most where no limit is set. */
const USUAL_MOST_TOKENS = 4096
/** The estimate of a text's tokens may be short by as much. */
const SAFETY = 1.5

/** Sends a call only if the budget has room for the most that it may cost. */
export const withBudget = (model: Model, budget: Budget): Model => ({
  ...model,
  async generate(request, scope) {
    const settle = await budget.reserve(most(model, request), scope)
    // Who hangs up may be billed for what was read.
    let spent = amountOf(model, inputOf(request), 0)
    try {
      const answer = await model.generate(request, scope)
      const { costUsd, inputTokens, outputTokens } = answer.usage
      spent = { costUsd, tokens: inputTokens + outputTokens }
      return answer
    } finally {
      settle(spent)
    }
  },
})

const most = (model: Model, request: ModelRequest): Amount =>
  amountOf(model, inputOf(request) * SAFETY, request.maxTokens ?? USUAL_MOST_TOKENS)

const inputOf = ({ messages, schema }: ModelRequest): number =>
  estimateTokens(
    messages.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0) +
      (schema ? JSON.stringify(schema.schema).length : 0),
  )

const amountOf = ({ cost }: Model, inputTokens: number, outputTokens: number): Amount => ({
  costUsd: cost?.({ inputTokens, outputTokens }) ?? null,
  tokens: Math.ceil(inputTokens + outputTokens),
})
