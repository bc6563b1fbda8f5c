import { afterEach, expect, it, vi } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'

afterEach(() => vi.useRealTimers())

it('durations do not change when the wall clock is set', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const before = systemClock.now()
  vi.setSystemTime(new Date('2036-01-01'))
  await systemClock.sleep(1, new AbortController().signal)
  vi.setSystemTime(new Date('2006-01-01'))
  const elapsedMs = systemClock.now() - before
  expect(elapsedMs).toBeGreaterThan(0)
  expect(elapsedMs).toBeLessThan(60_000)
  expect(systemClock.date().getUTCFullYear()).toBe(2006)
})
