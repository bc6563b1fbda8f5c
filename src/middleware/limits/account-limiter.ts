import { runAfter, type Clock } from '../../core/clock.ts'
import { ProviderError } from '../../core/errors.ts'
import { span, type Scope } from '../../core/scope.ts'
import type { RateLimit, Usage } from '../../core/types.ts'
import { DefaultMap } from '../../util/default-map.ts'
import { Notifier } from '../../util/notifier.ts'
import { ModelLimiter, type AmountByUnit, type Delay, type ModelLimiterOptions } from './model-limiter.ts'

export interface AccountLimiterOptions extends ModelLimiterOptions {
  /** The name of the provider, for messages. */
  readonly name: string
}

/** Permission to send one call. When the call has ended, call exactly one of `recordAnswer` and `recordFailure`. */
export interface Permit {
  recordLimits(limits: readonly RateLimit[]): void
  recordAnswer(usage: Usage): void
  /** Without an error, the call was aborted, which says nothing about the provider. */
  recordFailure(error?: ProviderError): void
}

interface WaitingCall {
  readonly model: ModelLimiter
  readonly expected: AmountByUnit
  readonly priority: number
  readonly admit: (permit: Permit) => void
  readonly reject: (error: unknown) => void
}

/** If a limit, such as a daily limit, requires a longer wait, the run ends and can be resumed later. */
const MAX_WAIT_MS = 120_000

/**
 * Issues the permits for all calls to one API account. If several waiting calls could be sent, the call with the
 * lowest priority number gets the next permit.
 */
export class AccountLimiter {
  readonly #options: AccountLimiterOptions
  readonly #models = new DefaultMap<string, ModelLimiter>(() => new ModelLimiter(this.#options))
  /** Sorted by priority, then by time of arrival. */
  readonly #waiting: WaitingCall[] = []
  readonly #allAdmitted = new Notifier()
  #inFlight = 0
  #timer: AbortController | undefined
  #closed: { readonly error: unknown } | undefined

  constructor(options: AccountLimiterOptions) {
    this.#options = options
  }

  forModel(name: string): ModelLimiter {
    return this.#models.get(name)
  }

  /** Resolves when the call may be sent. Rejects with a `ProviderError` if a limit would delay the call too long. */
  async acquire(model: ModelLimiter, expected: AmountByUnit, scope: Scope): Promise<Permit> {
    const { clock, signal } = scope
    signal.throwIfAborted()
    if (this.#closed) throw this.#closed.error
    const delay = this.#delay(model, expected, clock.now())
    const mustQueue = delay !== undefined || this.#waiting.some((other) => other.model === model)
    if (!mustQueue) return this.#issue(model, expected, clock)
    const permit = this.#enqueue(model, expected, scope)
    const reason = delay?.reason ?? 'slot'
    await span(scope, 'wait', reason, async () => (await permit, { reason }))
    return permit
  }

  /** Issues a permit for an extra call; undefined if other calls wait, the model is throttled or a limit is reached. */
  tryAcquire(model: ModelLimiter, expected: AmountByUnit, clock: Clock): Permit | undefined {
    const blocked =
      this.#waiting.length > 0 || model.isThrottled || this.#delay(model, expected, clock.now()) !== undefined
    return blocked ? undefined : this.#issue(model, expected, clock)
  }

  /** Resolves when the model has room for a call and no call waits for a permit, or when the signal aborts. */
  async whenIdle(model: ModelLimiter, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (this.#waiting.length > 0 || this.#isFull || !model.hasRoom)) {
      await this.#allAdmitted.wait(signal)
    }
  }

  /** Rejects the waiting calls, of one model or of all. */
  rejectWaiting(error: unknown, model?: ModelLimiter): void {
    for (const waiting of this.#waiting.filter((each) => model === undefined || each.model === model)) {
      waiting.reject(error)
    }
  }

  /** Rejects waiting and further calls; calls in flight may finish. */
  close(error: unknown): void {
    this.#closed = { error }
    this.rejectWaiting(error)
  }

  get #isFull(): boolean {
    return this.#inFlight >= this.#options.maxInFlight
  }

  #delay(model: ModelLimiter, expected: AmountByUnit, nowMs: number): Delay | undefined {
    return this.#isFull ? { reason: 'slot', waitMs: Infinity } : model.delay(expected, nowMs)
  }

  #enqueue(model: ModelLimiter, expected: AmountByUnit, { priority, clock, signal }: Scope): Promise<Permit> {
    return new Promise((resolve, reject) => {
      const settle = (action: () => void) => {
        const index = this.#waiting.indexOf(waiting)
        if (index !== -1) this.#waiting.splice(index, 1)
        signal.removeEventListener('abort', abort)
        action()
        this.#admitWaiting(clock)
      }
      const abort = () => settle(() => reject(signal.reason))
      const waiting: WaitingCall = {
        model,
        expected,
        priority,
        admit: (permit) => settle(() => resolve(permit)),
        reject: (error) => settle(() => reject(error)),
      }
      signal.addEventListener('abort', abort, { once: true })
      const previous = this.#waiting.findLastIndex((other) => other.priority <= priority)
      this.#waiting.splice(previous + 1, 0, waiting)
      this.#admitWaiting(clock)
    })
  }

  #issue(model: ModelLimiter, expected: AmountByUnit, clock: Clock): Permit {
    this.#inFlight++
    const call = model.recordSent(expected, clock.now())
    const release = (record: () => void) => {
      this.#inFlight--
      record()
      this.#admitWaiting(clock)
    }
    return {
      recordLimits: (limits) => model.recordLimits(limits, call, clock.now()),
      recordAnswer: (usage) =>
        release(() => model.recordAnswer(call, usage, this.#waiting.length > 0, clock.now())),
      recordFailure: (error) => release(() => model.recordFailure(call, error, clock.now())),
    }
  }

  /**
   * Admits or rejects the first waiting call that need not wait longer; that call runs this method again. If all
   * calls must wait longer, sets a timer.
   */
  #admitWaiting(clock: Clock): void {
    this.#timer?.abort()
    this.#timer = undefined
    const nowMs = clock.now()
    const waitMsByModel = new Map<ModelLimiter, number>()
    for (const { model, expected, admit, reject } of this.#waiting) {
      // Calls of one model never overtake each other; otherwise a large one might wait forever.
      if (waitMsByModel.has(model)) continue
      const delay = this.#delay(model, expected, nowMs)
      if (!delay) return admit(this.#issue(model, expected, clock))
      if (delay.waitMs > MAX_WAIT_MS && delay.waitMs < Infinity) return reject(this.#tooLong(delay.waitMs))
      waitMsByModel.set(model, delay.waitMs)
    }
    const nextMs = Math.min(...waitMsByModel.values())
    if (nextMs < Infinity) {
      this.#timer = new AbortController()
      runAfter(clock, Math.max(1, nextMs), this.#timer.signal, () => this.#admitWaiting(clock))
    }
    if (this.#waiting.length === 0) this.#allAdmitted.notifyAll()
  }

  #tooLong(waitMs: number): ProviderError {
    const minutes = Math.ceil(waitMs / 60_000)
    return new ProviderError(
      'quota',
      `${this.#options.name}: the rate limit allows no call for ${minutes} min`,
      {
        hint: 'resume later, or use another model',
      },
    )
  }
}
