import { Notifier } from '../util/notifier.ts'

/** Lets many jobs run at the same time, or one job alone. */
export class ReadersWriterLock {
  readonly #change = new Notifier()
  #holders = 0
  #isAlone = false
  /** Number of jobs that wait to run alone. They come first, since other jobs could otherwise delay them forever. */
  #waitingAlone = 0

  /** Resolves to a function that must be called when the job ends. Rejects with the signal's reason if it aborts. */
  async acquire(alone: boolean, signal: AbortSignal): Promise<() => void> {
    if (alone) this.#waitingAlone++
    try {
      while (alone ? this.#holders > 0 : this.#isAlone || this.#waitingAlone > 0) {
        await this.#change.wait(signal)
        signal.throwIfAborted()
      }
    } finally {
      if (alone) this.#waitingAlone--
      this.#change.notifyAll()
    }
    this.#holders++
    this.#isAlone = alone
    return () => {
      this.#holders--
      this.#isAlone = false
      this.#change.notifyAll()
    }
  }
}
