import type { Clock } from '../core/clock.ts'
import { stopsTheRun } from '../core/error-codes.ts'
import type { ProviderError } from '../core/errors.ts'
import { span, type Scope } from '../core/scope.ts'
import { Notifier } from '../util/notifier.ts'

const FAILURES_TO_OPEN = 5
/**
 * At least this share of the calls in flight must have failed, too: failures arrive before answers, so a few failures
 * of many calls that were sent together are consecutive, although the host works.
 */
const SHARE_TO_OPEN = 0.2
/** Fewer failures are needed if the host refuses connections and has never answered: it probably does not run. */
const REFUSED_CONNECTIONS_TO_OPEN = 3
/** A host that has answered before usually recovers soon, so the first probes are frequent. */
const FIRST_PROBE_MS = 900
const FREQUENT_PROBES = 10
const FIRST_PROBE_OF_UNKNOWN_HOST_MS = 1500
const MAX_PROBE_MS = 15_000
/** If a host has never answered, its name is probably misspelled, so the run fails soon. */
const MAX_OUTAGE_OF_UNKNOWN_HOST_MS = 3500
/** If a host has answered before, it usually recovers. */
const MAX_OUTAGE_MS = 300_000

interface FatalError {
  readonly error: ProviderError
  readonly endMs: number
  readonly clock: Clock
}

interface Outage {
  readonly openedMs: number
  probeDelayMs: number
  /** Number of probes so far. */
  probes: number
  /** `open`: calls wait, also while a probe is in flight. `half-open`: one call may be sent as a probe. */
  state: 'open' | 'half-open'
}

/**
 * The circuit breaker of one host. Consecutive failures open it: from then on only an occasional probe is sent, and
 * the first answer closes it. An error that every call would meet, such as an invalid key or a long outage, is fatal:
 * no further call is sent for `cooldownMs`, by default for the rest of the run. Then a probe is sent.
 */
export class CircuitBreaker {
  readonly #name: string
  readonly #cooldownMs: number
  readonly #changes = new Notifier()
  /** Fatal errors by model; the empty name stands for all models. */
  readonly #fatalErrors = new Map<string, FatalError>()
  #hasAnswered = false
  #failures = 0
  #lastFailureMs = -Infinity
  /** Number of calls that were sent and have not ended. */
  #inFlight = 0
  /** Time when the first of the consecutive failed calls was sent. */
  #failingSinceMs = 0
  #outage: Outage | undefined
  #cancelProbe: (() => void) | undefined

  constructor(name: string, cooldownMs = Infinity) {
    this.#name = name
    this.#cooldownMs = cooldownMs
  }

  /** Whether calls would wait for the outcome of a probe. */
  get isOpen(): boolean {
    return this.#outage?.state === 'open'
  }

  get isClosed(): boolean {
    return this.#outage === undefined
  }

