/**
 * Finds the rate that a provider allows and does not tell. Two refusals next to each other mean that its bucket is
 * empty (one alone may be an accident, and is put to the test). Whatever was accepted between two such moments,
 * when the bucket was empty both times, is what flowed into it: that is the rate, and the more calls the more exact.
 */
export class Pace {
  /** Unlimited until the first proof of a limit. */
  #perMs = Infinity
  /** No call before this. */
  #nextMs = 0
  #closedUntilMs = 0
  /** Calls that go at once, to see whether a refusal was an accident. */
  #tests = 0
  #startedMs: number | undefined
  /** Calls to a stranger, after the first few, are sent one by one: a refusal should come back before the next. */
  #cautious = CAUTIOUS_CALLS
  #cautionMs = CAUTION_MS
  #provenMs = 0
  /** Since the last proof; accidents count as accepted, or they would seem to be a limit. */
  #accepted = 0
  #lastRefused = -Infinity
  /** Calls, and the time in which they were accepted, between proofs; old ones count less and less. */
  #seen = { calls: 0, passedMs: 0 }
  #measuredPerMs = Infinity

  waitMs(nowMs: number): number {
    return Math.max(0, this.#closedUntilMs - nowMs, this.#tests > 0 ? 0 : this.#nextMs - nowMs)
  }

  /** Whether refusals make calls go slower than they could. */
  get limited(): boolean {
    return this.#perMs !== Infinity
  }

  sent(nowMs: number): void {
    this.#startedMs ??= nowMs
    this.#accepted++
    if (!this.limited) {
      if (this.#cautious > 0 && --this.#cautious < CAUTIOUS_CALLS - FIRST_AT_ONCE)
        this.#nextMs = nowMs + this.#cautionMs
      return
    }
    // A rate that nobody uses to the full says nothing about a higher one.
    if (nowMs - this.#nextMs < 1 / this.#perMs) this.#perMs *= 1 + this.#growth()
    if (this.#tests > 0) {
      this.#tests--
      this.#closedUntilMs = nowMs + this.#cautionMs
    } else this.#nextMs = Math.max(this.#nextMs, nowMs - SLACK_MS) + 1 / this.#perMs
  }

  /** A refusal takes no longer than an answer. */
  answered(durationMs: number): void {
    this.#cautionMs = Math.min(this.#cautionMs, durationMs)
  }

  /** There is no need to go carefully: what is allowed is known. */
  trust(): void {
    this.#cautious = 0
  }

  /** `sequence` counts the calls as they were sent. */
  refused(
    { sequence, sentMs }: { sequence: number; sentMs: number },
    hintMs: number | undefined,
    nowMs: number,
  ): void {
    if (this.limited && sentMs <= this.#provenMs) {
      // It proves the same once more, and was taken for accepted.
      this.#seen.calls = Math.max(0, this.#seen.calls - 1)
      return
    }
    const isolated = sequence - this.#lastRefused > TESTS
    this.#lastRefused = sequence
    if (isolated && this.#accepted > 1) {
      if (this.limited) this.#tests = TESTS
      return
    }
    this.#accepted -= isolated ? 1 : 2
    // Who is refused again at once had better heed what the provider asks for.
    const heeded = this.limited && this.#accepted <= 0 ? hintMs : undefined
    this.#measure(nowMs)
    this.#closedUntilMs = nowMs + (heeded ?? 1 / this.#perMs)
  }

  #measure(nowMs: number): void {
    const calls = Math.max(0, this.#accepted)
    if (this.limited) {
      const kept = Math.min(1, MEMORY / (this.#seen.calls + calls))
      this.#seen = {
        calls: (this.#seen.calls + calls) * kept,
        passedMs: (this.#seen.passedMs + nowMs - this.#provenMs) * kept,
      }
      const perMs = this.#seen.calls / this.#seen.passedMs
      // The fewer calls, the more may be luck.
      const sure = MARGIN - 0.2 / Math.sqrt(this.#seen.calls)
      this.#perMs = this.#seen.calls < ENOUGH ? this.#perMs / 2 : perMs * sure
    } else {
      // A full bucket was emptied as well, so the rate is less than what was accepted.
      this.#perMs = (calls / Math.max(SHORTEST_BURST_MS, nowMs - (this.#startedMs ?? nowMs))) * FIRST_GUESS
    }
    this.#perMs = Math.max(this.#perMs, 1 / LONGEST_GAP_MS)
    this.#measuredPerMs = this.#perMs
    this.#accepted = 0
    this.#provenMs = nowMs
    this.#nextMs = nowMs
    this.#tests = 0
  }

  /** By call: fast from a guess, slowly from what was measured well, fast again where the limit was lifted. */
  #growth(): number {
    const lifted = this.#perMs > this.#measuredPerMs * LIFTED
    return lifted || this.#seen.calls < ENOUGH
      ? FAST_GROWTH
      : Math.max(SLOW_GROWTH, 0.1 / this.#seen.calls ** 2)
  }
}

const FIRST_AT_ONCE = 10
const CAUTIOUS_CALLS = 500
/** Time for a refusal to come back. */
const CAUTION_MS = 4
/** With one test alone a drop may have come in meanwhile. */
const TESTS = 2
const FIRST_GUESS = 0.7
const SHORTEST_BURST_MS = 1000
const MARGIN = 0.97
const FAST_GROWTH = 0.01
const SLOW_GROWTH = 0.00015
const LIFTED = 1.1
/** Accepted calls from which a measured rate is worth more than a guess. */
const ENOUGH = 5
/** As many calls are remembered. */
const MEMORY = 300
/** A call that comes late may be followed sooner, so that lateness does not add up. */
const SLACK_MS = 5
/** The slowest pace: a call every ten seconds. */
const LONGEST_GAP_MS = 10_000
