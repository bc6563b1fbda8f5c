import { MeasuredRate } from './measured-rate.ts'
import { RampUp } from './ramp-up.ts'
import { Refusals } from './refusals.ts'
import type { LearnedRate } from './shared/ledger.ts'
import { TokenBucket } from './token-bucket.ts'

/** At first, a provider is assumed to accept at once as many calls as its limit allows in this time. */
const ASSUMED_BURST_MS = 1000
/** Processes use this share of the first estimate of a shared rate, since they learn of the first refusals late. */
const SHARED_FIRST_SHARE = 0.8
/** Share of the assumed burst that is sent at once after a time with few calls. */
const USED_BURST = 0.5
/** With fewer accepted calls between two proofs, the rate is not measured, but lowered by a factor. */
const MIN_MEASURED_CALLS = 10
const GUESS_FACTOR = 0.7
/**
 * If the rate began below this share of the mean rate between two proofs, or ended above this multiple of it, the mean
 * is below the limit: the bucket may have overflowed at first, or the provider raised the limit.
 */
const MIN_START_SHARE = 0.6
const MAX_END_FACTOR = 1.3
/** Processes measure a shared rate less exactly at first, since they do not know at once what others send. */
const SHARED_MAX_END_FACTOR = 4
/** Number of calls in which the rate grows back to the measured rate. */
const RECOVERY_CALLS = 120
/**
 * The rate exceeds the measured rate by at most this share, until more calls were accepted than the provider may have
 * stored while the rate was lower.
 */
const MAX_EXCESS = 0.2
/** Relative growth while the rate is not measured, per call and per millisecond; the lower one applies. */
const FAST_GROWTH = { perCall: 0.02, perMs: 0.0007 } as const
const NOISY_GROWTH_FACTOR = 3
/** The rate never falls below one call per ten seconds. */
const MIN_PER_MS = 1 / 10_000

/** A call, with its position in the order of sending. */
interface SentCall {
  readonly sequence: number
  readonly sentMs: number
}

/**
 * Estimates a rate limit that the provider does not report, and paces the calls by a token bucket of that rate. A
 * refusal proves that the provider's bucket is empty. Between two proofs, as many calls were accepted as flowed into
 * the bucket, which measures the rate. The next rate is a little lower, and grows until the next refusal: slowly at
 * first, and faster the longer no call is refused, since the limit may have been raised.
 */
export class RateEstimator {
  readonly #isShared: boolean
  readonly #rampUp = new RampUp()
  readonly #refusals = new Refusals()
  /** Undefined until the first proof of a limit. */
  #bucket: TokenBucket | undefined
  /** Allowed calls per millisecond. */
  #perMs = Infinity
  #pausedUntilMs = 0
  /** The time of the last proof. The refusal of a call that was sent before proves nothing more. */
  #provenMs = -Infinity
  /** The calls since the last proof of a limit, or since the start. */
  #window = newWindow({ sequence: -1, sentMs: 0 }, 0)
  /** The rate at which accepted calls flowed into the bucket. */
  #measured = new MeasuredRate()

  /** `isShared`: refusals may be due to other processes. */
  constructor(isShared = false) {
    this.#isShared = isShared
  }

