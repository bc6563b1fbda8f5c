import { sumOf } from '../../util/statistics.ts'

/** Predicts the probability that a model's draft of a prompt is accepted, from the features of the prompt. */

/** With each new example, this number of the latest ones is learned again (experience replay): few examples suffice. */
const REPLAYED_EXAMPLES = 64
const LEARNING_RATE = 0.5
/** L2 regularisation: keeps the weights of rare features near 0. */
const WEIGHT_DECAY = 0.002

interface Example {
  readonly features: readonly string[]
  readonly succeeded: boolean
}

/** Logistic regression by AdaGrad (Duchi, Hazan, Singer 2011), whose steps get smaller with each use of a feature. */
export class SuccessModel {
  readonly #weights = new Map<string, { value: number; squares: number }>()
  #examples: Example[] = []
  #exampleCount = 0

  get exampleCount(): number {
    return this.#exampleCount
  }

  /** From 0 to 1; 0.5 without any example. */
  probability(features: readonly string[]): number {
    const sum = sumOf(['', ...features].map((name) => this.#weight(name).value))
    return 1 / (1 + Math.exp(-sum))
  }

  learn(example: Example): void {
    this.#exampleCount += 1
    this.#examples = [...this.#examples.slice(1 - REPLAYED_EXAMPLES), example]
    for (const each of this.#examples) this.#step(each)
  }

  #step({ features, succeeded }: Example): void {
    const error = this.probability(features) - (succeeded ? 1 : 0)
    for (const name of ['', ...features]) {
      const weight = this.#weight(name)
      const gradient = error + WEIGHT_DECAY * weight.value
      weight.squares += gradient ** 2
      weight.value -= (LEARNING_RATE * gradient) / Math.sqrt(weight.squares + 1)
      this.#weights.set(name, weight)
    }
  }

  #weight(name: string): { value: number; squares: number } {
    return this.#weights.get(name) ?? { value: 0, squares: 0 }
  }
}
