import { describe, expect, it } from 'vitest'
import {
  formatCount,
  formatDecimal,
  formatDuration,
  formatFactor,
  formatInteger,
  formatPercent,
  formatSeconds,
  formatUsd,
} from '../../src/util/units.ts'

describe('an unknown value is shown as unknown', () => {
  it.each([formatInteger, formatDecimal, formatDuration, formatPercent, formatFactor, formatUsd])(
    '%o',
    (format) => {
      expect(format(null)).toBe('unknown')
    },
  )
})

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [0.042, '<1 ms'],
    [0.5, '1 ms'],
    [9.02, '9 ms'],
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
  ])('shows %d ms as %s', (ms, text) => expect(formatDuration(ms)).toBe(text))
})

describe('formatSeconds', () => {
  it.each([
    [0, '0 s'],
    [59, '59 s'],
    [60, '1 min 00 s'],
    [125, '2 min 05 s'],
    [3720, '1 h 02 min'],
  ])('shows %d as %s', (seconds, text) => expect(formatSeconds(seconds)).toBe(text))
})

describe('formatCount', () => {
  it.each([
    [formatCount(0, 'cell'), '0 cells'],
    [formatCount(1, 'cell'), '1 cell'],
    [formatCount(1234, 'cell'), '1,234 cells'],
    [formatCount(1.76, 'cell'), '1.76 cells'],
    [formatCount(1.004, 'cell'), '1 cell'],
    [formatCount(null, 'cell'), 'unknown cells'],
    [formatCount(2, 'retry', 'retries'), '2 retries'],
    [formatCount(1, 'retry', 'retries'), '1 retry'],
  ])('shows %s', (text, expected) => expect(text).toBe(expected))
})

describe('numbers', () => {
  it.each([
    [formatInteger(1_234_567), '1,234,567'],
    [formatInteger(0), '0'],
    [formatInteger(2.6), '3'],
    [formatDecimal(2.304), '2.3'],
    [formatDecimal(1234.5), '1,234.5'],
    [formatFactor(9.44), '9.4x'],
    [formatPercent(0), '0%'],
    [formatPercent(0.0004), '<0.1%'],
    [formatPercent(0.9416), '94.2%'],
    [formatPercent(0.9999), '>99.9%'],
    [formatPercent(1), '100%'],
    [formatPercent(1.25), '125%'],
    [formatUsd(0), '$0.00'],
    [formatUsd(0.00002), '<$0.0001'],
    [formatUsd(0.03124), '$0.0312'],
    [formatUsd(1234.567), '$1,234.57'],
  ])('are shown as %s', (text, expected) => expect(text).toBe(expected))
})
