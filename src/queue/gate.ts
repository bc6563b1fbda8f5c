import { Notifier } from '../util/notifier.ts'

/** Lets many jobs in together, or one alone. */
export class Gate {
  readonly #change = new Notifier()
  #inside = 0
  #isAlone = false
  /** Jobs that wait to be alone come first, so that a stream of others does not hold them up. */
  #waitingAlone = 0

  /** Resolves to a function that must be called at the end. Rejects with the signal's reason if it aborts first. */
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