  /** The error because of which no further call to this model is sent; undefined while calls may be sent. */
  fatalError(model: string): ProviderError | undefined {
    this.#expireFatalErrors()
    return (this.#fatalErrors.get('') ?? this.#fatalErrors.get(model))?.error
  }

  /** Resolves when there is a fatal error or the signal aborts. */
  async whenFatal(model: string, signal: AbortSignal): Promise<void> {
    while (!this.fatalError(model) && !signal.aborted) await this.#changes.wait(signal)
  }

  /** Resolves when a call may be sent; rejects with the fatal error. */
  async acquire(model: string, scope: Scope): Promise<void> {
    this.#expireFatalErrors()
    if (this.#outage) {
      await span(scope, 'wait', 'circuit', async ({ signal }) => {
        while (this.#outage?.state === 'open' && !this.fatalError(model)) {
          await this.#changes.wait(signal)
          signal.throwIfAborted()
        }
        // A call that is rejected below must not take the place of the probe.
        if (this.#outage && !this.fatalError(model)) this.#outage.state = 'open'
        return { reason: 'circuit' }
      })
    }
    const fatal = this.fatalError(model)
    if (fatal) throw fatal
    this.#inFlight++
  }

  recordSuccess(): void {
    this.#inFlight--
    this.#recordAnswer()
  }

  #recordAnswer(): void {
    this.#hasAnswered = true
    this.#failures = 0
    if (this.#outage) this.#close()
  }

  recordFailure(error: ProviderError, model: string, sentMs: number, clock: Clock): void {
    const sentCalls = this.#inFlight
    if (error.kind === 'local') return this.release(sentMs)
    this.#inFlight--
    if (stopsTheRun(error.kind)) return this.#setFatal(error.kind === 'not-found' ? model : '', error, clock)
    if (error.isAnswer) return this.#recordAnswer()
    const nowMs = clock.now()
    // In a service, hours can lie between a failure and the next call.
    if (sentMs - this.#lastFailureMs > MAX_OUTAGE_MS) this.#failures = 0
    this.#lastFailureMs = nowMs
    if (this.#failures++ === 0) this.#failingSinceMs = sentMs
    const failuresToOpen =
      !this.#hasAnswered && error.kind === 'connection'
        ? REFUSED_CONNECTIONS_TO_OPEN
        : Math.max(FAILURES_TO_OPEN, SHARE_TO_OPEN * sentCalls)
    const opens = this.#failures >= failuresToOpen
    const leftMs = this.#failingSinceMs + this.#maxOutageMs - nowMs
    if (opens && leftMs <= 0) return this.#setFatal('', this.#downError(error, nowMs), clock)
    if (!this.#outage && opens) {
      const probeDelayMs = this.#hasAnswered ? FIRST_PROBE_MS : FIRST_PROBE_OF_UNKNOWN_HOST_MS
      this.#outage = { openedMs: nowMs, probeDelayMs, probes: 0, state: 'open' }
      this.#scheduleProbe(this.#outage, leftMs, clock)
    } else if (this.#outage && sentMs >= this.#outage.openedMs) {
      const isFrequent = this.#hasAnswered && ++this.#outage.probes < FREQUENT_PROBES
      if (!isFrequent) this.#outage.probeDelayMs = Math.min(2 * this.#outage.probeDelayMs, MAX_PROBE_MS)
      this.#scheduleProbe(this.#outage, leftMs, clock)
    }
  }

  /** Call this if a call is aborted after `acquire`. If it was the probe, another call may now be the probe. */
  release(sentMs: number): void {
    this.#inFlight--
    if (this.#outage && sentMs >= this.#outage.openedMs) this.#allowProbe(this.#outage)
  }

  get #maxOutageMs(): number {
    return this.#hasAnswered ? MAX_OUTAGE_MS : MAX_OUTAGE_OF_UNKNOWN_HOST_MS
  }

  /** Schedules the next probe; the last one is sent before the outage becomes fatal. */
  #scheduleProbe(outage: Outage, leftMs: number, clock: Clock): void {
    const delayMs = Math.min(outage.probeDelayMs, Math.max(leftMs, 0))
    this.#cancelProbe = clock.after(delayMs, () => this.#allowProbe(outage))
  }

  #allowProbe(outage: Outage): void {
    outage.state = 'half-open'
    this.#changes.notifyAll()
  }

  #setFatal(model: string, error: ProviderError, clock: Clock): void {
    // A call that was stopped by this error reports the same error, which must not extend the cooldown.
    if (this.#fatalErrors.get(model)?.error !== error)
      this.#fatalErrors.set(model, { error, endMs: clock.now() + this.#cooldownMs, clock })
    this.#close()
  }

  /**
   * Forgets fatal errors whose cooldown is over. If one concerned all models, one call is now the probe, and the others
   * wait for it.
   */
  #expireFatalErrors(): void {
    for (const [model, { endMs, clock }] of this.#fatalErrors) {
      const openedMs = clock.now()
      if (openedMs < endMs) continue
      this.#fatalErrors.delete(model)
      if (model === '')
        this.#outage = { openedMs, probeDelayMs: FIRST_PROBE_MS, probes: 0, state: 'half-open' }
    }
  }

  #close(): void {
    this.#outage = undefined
    this.#cancelProbe?.()
    this.#changes.notifyAll()
  }

  #downError(error: ProviderError, nowMs: number): ProviderError {
    const seconds = Math.round((nowMs - this.#failingSinceMs) / 1000)
    const whenAvailable =
      this.#cooldownMs < Infinity
        ? 'try again later'
        : 'finished results are kept; resume when the provider is available again'
    const hint = error.hint ?? whenAvailable
    return error.escalate('down', `${this.#name} has not answered for ${seconds} s`, hint)
  }
}
