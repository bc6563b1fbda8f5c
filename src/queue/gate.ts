import { Notifier } from '../util/notifier.ts'

/** Holds many jobs at the same time, or one job alone (a readers-writer lock). */
export class Gate {
  readonly #change = new Notifier()
  #inside = 0
  #isAlone = false
  /** Number of jobs that wait to be alone. They come first, since other jobs could otherwise delay them for ever. */
  #waitingAlone = 0

  /** Resolves to a function that must be called when the job ends. Rejects with the signal's reason if it aborts. */
  async enter(alone: boolean, signal: AbortSignal): Promise<() => void> {
    if (alone) this.#waitingAlone++
    try {
      while (alone ? this.#inside > 0 : this.#isAlone || this.#waitingAlone > 0) {
        await this.#change.wait(signal)
        signal.throwIfAborted()
      }
    } finally {
      if (alone) this.#waitingAlone--
      this.#change.notifyAll()
    }
    this.#inside++
    this.#isAlone = alone
    return () => {
      this.#inside--
      this.#isAlone = false
      this.#change.notifyAll()
    }
  }
}
