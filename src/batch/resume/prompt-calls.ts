/** The calls of one prompt, as a call journal has them. */
import type { Answer, Usage, Waste } from '../../core/types.ts'
import { addWaste, asWaste, totalUsage, totalWaste } from '../../core/usage.ts'
import { isAnswerEntry, type AnswerEntry, type AttemptEntry, type JournalEntry } from './journal-entries.ts'

export class PromptCalls {
  /** In the order of the calls; equal calls have equal keys. */
  readonly answers: AnswerEntry[] = []
  readonly attempts = new Map<number, AttemptEntry>()

  add(entry: JournalEntry): void {
    if (!isAnswerEntry(entry)) {
      // An attempt that was never sent, or was refused, cost nothing.
      if (entry.hasEnded && entry.cost.attempts === 0) this.attempts.delete(entry.attempt)
      else this.attempts.set(entry.attempt, entry)
      return
    }
    this.answers.push(entry)
    // The attempt in flight at this call brought the answer, so it is not wasted.
    for (const { attempt, key, hasEnded } of this.attempts.values()) {
      if (key === entry.key && !hasEnded) this.attempts.delete(attempt)
    }
  }

  /** Call this for the calls of an earlier process: no attempt is in flight any more. */
  endAll(): void {
    for (const [attempt, entry] of this.attempts) this.attempts.set(attempt, { ...entry, hasEnded: true })
  }

  entries(): readonly JournalEntry[] {
    return [...this.answers, ...this.attempts.values()]
  }

  spent(): Usage {
    const answered = totalUsage(this.answers.map(({ answer }) => answer.usage))
    return addWaste(answered, this.wasted())
  }

  wasted(): Waste {
    return totalWaste([...this.attempts.values()].map(({ cost }) => cost))
  }
}

/** The calls of one prompt in an earlier run, or of earlier workers. */
export class EarlierCalls {
  readonly #answers: AnswerEntry[]
  readonly #wasted: Waste

  constructor(calls: readonly PromptCalls[]) {
    this.#answers = calls.flatMap(({ answers }) => answers)
    this.#wasted = totalWaste(calls.map((each) => each.wasted()))
  }

  /** Returns each answer only once, since it was paid for once: an equal call that follows is a new call. */
  use(key: string): Answer | undefined {
    const index = this.#answers.findIndex((entry) => entry.key === key)
    return index === -1 ? undefined : this.#answers.splice(index, 1)[0]?.answer
  }

  unused(): Waste {
    const usages = this.#answers.map(({ answer }) => answer.usage)
    return totalWaste([this.#wasted, asWaste(totalUsage(usages)), ...usages.map(({ wasted }) => wasted)])
  }
}
