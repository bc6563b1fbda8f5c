import { describe, expect, it } from 'vitest'
import { Durations } from '../../../src/observe/timing/durations.ts'

const distributionOf = (...durationsMs: number[]) => {
  const durations = new Durations()
  for (const durationMs of durationsMs) durations.record(durationMs)
  return durations.distribution()
}

describe('a distribution of durations', () => {
  it('is unknown if nothing was recorded', () => {
    expect(distributionOf()).toEqual({ mean: null, p50: null, p90: null, p95: null, p99: null, max: null })
  })

  it.each([0, 0.25, 1, 3200, 86_400_000])('is exact for %d ms alone', (ms) => {
    expect(distributionOf(ms, ms)).toEqual({ mean: ms, p50: ms, p90: ms, p95: ms, p99: ms, max: ms })
  })

  it('has percentiles within 0.1 %, an exact mean and an exact max', () => {
    const distribution = distributionOf(...Array.from({ length: 1000 }, (_, index) => (index + 1) * 7))
    expect(distribution).toMatchObject({ mean: 3503.5, max: 7000 })
    const exact = { p50: 500, p90: 900, p95: 950, p99: 990 }
    for (const [name, rank] of Object.entries(exact)) {
      expect(distribution[name as keyof typeof exact]).toBeGreaterThanOrEqual(rank * 7 * 0.999)
      expect(distribution[name as keyof typeof exact]).toBeLessThanOrEqual(rank * 7 * 1.001)
    }
  })

  it('counts durations of more than a day in full for the mean and the max', () => {
    const tenDaysMs = 864_000_000
    const { mean, p50, max } = distributionOf(tenDaysMs)
    expect({ mean, max }).toEqual({ mean: tenDaysMs, max: tenDaysMs })
    expect(p50).toBeGreaterThanOrEqual(86_400_000 * 0.999)
    expect(p50).toBeLessThanOrEqual(86_400_000 * 1.001)
  })
})
