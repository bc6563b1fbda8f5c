import type { EstimateRange } from '../core/estimate.ts'
import { ModelTotals, type ModelTotal } from './model-totals.ts'
import { iterationProbabilities, type IterationProbability } from './probabilities.ts'
import { exactly, largest, inOrder, product, scaled, sum, ZERO } from './range.ts'
import type { CallLatency, LoopRules, PromptFacts, ReviewCall } from './types.ts'
import { sumOf } from '../util/statistics.ts'

export interface PromptEstimate {
  /** Expected number of iterations. */
  readonly iterations: number
  readonly calls: EstimateRange
  readonly models: ReadonlyMap<string, ModelTotal>
  /** Time from the first call to the last answer if no call has to wait. */
  readonly durationMs: EstimateRange
  /** Sum of the durations of all calls. */
  readonly callsMs: EstimateRange
}

const NO_WORK: PromptEstimate = {
  iterations: 0,
  calls: ZERO,
  models: new Map(),
  durationMs: ZERO,
  callsMs: ZERO,
}

/** Estimates the calls, time and cost of one prompt under these rules. Pure. */
export function estimatePrompt(given: PromptFacts, rules: LoopRules): PromptEstimate {
  if (given.needsNoCalls) return NO_WORK
  const facts = rules.critique === 'never' ? { ...given, critics: [] } : given
  const iterations = iterationProbabilities(facts, rules)
  const totals = new ModelTotals()
  let durationMs = ZERO
  let callsMs = ZERO
  for (const [index, probability] of iterations.entries()) {
    const last = index === rules.maxIterations - 1
    const { generation, reviews } = callsIn(facts, rules, probability, { index, last })
    const timed = (kinds: readonly CallKind[]) =>
      kinds.map(({ model, latency, calls, rounds, ...tokens }) => {
        totals.add(model, calls, tokens)
        const callMs = callDuration(latency, tokens.outputTokens)
        callsMs = sum(callsMs, product(calls, callMs))
        return scaled(product({ ...calls, most: Math.min(1, calls.most) }, callMs), rounds)
      })
    const generationMs = timed(generation)
    // Critics and validators run concurrently, but a second attempt of a critic starts after the first attempt.
    const slowest = largest(...timed(reviews))
    const attempts = Math.max(1, ...[...generation, ...reviews].map(({ calls }) => calls.most))
    durationMs = sum(durationMs, ...generationMs, { ...slowest, most: slowest.most * attempts })
  }
  const least = leastOf(facts, rules)
  return {
    iterations: sumOf(iterations.map(({ reached }) => reached)),
    calls: inOrder({ ...totals.calls(), least: least.calls }),
    models: totals.withLeastOf(least.scenarios),
    durationMs: inOrder({ ...durationMs, least: least.durationMs }),
    callsMs: inOrder({ ...callsMs, least: least.durationMs }),
  }
}

/** Calls of one kind within an iteration; the token counts are those of one call. */
interface CallKind extends ModelTotal {
  readonly model: string
  readonly latency: CallLatency
  /** How many calls like this one follow one another. */
  readonly rounds: number
}

/** The calls of one iteration. Their `least` is 0, since `leastOf` computes the least for all iterations together. */
function callsIn(
  facts: PromptFacts,
  { critique, validation }: LoopRules,
  { reached, invalid }: IterationProbability,
  { index, last }: { readonly index: number; readonly last: boolean },
): { readonly generation: readonly CallKind[]; readonly reviews: readonly CallKind[] } {
  const { suppliedTokens, draftTokens } = facts
  const draftIn = (iteration: number) => (iteration === 0 && suppliedTokens ? suppliedTokens : draftTokens)
  const valid = reached * (1 - invalid)
  const criticsRunAtOnce = critique === 'always' && !last && validation === 'all'
  const reviewsBy = (calls: readonly ReviewCall[], expected: number, most: number): CallKind[] =>
    calls.map(
      ({ model, latency, shared, expectedShare, rounds, inputTokens, historyTokens, outputTokens }) => ({
        model,
        latency,
        rounds,
        calls: { least: 0, expected: shared ? 0 : expected * expectedShare, most },
        inputTokens: sum(
          inputTokens,
          facts.taskTokens,
          asInput(draftIn(index)),
          scaled(historyTokens, index),
        ),
        outputTokens,
      }),
    )
  const generation = {
    model: facts.model,
    latency: facts.latency,
    calls: { least: 0, expected: reached, most: 1 },
    inputTokens: index === 0 ? facts.openingTokens : revisionTokens(facts, draftIn(index - 1)),
    outputTokens: draftTokens,
    rounds: 1,
  }
  return {
    generation: index === 0 && suppliedTokens ? [] : [generation],
    reviews: [
      // Each answer of a critic's model may have to be repaired once.
      ...reviewsBy(facts.critics, criticsRunAtOnce ? reached : valid, 2),
      ...reviewsBy(facts.judges, validation === 'all' ? reached : reached * (1 - invalid / 2), 1),
    ],
  }
}

