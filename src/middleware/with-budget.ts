import type { Model, ModelRequest } from '../core/ports.ts'
import { estimateTokens } from '../util/tokens.ts'
import type { Amount, Budget } from './budget.ts'

/** What an answer is taken to need at most where no limit is set, until several have come. */
const USUAL_MOST_TOKENS = 4096
const ENOUGH_ANSWERS = 5
/** Then nobody writes so many times as much as the longest of them. */
const TIMES_LONGEST = 4
const SHORTEST_TOKENS = 64
/** The estimate of a text's tokens may be short by as much. */
const SAFETY = 1.5

/** Sends a call only if the budget has room for the most that it may cost. */
export function withBudget(model: Model, budget: Budget): Model {
  const longest = { text: newLongest(), json: newLongest() }
  return {
    ...model,
    async generate(request, scope) {
      const seen = longest[request.schema ? 'json' : 'text']
      const settle = await budget.reserve(most(model, request, seen), scope)
      // Who hangs up may be billed for what was read.
      let spent = amountOf(model, inputOf(request), 0)
      try {
        const answer = await model.generate(request, scope)
        const { costUsd, inputTokens, outputTokens } = answer.usage
        spent = { costUsd, tokens: inputTokens + outputTokens }
        seen.answers++
        seen.tokens = Math.max(seen.tokens, outputTokens)
        return answer
      } finally {
        settle(spent)
      }
    },
  }
}

interface Longest {
  answers: number
  tokens: number
}

const newLongest = (): Longest => ({ answers: 0, tokens: SHORTEST_TOKENS })

const usualMost = ({ answers, tokens }: Longest): number =>
  answers < ENOUGH_ANSWERS ? USUAL_MOST_TOKENS : Math.min(USUAL_MOST_TOKENS, TIMES_LONGEST * tokens)

const most = (model: Model, request: ModelRequest, longest: Longest): Amount =>
  amountOf(model, inputOf(request) * SAFETY, request.maxTokens ?? usualMost(longest))

const inputOf = ({ messages, schema }: ModelRequest): number =>
  estimateTokens(
    messages.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0) +
      (schema ? JSON.stringify(schema.schema).length : 0),
  )

const amountOf = ({ cost }: Model, inputTokens: number, outputTokens: number): Amount => ({
  costUsd: cost?.({ inputTokens, outputTokens }) ?? null,
  tokens: Math.ceil(inputTokens + outputTokens),
})
