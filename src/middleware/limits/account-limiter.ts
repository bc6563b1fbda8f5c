import type { Clock } from '../../core/clock.ts'
import { ProviderError } from '../../core/errors.ts'
import { span, type Scope } from '../../core/scope.ts'
import { DefaultMap } from '../../util/default-map.ts'
import { Notifier } from '../../util/notifier.ts'
import { compareTurns, isNearEnd, type Turn } from './call-order.ts'
import { ModelLimiter, type Delay, type ModelLimiterOptions } from './model-limiter.ts'
import type { IssuedPermit, Permit } from './permit.ts'
import type { SharedAccount } from './shared/shared-account.ts'
import type { AmountByUnit } from './units.ts'
import { MINUTE_MS } from '../../util/duration.ts'

export interface AccountLimiterOptions extends ModelLimiterOptions {
  /** The name of the provider, for messages. */
  readonly name: string
  /** The number of prompts of the run that have not ended; infinite while it is not known. */
  readonly promptsLeft?: (() => number) | undefined
  /** Set if other processes use the same account. */
  readonly shared?: SharedAccount | undefined
}

/** A prompt that has sent no call for this time is probably busy with other work, such as a slow validator. */
const PAUSE_MS = 20

/** Comes before all other turns. */
const EXTRA_TURN: Turn = { priority: -1, iteration: -1 }

interface WaitingCall {
  readonly model: ModelLimiter
  readonly expected: AmountByUnit
  readonly turn: Turn
  readonly admit: (permit: IssuedPermit) => void
  readonly reject: (error: unknown) => void
}

/** If a limit, such as a daily limit, requires a longer wait, the run ends and can be resumed later. */
const MAX_WAIT_MS = 120_000

/**
 * Issues the permits for all calls to one API account. If several waiting calls could be sent, the first in the order
 * of `compareTurns` gets the next permit.
 */
export class AccountLimiter {
  readonly #options: AccountLimiterOptions
  readonly #models = new DefaultMap<string, ModelLimiter>(
    (name) => new ModelLimiter(name, this.#options, this.#options.shared !== undefined),
  )
  /** Sorted by `compareTurns`, then by time of arrival. */
  readonly #waiting: WaitingCall[] = []
  /** Whether the waiting calls are sorted as they should be near the end of the run. */
  #nearEnd = false
  readonly #noneWaits = new Notifier()
  #inFlight = 0
  #cancelTimer: (() => void) | undefined
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
    if (!mustQueue) return this.#share(this.#issue(model, expected, clock), scope)
    const permit = this.#enqueue(model, expected, scope)
    const reason = delay?.reason ?? 'slot'
    await span(scope, 'wait', reason, async () => (await permit, { reason }))
    return this.#share(await permit, scope)
  }

  /**
   * Resolves to a permit for an extra call, which needs a slot but precedes all waiting calls; to undefined if the rate
   * is limited, or once the signal aborts.
   */
  async acquireExtra(model: ModelLimiter, expected: AmountByUnit, scope: Scope): Promise<Permit | undefined> {
    const { clock } = scope
    if (this.#closed || model.isThrottled || model.isRateLimited(expected, clock.now())) return undefined
    const permit = this.#delay(model, expected, clock.now())
      ? await this.#enqueue(model, expected, { ...scope, ...EXTRA_TURN }).catch(() => undefined)
      : this.#issue(model, expected, clock)
    return permit && this.#share(permit, scope).catch(() => undefined)
  }

  /**
   * Waits until no call waits for a permit, or until the signal aborts. Resolves to the number of further prompts that
   * keep all slots in use: at least 1. If there are at least as many prompts in progress as slots, a slot must first
   * stay free for `PAUSE_MS`, since these prompts may be about to send their next calls.
   */
  async promptsNeeded(
    model: ModelLimiter,
    inProgress: () => number,
    { clock, signal }: Pick<Scope, 'clock' | 'signal'>,
  ): Promise<number> {
    const free = () => Math.max(0, Math.min(this.#options.maxInFlight - this.#inFlight, model.room))
    const untilNoneWaits = async () => {
      while (!signal.aborted && this.#waiting.length > 0) await this.#noneWaits.wait(signal)
    }
    await untilNoneWaits()
    const freeBefore = free()
    const unused = this.#inFlight + freeBefore - inProgress()
    // One more than can be sent, so that a slot that becomes free is used at once.
    if (unused >= 0) return Math.min(unused, freeBefore) + 1
    await clock.sleep(PAUSE_MS, signal).catch(() => undefined)
    await untilNoneWaits()
    return Math.min(freeBefore, free()) + 1
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

  #enqueue(model: ModelLimiter, expected: AmountByUnit, scope: Scope): Promise<IssuedPermit> {
    const { clock, signal, priority, iteration, hasDraft } = scope
    const turn = { priority, iteration, hasDraft }
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
        turn,
        admit: (permit) => settle(() => resolve(permit)),
        reject: (error) => settle(() => reject(error)),
      }
      signal.addEventListener('abort', abort, { once: true })
      const previous = this.#waiting.findLastIndex((other) => this.#compare(other.turn, turn) <= 0)
      this.#waiting.splice(previous + 1, 0, waiting)
      this.#admitWaiting(clock)
    })
  }

  async #share(permit: IssuedPermit, scope: Scope): Promise<Permit> {
    return this.#options.shared?.share(permit, scope) ?? permit
  }

  #issue(model: ModelLimiter, expected: AmountByUnit, clock: Clock): IssuedPermit {
    this.#inFlight++
    const call = model.recordSent(expected, clock.now())
    const release = (record: () => void) => {
      this.#inFlight--
      record()
      this.#admitWaiting(clock)
    }
    return {
      model,
      call,
      recordLimits: (limits) => model.recordLimits(limits, call, clock.now()),
      recordAnswer: (usage) =>
        release(() => model.recordAnswer(call, usage, this.#waiting.length > 0, clock.now())),
      recordFailure: (error) => release(() => model.recordFailure(call, error, clock.now())),
    }
  }

  readonly #compare = (one: Turn, other: Turn): number => compareTurns(one, other, this.#nearEnd)

  #sort(): void {
    const nearEnd = isNearEnd(this.#options.promptsLeft?.() ?? Infinity, this.#inFlight + 1)
    if (nearEnd === this.#nearEnd) return
    this.#nearEnd = nearEnd
    this.#waiting.sort((one, other) => this.#compare(one.turn, other.turn))
  }

  /**
   * Admits or rejects the first waiting call that need not wait longer, which runs this method again. If all calls must
   * wait longer, sets a timer.
   */
  #admitWaiting(clock: Clock): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    this.#sort()
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
      this.#cancelTimer = clock.after(Math.max(1, nextMs), () => this.#admitWaiting(clock))
    }
    if (this.#waiting.length === 0) this.#noneWaits.notifyAll()
  }

  #tooLong(waitMs: number): ProviderError {
    const minutes = Math.ceil(waitMs / MINUTE_MS)
    return new ProviderError(
      'quota',
      `${this.#options.name}: the rate limit allows no call for ${minutes} min`,
      { hint: 'resume later, or use another model' },
    )
  }
}