/**
 * The tokens of a draft when a later request contains it. The reading model may count tokens differently, and
 * reasoning tokens are not sent.
 */
const asInput = ({ least, expected, most }: EstimateRange): EstimateRange => ({
  least: least / 2,
  expected,
  most: 2 * most,
})

const revisionTokens = ({ openingTokens, feedbackTokens }: PromptFacts, draft: EstimateRange) =>
  sum(openingTokens, asInput(draft), feedbackTokens)

function callDuration({ firstTokenMs, tokenMs, maxMs }: CallLatency, tokens: EstimateRange): EstimateRange {
  const callMs = sum(firstTokenMs, product(tokenMs, tokens))
  return { ...callMs, most: Math.min(maxMs, callMs.most) }
}

/**
 * Builds the cheapest scenarios for a prompt and returns their lowest totals. Either all reviews accept the first
 * draft; or no draft is valid, so that critics that require a valid draft are not called; or two drafts are stopped
 * early at the same place.
 */
function leastOf(facts: PromptFacts, rules: LoopRules) {
  const { suppliedTokens, draftTokens } = facts
  const { maxIterations, critique, validation } = rules
  const generations = suppliedTokens ? 0 : 1
  /** Adds one generation for each of these draft lengths. */
  const generate = (drafts: readonly EstimateRange[]): ModelTotals => {
    const totals = new ModelTotals()
    drafts.forEach((outputTokens, index) => {
      const previous = index === 0 ? suppliedTokens : drafts[index - 1]
      const inputTokens = previous ? revisionTokens(facts, previous) : facts.openingTokens
      totals.add(facts.model, exactly(1), { inputTokens, outputTokens })
    })
    return totals
  }
  const review = (totals: ModelTotals, calls: readonly ReviewCall[]): ModelTotals => {
    for (const { model, inputTokens, outputTokens, alwaysSent, shared } of calls) {
      if (!alwaysSent || shared) continue
      const whole = sum(inputTokens, facts.taskTokens, asInput(suppliedTokens ?? draftTokens))
      totals.add(model, exactly(1), { inputTokens: whole, outputTokens })
    }
    return totals
  }
  const drafts = (count: number) => Array.from({ length: count }, () => draftTokens)

  const scenarios = [review(generate(drafts(generations)), [...facts.critics, ...facts.judges])]
  const single = maxIterations === 1
  if (facts.checks > 0 && (single || critique === 'when-valid' || validation === 'fail-fast')) {
    // The loop ends at the second draft if that equals the first.
    const scenario = generate(drafts(single ? generations : generations + 1))
    scenarios.push(validation === 'all' ? review(scenario, facts.judges) : scenario)
  }
  const stopsEarly = facts.stopsEarly && !single && !suppliedTokens
  // The draft of the last iteration is never stopped early.
  if (stopsEarly) scenarios.push(generate([exactly(1), maxIterations === 2 ? draftTokens : exactly(1)]))
  return {
    calls: Math.min(...scenarios.map((scenario) => scenario.calls().least)),
    scenarios,
    durationMs: generations * callDuration(facts.latency, stopsEarly ? exactly(1) : draftTokens).least,
  }
}
