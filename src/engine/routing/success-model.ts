/** Learns with which probability a model suffices, from the features of earlier prompts. */

/** The examples that are learned again with each new one, so that few examples suffice. */
const REPEATED_EXAMPLES = 64
const STEP = 0.5
/** Draws weights towards 0, so that a rare feature decides nothing. */
const DECAY = 0.002

interface Example {
  readonly features: readonly string[]
  readonly succeeded: boolean
}

/** Logistic regression by AdaGrad (Duchi, Hazan and Singer 2011), whose steps get smaller with each use of a feature. */
export class SuccessModel {
  readonly #weights = new Map<string, { value: number; squares: number }>()
  #examples: Example[] = []
  #count = 0

  /** The number of examples so far. */
  get count(): number {
    return this.#count
  }

  /** From 0 to 1; 0.5 without any example. */
  probability(features: readonly string[]): number {
    const sum = this.#weight('').value + features.reduce((total, name) => total + this.#weight(name).value, 0)
    return 1 / (1 + Math.exp(-sum))
  }

  learn(example: Example): void {
    this.#count += 1
    this.#examples = [...this.#examples.slice(1 - REPEATED_EXAMPLES), example]
    for (const each of this.#examples) this.#step(each)
  }

  #step({ features, succeeded }: Example): void {
    const error = this.probability(features) - (succeeded ? 1 : 0)
    for (const name of ['', ...features]) {
      const weight = this.#weight(name)
      const gradient = error + DECAY * weight.value
      weight.squares += gradient ** 2
      weight.value -= (STEP * gradient) / Math.sqrt(weight.squares + 1)
      this.#weights.set(name, weight)
    }
  }

  #weight(name: string): { value: number; squares: number } {
    return this.#weights.get(name) ?? { value: 0, squares: 0 }
  }
}
