import type { SifakaEvent } from '../../core/events.ts'
import type { Outcome, Thought } from '../../core/types.ts'
import { ratio } from './figures.ts'

/** How the prompts ended, and after how many iterations. */
export class Outcomes {
  readonly #counts: Record<Outcome, number> = {
    accepted: 0,
    exhausted: 0,
    unreviewed: 0,
    failed: 0,
    refused: 0,
    truncated: 0,
    empty: 0,
    cancelled: 0,
  }
  #prompts = 0
  #iterations = 0
  #mostIterations = 0
  readonly #acceptedAt = new Map<number, number>()

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
    return Array.from({ length: this.#mostIterations }, (_, index) => {
      accepted += this.#acceptedAt.get(index + 1) ?? 0
      return ratio(accepted, this.#prompts) ?? 0
    })
  }

  #count({ outcome, iterations }: Thought): void {
    this.#prompts += 1
    this.#counts[outcome] += 1
    this.#iterations += iterations.length
    this.#mostIterations = Math.max(this.#mostIterations, iterations.length)
    if (outcome !== 'accepted') return
    this.#acceptedAt.set(iterations.length, (this.#acceptedAt.get(iterations.length) ?? 0) + 1)
  }
}
