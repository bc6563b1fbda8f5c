import { RampUp } from './ramp-up.ts'
import { Refusals } from './refusals.ts'
import type { LearnedRate } from './shared/ledger.ts'
import { TokenBucket } from './token-bucket.ts'

/** At first, a provider is assumed to accept at once as many calls as its limit allows in this time. */
const ASSUMED_BURST_MS = 1000
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
/** Relative growth while the rate is not measured, per call and per millisecond; the lower one applies. */
const FAST_GROWTH = { perCall: 0.02, perMs: 0.0007 } as const
const NOISY_GROWTH_FACTOR = 3
/** The measured number of calls is uncertain by about this many. */
const CALLS_ERROR = 1.5
const MIN_MARGIN = 0.01
const MAX_MARGIN = 0.3
/** The measured rate is based on about this many of the latest accepted calls. */
const MAX_REMEMBERED_CALLS = 600
/** If the newest measurement differs by more than this share from older ones, the limit was changed. */
const MAX_DEVIATION = 0.15
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
  #changes = 0
  /** The time of the last proof. The refusal of a call that was sent before proves nothing more. */
  #provenMs = -Infinity
  /** The calls since the last proof of a limit, or since the start. */
  #window = newWindow({ sequence: -1, sentMs: 0 }, 0)
  /** Accepted calls, and the time in which they flowed into the bucket; older calls have less weight. */
  #measured = NOT_MEASURED

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

  /** How often a refused call has changed the rate, or has paused the calls. */
  get changes(): number {
    return this.#changes
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
    this.#perMs *= 1 + this.#growth
    this.#bucket.setRate(this.#perMs, nowMs)
  }

  /** How long a call must wait that was counted by `recordSent`, since other calls came before it. */
  debtMs(nowMs: number): number {
    const paceMs = this.#bucket ? this.#bucket.debtMs(nowMs) : this.#rampUp.debtMs(nowMs)
    return Math.max(0, this.#pausedUntilMs - nowMs, paceMs)
  }

  /** What the last proof has shown. */
  get learned(): LearnedRate | undefined {
    const { first, startPerMs: perMs } = this.#window
    return this.isLimited ? { ...first, perMs, ...this.#measured } : undefined
  }

  /** Goes on from a later proof of another process; `sequence` is the position of the latest call. */
  adopt({ perMs, calls, durationMs, ...first }: LearnedRate, sequence: number, nowMs: number): void {
    if (first.sequence <= this.#window.first.sequence) return
    const level = perMs * (nowMs - first.sentMs) - (sequence - first.sequence)
    this.#setRate(perMs, Math.min(0, level), nowMs)
    this.#measured = { calls, durationMs }
    this.#window = newWindow({ sequence: first.sequence, sentMs: first.sentMs }, perMs)
    this.#provenMs = nowMs
    this.#refusals.forget()
    this.#changes++
  }

  /** Counts a refused call of another process. A proof that the refusal completes arrives separately, by `adopt`. */
  recordRefusedElsewhere(call: SentCall, nowMs: number): void {
    if (!this.isLimited) this.recordRefusal(call, undefined, nowMs)
    else if (call.sequence > this.#window.first.sequence) this.#window.refused++
  }

  /** Spaces the first calls by at most the duration of an answer, since a refusal takes no longer. */
  recordAnswer(durationMs: number): void {
    this.#rampUp.limitSpacing(durationMs)
  }

  /** Call this if the provider reports its limits. */
  skipCautiousStart(): void {
    this.#rampUp.end()
  }

  /** `unsent`: number of calls that `recordSent` counted and that still wait for other processes. */
  recordRefusal(call: SentCall, retryAfterMs: number | undefined, nowMs: number, unsent = 0): void {
    const { sequence, sentMs } = call
    const accepted = sequence - this.#window.first.sequence - 1 - this.#window.refused
    this.#window.refused++
    if (sentMs <= this.#provenMs) return
    this.#refusals.recordRefused(sequence, this.#isBelowMeasured)
    const isExpected = this.isLimited && (this.#isShared || !this.#isBelowMeasured) && !this.#isNoisy
    const isProof = (isExpected && accepted >= MIN_MEASURED_CALLS) || this.#refusals.prove(sequence)
    this.#changes++
    if (!isProof) {
      // The answers to the calls that were sent since show whether they are refused, too.
      if (!this.isLimited) this.#pausedUntilMs = nowMs + (nowMs - sentMs)
    } else if (!this.isLimited && accepted <= 0) {
      // Without an accepted call there is no rate to estimate yet, so only the provider knows how long to wait.
      this.#pausedUntilMs = nowMs + (retryAfterMs ?? 0)
    } else {
      this.#estimate(call, accepted, nowMs, unsent)
      if (accepted <= 0 && retryAfterMs !== undefined) this.#pausedUntilMs = nowMs + retryAfterMs
      this.#window = newWindow(call, this.#perMs)
      this.#provenMs = nowMs
      this.#refusals.forget()
    }
  }

  #estimate(call: SentCall, accepted: number, nowMs: number, unsent: number): void {
    const perMs = this.isLimited
      ? this.#nextPerMs(accepted, call.sentMs - this.#window.first.sentMs)
      : (this.#rampUp.sentCalls(nowMs) - this.#window.refused) /
        (ASSUMED_BURST_MS + this.#rampUp.durationMs(nowMs))
    this.#setRate(Math.max(perMs, MIN_PER_MS), -unsent, nowMs)
  }

  #setRate(perMs: number, level: number, nowMs: number): void {
    const capacity = Math.max(1, USED_BURST * perMs * ASSUMED_BURST_MS)
    this.#perMs = perMs
    this.#bucket = new TokenBucket(perMs, capacity)
    this.#bucket.update({ perMs, capacity, level }, nowMs)
  }

  /** Measures the rate from the accepted calls since the last proof, if they allow it. */
  #nextPerMs(accepted: number, durationMs: number): number {
    const perMs = accepted / durationMs
    const hasGrown =
      this.#window.startPerMs < MIN_START_SHARE * perMs ||
      (this.#isMeasured && this.#perMs > (this.#isShared ? SHARED_MAX_END_FACTOR : MAX_END_FACTOR) * perMs)
    if (accepted < MIN_MEASURED_CALLS || this.#window.hasOverflowed || hasGrown) {
      this.#measured = NOT_MEASURED
      return this.#window.hasOverflowed || !hasGrown
        ? GUESS_FACTOR * this.#perMs
        : Math.sqrt(this.#perMs * perMs)
    }
    const older = this.#measured
    const isChanged = Math.abs(perMs / this.#measuredPerMs - 1) > MAX_DEVIATION
    const share =
      this.#isMeasured && !isChanged
        ? Math.min(1, Math.max(0, MAX_REMEMBERED_CALLS - accepted) / older.calls)
        : 0
    this.#measured = {
      calls: share * older.calls + accepted,
      durationMs: share * older.durationMs + durationMs,
    }
    return this.#measuredPerMs * (1 - this.#margin)
  }

  get #isNoisy(): boolean {
    return !this.#isShared && this.#refusals.isNoisy
  }

  get #isMeasured(): boolean {
    return this.#measured.calls > 0
  }

  get #measuredPerMs(): number {
    return this.#measured.calls / this.#measured.durationMs
  }

  /** Whether no refusal is expected, since the rate is below the measured rate. */
  get #isBelowMeasured(): boolean {
    return this.#isMeasured && this.#perMs < this.#measuredPerMs
  }

  /** Share by which the rate starts below the measured rate. */
  get #margin(): number {
    return Math.min(MAX_MARGIN, Math.max(MIN_MARGIN, CALLS_ERROR / this.#measured.calls))
  }

  /** Relative growth of the rate per call. */
  get #growth(): number {
    const fast = Math.min(FAST_GROWTH.perCall, FAST_GROWTH.perMs / this.#perMs)
    if (!this.#isMeasured) return fast
    if (this.#isNoisy) return NOISY_GROWTH_FACTOR * fast
    const excess = Math.max(0, this.#perMs / this.#measuredPerMs - 1)
    return Math.min(fast, (this.#margin + excess) / RECOVERY_CALLS)
  }
}

const NOT_MEASURED = { calls: 0, durationMs: 0 }

/** `first` is the refused call of the proof at which the window starts. */
const newWindow = (first: SentCall, startPerMs: number) => ({
  first,
  startPerMs,
  /** Refused calls that were sent after `first`. */
  refused: 0,
  /** Whether calls were too few to use the rate. */
  hasOverflowed: false,
})
