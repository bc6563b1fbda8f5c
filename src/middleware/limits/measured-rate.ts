/** The measured number of calls is uncertain by about this many. */
const CALLS_ERROR = 1.5
const MIN_MARGIN = 0.01
const MAX_MARGIN = 0.3
/** The rate is based on about this many of the latest accepted calls. */
const MAX_REMEMBERED_CALLS = 600
/** If the newest measurement differs by more than this share from older ones, the limit was changed. */
const MAX_DEVIATION = 0.15

/** A rate of accepted calls, measured over some time; older calls have less weight. */
export class MeasuredRate {
  readonly calls: number
  readonly durationMs: number

  constructor(calls = 0, durationMs = 0) {
    this.calls = calls
    this.durationMs = durationMs
  }

  get isKnown(): boolean {
    return this.calls > 0
  }

  get perMs(): number {
    return this.calls / this.durationMs
  }

  /** How far the true rate may be below this one, as a share of it. */
  get margin(): number {
    return Math.min(MAX_MARGIN, Math.max(MIN_MARGIN, CALLS_ERROR / this.calls))
  }

  /** The rate after a newer measurement. */
  with(calls: number, durationMs: number): MeasuredRate {
    const isChanged = Math.abs(calls / durationMs / this.perMs - 1) > MAX_DEVIATION
    if (!this.isKnown || isChanged) return new MeasuredRate(calls, durationMs)
    const share = Math.min(1, Math.max(0, MAX_REMEMBERED_CALLS - calls) / this.calls)
    return new MeasuredRate(share * this.calls + calls, share * this.durationMs + durationMs)
  }
}
