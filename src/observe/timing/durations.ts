import { createHistogram } from 'node:perf_hooks'
import type { Distribution } from '../../core/timing-report.ts'
import { roundMs } from './aggregate.ts'

/** One day in microseconds. Longer durations count as a day in percentiles, and in full in the mean and the maximum. */
const MAX_US = 86_400_000_000

/** The distribution of any number of durations in constant memory: an HDR histogram with three digits. */
export class Durations {
  readonly #histogram = createHistogram({ lowest: 1, highest: MAX_US, figures: 3 })
  count = 0
  #sumMs = 0
  #maxMs = 0

  record(durationMs: number): void {
    this.#histogram.record(Math.min(Math.max(Math.round(durationMs * 1000), 1), MAX_US))
    this.count += 1
    this.#sumMs += durationMs
    this.#maxMs = Math.max(this.#maxMs, durationMs)
  }

  get sumMs(): number {
    return roundMs(this.#sumMs)
  }

  distribution(): Distribution {
    if (this.count === 0) return { mean: null, p50: null, p90: null, p95: null, p99: null, max: null }
    // The histogram returns the upper bound of a bucket, which may exceed the longest duration.
    const percentile = (rank: number) =>
      roundMs(Math.min(this.#histogram.percentile(rank) / 1000, this.#maxMs))
    return {
      mean: roundMs(this.#sumMs / this.count),
      p50: percentile(50),
      p90: percentile(90),
      p95: percentile(95),
      p99: percentile(99),
      max: roundMs(this.#maxMs),
    }
  }
}