  waitMs(nowMs: number): number {
    const paceMs = this.#bucket ? this.#bucket.waitMs(1, nowMs) : this.#rampUp.waitMs(nowMs)
    return Math.max(0, this.#pausedUntilMs - nowMs, paceMs)
  }

  /** Whether refused calls have limited the rate. */
  get isLimited(): boolean {
    return this.#bucket !== undefined
  }

  /** Whether a refused call has ever limited the rate or paused the calls. */
  get wasSlowed(): boolean {
    return this.isLimited || this.#pausedUntilMs > 0
  }

  recordSent(nowMs: number): void {
    this.#rampUp.recordSent(nowMs)
    this.#refusals.recordSent(this.#isBelowMeasured)
    if (!this.#bucket) return
    const wasFull = this.#bucket.isFull(nowMs)
    this.#bucket.take(1, nowMs)
    const isPaced = this.#bucket.waitMs(1, nowMs) > 0
    if (wasFull && !isPaced) this.#window.hasOverflowed = true
    // The rate grows only while calls fully use it; otherwise a lack of refusals would prove nothing.
    if (!isPaced) return
    if (this.#measured.isKnown)
      this.#window.callsAboveMeasured += Math.max(0, 1 - this.#measured.perMs / this.#perMs)
    this.#perMs *= 1 + this.#growth
    this.#bucket.setRate(this.#perMs, nowMs)
  }

  /** Counts calls of other processes to a provider whose limit is still unknown. */
  recordEarlier(calls: number, nowMs: number): void {
    this.#rampUp.recordEarlier(calls, nowMs)
  }

  /** How long a call must wait after which `later` calls were counted by `recordSent`. */
  debtMs(later: number, nowMs: number): number {
    const paceMs = this.#bucket
      ? this.#bucket.debtMs(nowMs) - later / this.#perMs
      : this.#rampUp.debtMs(later, nowMs)
    return Math.max(0, this.#pausedUntilMs - nowMs, paceMs)
  }

  /** What the last proof has shown. */
  get learned(): LearnedRate | undefined {
    if (!this.isLimited) return undefined
    const { first, startPerMs: perMs } = this.#window
    const { calls, durationMs } = this.#measured
    return { ...first, perMs, calls, durationMs }
  }

  /** Goes on from a later proof of another process; `latest` is the position of the latest call that was counted. */
  adopt(learned: LearnedRate, latest: number, nowMs: number): void {
    const { sequence, sentMs, perMs } = learned
    if (sequence <= this.#window.first.sequence) return
    this.#setRate(perMs, latest - sequence, nowMs - sentMs, nowMs)
    this.#measured = new MeasuredRate(learned.calls, learned.durationMs)
    this.#startWindow({ sequence, sentMs }, nowMs)
  }

  /** Counts a refused call of another process. A proof that the refusal completes arrives separately, by `adopt`. */
  recordRefusedElsewhere(call: SentCall, latest: number, nowMs: number): void {
    if (!this.isLimited) return this.recordRefusal(call, undefined, latest, nowMs)
    if (call.sequence > this.#window.first.sequence) this.#window.refused++
  }

  /** Spaces the first calls by at most the duration of an answer, since a refusal takes no longer. */
  recordAnswer(durationMs: number): void {
    this.#rampUp.limitSpacing(durationMs)
  }

  /** Call this if the provider reports its limits. */
  skipCautiousStart(): void {
    this.#rampUp.end()
  }

  /** `latest`: as for `adopt`. */
  recordRefusal(call: SentCall, retryAfterMs: number | undefined, latest: number, nowMs: number): void {
    const { sequence, sentMs } = call
    const accepted = sequence - this.#window.first.sequence - 1 - this.#window.refused
    this.#window.refused++
    if (sentMs <= this.#provenMs) return
    this.#refusals.recordRefused(sequence, this.#isBelowMeasured)
    const isExpected = this.isLimited && (this.#isShared || !this.#isBelowMeasured) && !this.#isNoisy
    const isProof = (isExpected && accepted >= MIN_MEASURED_CALLS) || this.#refusals.prove(sequence)
    if (!isProof) {
      // The answers to the calls that were sent since show whether they are refused, too.
      if (!this.isLimited) this.#pausedUntilMs = nowMs + (nowMs - sentMs)
    } else if (!this.isLimited && accepted <= 0) {
      // Without an accepted call there is no rate to estimate yet, so only the provider knows how long to wait.
      this.#pausedUntilMs = nowMs + (retryAfterMs ?? 0)
    } else {
      const perMs = this.isLimited ? this.#nextPerMs(accepted, sentMs) : this.#firstPerMs(nowMs)
      this.#setRate(Math.max(perMs, MIN_PER_MS), latest - sequence, nowMs - sentMs, nowMs)
      if (accepted <= 0 && retryAfterMs !== undefined) this.#pausedUntilMs = nowMs + retryAfterMs
      this.#startWindow({ sequence, sentMs }, nowMs)
    }
  }

  #firstPerMs(nowMs: number): number {
    const accepted = this.#rampUp.sentCalls(nowMs) - this.#window.refused
    const perMs = accepted / (ASSUMED_BURST_MS + this.#rampUp.durationMs(nowMs))
    return this.#isShared ? SHARED_FIRST_SHARE * perMs : perMs
  }

  /** The provider's bucket was empty `durationMs` ago; since then, this number of calls was counted. */
  #setRate(perMs: number, calls: number, durationMs: number, nowMs: number): void {
    const capacity = Math.max(1, USED_BURST * perMs * ASSUMED_BURST_MS)
    const level = Math.min(0, perMs * durationMs - calls)
    this.#perMs = perMs
    this.#bucket = new TokenBucket(perMs, capacity)
    this.#bucket.update({ perMs, capacity, level }, nowMs)
  }

  /** Call this after a proof of a limit, which is this refused call. */
  #startWindow(first: SentCall, nowMs: number): void {
    this.#window = newWindow(first, this.#perMs)
    this.#provenMs = nowMs
    this.#refusals.forget()
  }

  /** Measures the rate from the accepted calls between the last proof and the next, if they allow it. */
  #nextPerMs(accepted: number, sentMs: number): number {
    const durationMs = sentMs - this.#window.first.sentMs
    const perMs = accepted / durationMs
    const maxEndFactor = this.#isShared ? SHARED_MAX_END_FACTOR : MAX_END_FACTOR
    const hasGrown =
      this.#window.startPerMs < MIN_START_SHARE * perMs ||
      (this.#measured.isKnown && this.#perMs > maxEndFactor * perMs)
    if (accepted < MIN_MEASURED_CALLS || this.#window.hasOverflowed || hasGrown) {
      this.#measured = new MeasuredRate()
      return this.#window.hasOverflowed || !hasGrown
        ? GUESS_FACTOR * this.#perMs
        : Math.sqrt(this.#perMs * perMs)
    }
    this.#measured = this.#measured.with(accepted, durationMs)
    return this.#measured.perMs * (1 - this.#measured.margin)
  }

  get #isNoisy(): boolean {
    return !this.#isShared && this.#refusals.isNoisy
  }

  /** Whether no refusal is expected, since the rate is below the measured rate. */
  get #isBelowMeasured(): boolean {
    return this.#measured.isKnown && this.#perMs < this.#measured.perMs
  }

  /** Relative growth of the rate per call. */
  get #growth(): number {
    const fast = Math.min(FAST_GROWTH.perCall, FAST_GROWTH.perMs / this.#perMs)
    if (!this.#measured.isKnown) return fast
    if (this.#isNoisy) return NOISY_GROWTH_FACTOR * fast
    const excess = Math.max(0, this.#perMs / this.#measured.perMs - 1)
    const mayUseStored = this.#window.callsAboveMeasured < this.#measured.perMs * ASSUMED_BURST_MS
    if (excess > MAX_EXCESS && mayUseStored) return 0
    return Math.min(fast, (this.#measured.margin + excess) / RECOVERY_CALLS)
  }
}

/** `first` is the refused call of the proof at which the window starts. */
const newWindow = (first: SentCall, startPerMs: number) => ({
  first,
  startPerMs,
  /** Refused calls that were sent after `first`. */
  refused: 0,
  /** Number of calls beyond those that the measured rate would have allowed. */
  callsAboveMeasured: 0,
  /** Whether the bucket was full while calls were sent: they were too few to measure the rate. */
  hasOverflowed: false,
})
