import type { Target } from '../../../batch/results/targets.ts'
import { Tally } from '../../exit-codes.ts'
import { reportPending, type PendingRun } from '../../output/pending.ts'
import type { Shell } from '../../shell.ts'

/** How far a batch has come, and the report of what it has left undone. */
export class BatchProgress {
  readonly tally = new Tally()
  /** False until it is known which prompts earlier runs have done. */
  hasStarted = false
  stoppedBy: Pick<PendingRun, 'neededBudget' | 'deadline'> = {}
  #hasReported = false
  readonly #targets: readonly Target[]
  readonly #total: number | undefined
  readonly #shell: Shell

  constructor(targets: readonly Target[], total: number | undefined, shell: Shell) {
    this.#targets = targets
    this.#total = total
    this.#shell = shell
  }

  /** Reports once what is left, and how to resume. */
  reportPending(): void {
    if (this.#hasReported) return
    this.#hasReported = true
    const done = this.hasStarted ? this.tally.done : undefined
    reportPending(this.#targets, { done, total: this.#total, ...this.stoppedBy }, this.#shell)
  }
}
