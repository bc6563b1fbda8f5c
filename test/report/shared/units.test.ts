import { describe, expect, it } from 'vitest'
import { decimal, duration, integer, percent, times, usd } from '../../../src/report/shared/units.ts'

describe('what is not known is said to be unknown', () => {
  it.each([integer, decimal, duration, percent, times, usd])('%o', (render) => {
    expect(render(null)).toBe('unknown')
  })
})

describe('duration', () => {
  it.each([
    [0, '0 ms'],
    [0.042, '0.04 ms'],
    [9.994, '9.99 ms'],
    [50, '50 ms'],
    [999.4, '999 ms'],
    [999.6, '1.0 s'],
    [8249, '8.2 s'],
    [59_949, '59.9 s'],
    [59_950, '1 min 00 s'],
    [125_000, '2 min 05 s'],
    [3_599_600, '1 h 00 min'],
    [3_720_000, '1 h 02 min'],
    [360_000_000, '100 h 00 min'],
  ])('of %d ms is %s', (ms, text) => expect(duration(ms)).toBe(text))
})

describe('numbers', () => {
  it.each([
    [integer(1_234_567), '1,234,567'],
    [integer(0), '0'],
    [integer(2.6), '3'],
    [decimal(2.304), '2.3'],
    [decimal(1234.5), '1,234.5'],
    [times(9.44), '9.4x'],
    [percent(0), '0%'],
    [percent(0.0004), '<0.1%'],
    [percent(0.9416), '94.2%'],
    [percent(0.9999), '>99.9%'],
    [percent(1), '100%'],
    [percent(1.25), '125%'],
    [usd(0), '$0.00'],
    [usd(0.00002), '<$0.0001'],
    [usd(0.03124), '$0.0312'],
    [usd(1234.567), '$1,234.57'],
  ])('%s reads %s', (text, expected) => expect(text).toBe(expected))
})
