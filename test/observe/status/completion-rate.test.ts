import { describe, expect, it } from 'vitest'
import { CompletionRate } from '../../../src/observe/status/completion-rate.ts'

/** One completion every `everyMs`, up to and including `untilMs`. */
function steady(everyMs: number, untilMs: number, rate = new CompletionRate(), fromMs = 0): CompletionRate {
  rate.start(fromMs)
  for (let atMs = fromMs + everyMs; atMs <= untilMs; atMs += everyMs) rate.complete(atMs)
  return rate
}

describe('the recent rate of completions', () => {
  it.each([
    [1000, 5000, 1],
    [1000, 10_000, 1],
    [1000, 600_000, 1],
    [100, 30_000, 10],
    [3000, 60_000, 1 / 3],
    [120_000, 3_600_000, 1 / 120],
  ])('with one every %i ms is, after %i ms, %d per second', (everyMs, untilMs, perSecond) => {
    expect(steady(everyMs, untilMs).perSecond(untilMs)).toBeCloseTo(perSecond, 2)
  })

  it('forgets what is more than a minute old', () => {
    const rate = steady(1000, 300_000, steady(10, 100_000), 100_000)
    expect(rate.perSecond(300_000)).toBeCloseTo(1)
  })

  it('falls when nothing completes any more', () => {
    const rate = steady(10, 60_000)
    expect(rate.perSecond(65_000)).toBeCloseTo(50, 0)
    expect(rate.perSecond(600_000)).toBeLessThan(0.02)
  })

  it('is unknown in the first second', () => {
    expect(new CompletionRate().perSecond(0)).toBeUndefined()
    expect(steady(1, 500).perSecond(500)).toBeUndefined()
  })
})
