import { describe, expect, it } from 'vitest'
import { Rate } from '../../../src/observe/status/rate.ts'

/** One end each `everyMs`, up to and with `untilMs`. */
function steady(everyMs: number, untilMs: number, rate = new Rate(), fromMs = 0): Rate {
  rate.start(fromMs)
  for (let atMs = fromMs + everyMs; atMs <= untilMs; atMs += everyMs) rate.ended(atMs)
  return rate
}

describe('the rate of late', () => {
  it.each([
    [1000, 5000, 1],
    [1000, 10_000, 1],
    [1000, 600_000, 1],
    [100, 30_000, 10],
    [3000, 60_000, 1 / 3],
    [120_000, 3_600_000, 1 / 120],
  ])('with an end each %i ms is, after %i ms, %d a second', (everyMs, untilMs, perSecond) => {
    expect(steady(everyMs, untilMs).perSecond(untilMs)).toBeCloseTo(perSecond, 2)
  })

  it('forgets what is long ago', () => {
    const rate = steady(1000, 300_000, steady(10, 100_000), 100_000)
    expect(rate.perSecond(300_000)).toBeCloseTo(1)
  })

  it('falls when everything has come to a halt', () => {
    const rate = steady(10, 60_000)
    expect(rate.perSecond(65_000)).toBeCloseTo(50, 0)
    expect(rate.perSecond(600_000)).toBeLessThan(0.02)
  })

  it('is not known at once', () => {
    expect(new Rate().perSecond(0)).toBeUndefined()
    expect(steady(1, 500).perSecond(500)).toBeUndefined()
  })
})
