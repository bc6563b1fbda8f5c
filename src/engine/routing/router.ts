/** Chooses the model that begins with a prompt: the one with the lowest expected cost, learned from earlier prompts. */
import type { Route } from '../../core/escalation/route.ts'
import { escalates } from '../../core/decide.ts'
import type { Iteration, Thought, Usage } from '../../core/types.ts'
import { usageOf } from '../../core/usage.ts'
import { digest } from '../../util/hash.ts'
import { SuccessModel } from './success-model.ts'

/** With fewer examples, prompts begin with the first model. */
const MIN_EXAMPLES = 12
/** The share of prompts that begin with the first model although another has a lower expected cost: exploration. */
const EXPLORED_SHARE = 0.02
/** Without prices, a model is assumed to cost this number of times as much per token as the one before it. */
const ASSUMED_PRICE_RATIO = 10

/** The total cost of `count` prompts; `usd` is null if the cost of any of them is unknown. */
interface CostSum {
  count: number
  usd: number | null
  tokens: number
}
const noCost = (): CostSum => ({ count: 0, usd: 0, tokens: 0 })

/** Results of one model: which prompts it succeeded at, and the costs of those and of the others. */
interface ModelHistory {
  readonly success: SuccessModel
  readonly onSuccess: CostSum
  readonly onFailure: CostSum
}

export class Router {
  readonly #models: readonly string[]
  readonly #histories: readonly ModelHistory[]

  /** The names of the models, the cheapest first. */
  constructor(models: readonly string[]) {
    this.#models = models
    this.#histories = models.map(() => ({
      success: new SuccessModel(),
      onSuccess: noCost(),
      onFailure: noCost(),
    }))
  }

  choose(promptId: string, features: readonly string[]): Route {
    const models = this.#models
    const probabilities = this.#histories.map(({ success }) => success.probability(features))
    const probability = this.#histories[0]?.success.exampleCount === 0 ? null : round(probabilities[0] ?? 0)
    const routeTo = (index: number, reason: Route['reason']): Route => ({
      models,
      first: models[index] ?? '',
      reason,
      probability,
      features,
    })
    const costs = this.#expectedCosts(probabilities)
    if (!costs || (this.#histories[0]?.success.exampleCount ?? 0) < MIN_EXAMPLES) return routeTo(0, 'unknown')
    const best = costs.indexOf(Math.min(...costs))
    if (best === 0) return routeTo(0, 'enough')
    return numberFromId(promptId) < EXPLORED_SHARE ? routeTo(0, 'explored') : routeTo(best, 'not-enough')
  }

  /** Learns from a thought whose route names the same models. */
  learn({
    route,
    iterations,
    outcome,
    stopReason,
  }: Pick<Thought, 'route' | 'iterations' | 'outcome' | 'stopReason'>): void {
    if (!route || route.models.join() !== this.#models.join()) return
    for (const [index, model] of this.#models.entries()) {
      const own = iterations.filter(({ writer }) => writer === model)
      const isLast = iterations.at(-1)?.writer === model
      const succeeded = isLast && outcome === 'accepted'
      // A thought that stopped for another reason, such as an interruption, does not show whether the model succeeds.
      const isConclusive = !isLast || succeeded || escalates({ reason: stopReason, outcome })
      if (own.length === 0 || !isConclusive) continue
      const history = this.#histories[index]
      history?.success.learn({ features: route.features, succeeded })
      const cost = succeeded ? history?.onSuccess : history?.onFailure
      if (cost) addCost(cost, own)
    }
  }

  /** By model, the expected cost of a prompt that begins with it; undefined until each model has been used. */
  #expectedCosts(probabilities: readonly number[]): readonly number[] | undefined {
    const areCostsKnown = this.#histories.every(
      ({ onSuccess, onFailure }) => onSuccess.usd !== null && onFailure.usd !== null,
    )
    const mean = ({ count, usd, tokens }: CostSum, index: number): number | undefined =>
      count === 0 ? undefined : (areCostsKnown ? (usd ?? 0) : tokens * ASSUMED_PRICE_RATIO ** index) / count
    const costs: number[] = []
    // From the last model to the first: after a failure, the expected cost of the next model is added.
    let expected = 0
    for (const [index, { onSuccess, onFailure }] of [...this.#histories.entries()].toReversed()) {
      const successCost = mean(onSuccess, index) ?? mean(onFailure, index)
      const failureCost = mean(onFailure, index) ?? mean(onSuccess, index)
      if (successCost === undefined || failureCost === undefined) return undefined
      const probability = probabilities[index] ?? 0
      expected = probability * successCost + (1 - probability) * (failureCost + expected)
      costs.unshift(expected)
    }
    return costs
  }
}

function addCost(cost: CostSum, iterations: readonly Iteration[]): void {
  const { costUsd, inputTokens, outputTokens }: Usage = usageOf(iterations)
  cost.count += 1
  cost.usd = cost.usd === null || costUsd === null ? null : cost.usd + costUsd
  cost.tokens += inputTokens + outputTokens
}

/** A pseudo-random number from 0 to 1, always the same for the same id. */
const numberFromId = (promptId: string): number =>
  Number.parseInt(digest(`route ${promptId}`).slice(0, 8), 16) / 2 ** 32

const round = (probability: number): number => Math.round(probability * 1000) / 1000
