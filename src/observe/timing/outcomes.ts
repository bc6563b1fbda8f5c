import type { SifakaEvent } from '../../core/events.ts'
import { OUTCOMES, type Outcome, type Thought } from '../../core/types.ts'
import { ratio } from './aggregate.ts'

/** Counts prompts by outcome and by number of iterations. */
export class OutcomeCounts {
  readonly #counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>
  #prompts = 0
  #iterations = 0
  /** Number of prompts accepted in each iteration, up to the last iteration that any prompt reached. */
  readonly #acceptedAt: number[] = []

  on(event: SifakaEvent): void {
    if (event.type === 'thought-end') this.#count(event.value)
    if (event.type === 'thought-error') {
      this.#prompts += 1
      this.#counts.failed += 1
    }
  }

  get summary() {
    const prompts = this.#prompts
    return {
      prompts,
      ...this.#counts,
      successRate: ratio(this.#counts.accepted, prompts),
      meanIterations: ratio(this.#iterations, prompts),
    }
  }

  get passByIteration(): number[] {
    let accepted = 0
    return this.#acceptedAt.map((count) => {
      accepted += count
      return ratio(accepted, this.#prompts) ?? 0
    })
  }

  #count({ outcome, iterations }: Thought): void {
    this.#prompts += 1
    this.#counts[outcome] += 1
    this.#iterations += iterations.length
    for (const index of iterations.keys()) {
      const isAccepted = outcome === 'accepted' && index === iterations.length - 1
      this.#acceptedAt[index] = (this.#acceptedAt[index] ?? 0) + Number(isAccepted)
    }
  }
}
