import type { SifakaEvent } from '../../core/events.ts'
import { isUnrelatedToPrompt, staysPending } from '../../core/error-codes.ts'
import { errorCodeOf } from '../../core/failure.ts'
import type { OutcomeTotals } from '../../core/timing-report.ts'
import { OUTCOMES, type Outcome, type Thought } from '../../core/types.ts'
import { ratio } from './aggregate.ts'

const countsByOutcome = () =>
  Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>

/** Counts prompts by outcome and by number of iterations. Prompts that stay pending are not counted. */
export class OutcomeCounts {
  readonly #counts = countsByOutcome()
  readonly #earlier = countsByOutcome()
  #prompts = 0
  #earlierPrompts = 0
  #iterations = 0
  /** Number of prompts accepted in each iteration, up to the last iteration that any prompt reached. */
  readonly #acceptedAt: number[] = []

  on(event: SifakaEvent): void {
    if (event.type === 'thought-end') this.#count(event.value)
    if (event.type === 'thought-error' && !isUnrelatedToPrompt({ code: errorCodeOf(event.error) })) {
      this.#prompts += 1
      this.#counts.failed += 1
    }
  }

  /** Counts a prompt that an earlier run finished. */
  skip(outcome: Outcome): void {
    this.#earlierPrompts++
    this.#earlier[outcome]++
  }

  /** The prompts that an earlier run finished. */
  get earlier(): OutcomeTotals {
    return { prompts: this.#earlierPrompts, ...this.#earlier }
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

  #count(thought: Thought): void {
    if (staysPending(thought)) return
    const { outcome, iterations } = thought
    this.#prompts += 1
    this.#counts[outcome] += 1
    this.#iterations += iterations.length
    for (const index of iterations.keys()) {
      const isAccepted = outcome === 'accepted' && index === iterations.length - 1
      this.#acceptedAt[index] = (this.#acceptedAt[index] ?? 0) + Number(isAccepted)
    }
  }
}
