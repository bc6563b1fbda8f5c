/** The circuit breaker of a backend: while the backend is down, it is not asked, apart from an occasional probe. */

export interface BreakerOptions {
  readonly clock: { now(): number; after(delayMs: number, action: () => void): () => void }
  /** An operation that takes longer has failed; default: no limit. */
  readonly limitMs?: number | undefined
  /** Called when the breaker opens after an operation that failed. */
  readonly onFailure?: ((error: unknown) => void) | undefined
}

const FIRST_PAUSE_MS = 500
const MAX_PAUSE_MS = 30_000

/** The backend was not asked, since it failed a moment ago. */
class BreakerOpen extends Error {
  override readonly name = 'BreakerOpen'
}

export class Breaker {
  readonly #options: BreakerOptions
  #pauseMs = 0
  #openUntilMs = 0
  /** True while one operation finds out whether the backend is back. */
  #isProbing = false
  #lastError: unknown

  constructor(options: BreakerOptions) {
    this.#options = options
  }

  get isClosed(): boolean {
    return this.#pauseMs === 0
  }

  /** Why the breaker is open; undefined while it is closed. */
  get error(): unknown {
    return this.isClosed ? undefined : this.#lastError
  }

  /** Rejects with a `BreakerOpen` without doing the work while the backend is down. */
  run<T>(work: () => Promise<T>): Promise<T> {
    if (!this.isClosed) return this.#probe(work)
    return this.#limited(work()).catch((error: unknown) => {
      // Operations that started before the breaker opened say nothing new.
      if (this.isClosed) this.#open(error)
      throw error
    })
  }

  async #probe<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isProbing || this.#options.clock.now() < this.#openUntilMs) {
      throw new BreakerOpen('the backend is down', { cause: this.#lastError })
    }
    this.#isProbing = true
    try {
      const result = await this.#limited(work())
      this.#pauseMs = 0
      return result
    } catch (error) {
      this.#open(error)
      throw error
    } finally {
      this.#isProbing = false
    }
  }

  #open(error: unknown): void {
    const { clock, onFailure } = this.#options
    this.#lastError = error
    this.#pauseMs = Math.min(Math.max(2 * this.#pauseMs, FIRST_PAUSE_MS), MAX_PAUSE_MS)
    this.#openUntilMs = clock.now() + this.#pauseMs
    onFailure?.(error)
  }

  #limited<T>(work: Promise<T>): Promise<T> {
    const { clock, limitMs } = this.#options
    if (limitMs === undefined) return work
    return new Promise((resolve, reject) => {
      const cancel = clock.after(limitMs, () => reject(new Error(`no answer within ${limitMs} ms`)))
      void work.then(resolve, reject).finally(cancel)
    })
  }
}
