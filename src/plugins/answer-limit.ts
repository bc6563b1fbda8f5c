import { runAfter, systemClock } from '../core/clock.ts'
import { SifakaError } from '../core/errors.ts'
import { unlessAborted } from '../util/unless-aborted.ts'

const DEFAULT_LIMIT_MS = 30_000

/** Limits the time that a plugin's own code may take to answer. Time that it waits for models does not count. */
export class AnswerLimit {
  readonly #limitMs: number
  #waitingForModels = 0
  #lastModelMs = -Infinity

  constructor(limitMs = DEFAULT_LIMIT_MS) {
    this.#limitMs = limitMs
  }

  /**
   * Runs the plugin's code. Rejects with a `SifakaError` if there is no answer in time, or with the signal's reason.
   */
  async run<T>(work: () => T | Promise<T>, signal?: AbortSignal): Promise<T> {
    // Real time, since a plugin does not know the simulated time of a scope.
    const startedMs = systemClock.now()
    const result = work()
    if (!(result instanceof Promise)) return result
    const late = new AbortController()
    const settled = new AbortController()
    const check = (delayMs: number): void =>
      runAfter(systemClock, delayMs, settled.signal, () => {
        const leftMs = Math.max(startedMs, this.#lastModelMs) + this.#limitMs - systemClock.now()
        if (this.#waitingForModels > 0) check(this.#limitMs)
        else if (leftMs > 0) check(leftMs)
        else late.abort(new SifakaError('validator-timeout', `no answer within ${this.#limitMs / 1000} s`))
      })
    check(this.#limitMs)
    try {
      const either = signal ? AbortSignal.any([late.signal, signal]) : late.signal
      return await unlessAborted(result, either)
    } finally {
      settled.abort('settled')
    }
  }

  /** For calls that wait for a model. */
  async whileWaiting<T>(work: () => Promise<T>): Promise<T> {
    this.#waitingForModels++
    try {
      return await work()
    } finally {
      this.#waitingForModels--
      this.#lastModelMs = systemClock.now()
    }
  }
}
