import { expect, it } from 'vitest'
import { isDuration, toMs } from '../../src/util/duration.ts'

it.each([
  ['250ms', 250],
  ['90s', 90_000],
  ['1.5m', 90_000],
  ['1h30m', 5_400_000],
  ['2d', 172_800_000],
])('%s is a duration of %i ms', (text, durationMs) => {
  expect(isDuration(text)).toBe(true)
  expect(toMs(text)).toBe(durationMs)
})

it.each(['', '90', 's', '-1s', '0s', '1 h', '1.h', '1y'])('%j is no duration', (text) => {
  expect(isDuration(text)).toBe(false)
})
