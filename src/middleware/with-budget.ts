import { ProviderError, SifakaError } from '../core/errors.ts'
import type { Model } from '../core/ports.ts'
import { estimateRequestTokens } from '../core/request-tokens.ts'
import type { Usage } from '../core/types.ts'
import { estimateTokens } from '../util/tokens.ts'
import type { Budget, Spending } from './budget.ts'

/** Assumed maximum output of a call without `maxTokens`, until `MIN_ANSWERS` answers were received. */
const ASSUMED_OUTPUT_TOKENS = 4096
const MIN_ANSWERS = 5
/** Afterwards, the assumed maximum is a multiple of the longest answer; the multiple is smaller for long answers. */
const SHORT_FACTOR = 4
const LONG_FACTOR = 1.5
const MIN_OUTPUT_TOKENS = 64
/** The real number of input tokens may be up to this multiple of the estimate. */
const INPUT_FACTOR = 1.5

/**
 * Sends an attempt only if the budget covers its maximum cost. Rejects with a `SifakaError` if the budget is used up.
 */
export function withBudget(model: Model, budget: Budget): Model {
  const seen = { text: newAnswerLengths(), json: newAnswerLengths() }
  return {
    ...model,
    async generate(request, scope) {
      const lengths = seen[request.schema ? 'json' : 'text']
      const input = estimateRequestTokens(request)
      const maxOutput = request.maxTokens ?? maxOutputTokens(lengths)
      const settle = await budget.reserve(spendingOf(model, input * INPUT_FACTOR, maxOutput), scope)
      let received = ''
      const onDelta = (text: string) => {
        received += text
        request.onDelta?.(text)
      }
      let spent: Spending = NOTHING
      try {
        const answer = await model.generate({ ...request, onDelta }, scope)
        spent = spendingIn(answer.usage)
        lengths.answers++
        lengths.longestTokens = Math.max(lengths.longestTokens, answer.usage.outputTokens)
        return answer
      } catch (error) {
        const { usage } = error instanceof SifakaError ? error : {}
        if (usage) spent = spendingIn(usage)
        // Interrupted attempts are billed, although no usage was reported.
        else if (mayBeBilled(error)) spent = spendingOf(model, input, estimateTokens(received))
        throw error
      } finally {
        settle(spent)
      }
    },
  }
}

const NOTHING: Spending = { costUsd: 0, tokens: 0 }

/** False if a response refused the request, so that no model worked on it. */
const mayBeBilled = (error: unknown): boolean =>
  !(error instanceof ProviderError) || (!error.isAnswer && error.status === undefined)

function maxOutputTokens({ answers, longestTokens }: ReturnType<typeof newAnswerLengths>): number {
  if (answers < MIN_ANSWERS) return Math.max(ASSUMED_OUTPUT_TOKENS, LONG_FACTOR * longestTokens)
  return Math.min(SHORT_FACTOR * longestTokens, Math.max(ASSUMED_OUTPUT_TOKENS, LONG_FACTOR * longestTokens))
}

const spendingIn = ({ costUsd, inputTokens, outputTokens }: Usage): Spending => ({
  costUsd,
  tokens: inputTokens + outputTokens,
})

const newAnswerLengths = () => ({ answers: 0, longestTokens: MIN_OUTPUT_TOKENS })

const spendingOf = ({ cost }: Model, inputTokens: number, outputTokens: number): Spending => ({
  costUsd: cost?.({ inputTokens, outputTokens }) ?? null,
  tokens: Math.ceil(inputTokens + outputTokens),
})
