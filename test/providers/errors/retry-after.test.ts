import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { retryAfterMs, retryAdvice } from '../../../src/providers/errors/retry-after.ts'

const now = new Date('2026-01-01T00:00:00Z')

describe('Retry-After', () => {
  it.each<[string | undefined, number | undefined]>([
    [undefined, undefined],
    ['', undefined],
    [' ', undefined],
    ['0', 0],
    ['1', 1000],
    ['7', 7000],
    [' 7 ', 7000],
    ['+7', 7000],
    ['007', 7000],
    ['0.5', 500],
    ['7.66', 7660],
    ['1e3', 1_000_000],
    ['1E3', 1_000_000],
    ['1e12', 1e15],
    ['1e999', undefined],
    ['99999999999', 99_999_999_999_000],
    ['-1', 0],
    ['-0.5', 0],
    ['soon', undefined],
    ['7s', undefined],
    ['1m30s', undefined],
    ['7,5', undefined],
    ['7 8', undefined],
    ['0x10', undefined],
    ['NaN', undefined],
    ['Infinity', undefined],
    ['.', undefined],
    ['1.', undefined],
    ['null', undefined],
    ['7, 9', undefined],
    ['120,120', undefined],
    ['\t7\t', 7000],
    ['-', undefined],
    ['--7', undefined],
    ['1e-3', undefined],
    ['9'.repeat(400), undefined],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['thu, 01 jan 2026 00:00:30 gmt', 30_000],
    ['Thursday, 01-Jan-26 00:00:30 GMT', 30_000],
    ['Thu Jan  1 00:00:30 2026', 30_000],
    ['Thu Jan 01 00:00:30 2026', 30_000],
    [' Thu, 01 Jan 2026 00:00:30 GMT ', 30_000],
    ['Thu, 01 Jan 2026 00:00:30 UTC', undefined],
    ['Thu Jan 2026', undefined],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 251_635_075_199_000],
    ['Thu, 01 Jan 2026 00:00:00 GMT', 0],
    ['Wed, 31 Dec 2025 23:00:00 GMT', 0],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['Thu, 32 Foo 2026 00:00:00 GMT', undefined],
    ['Thu, GMT', undefined],
    ['2026-01-01T00:00:30Z', undefined],
    ['May 5', undefined],
    ['try 2027', undefined],
  ])('%j means %s ms', (value, expected) => {
    expect(retryAfterMs((name) => (name === 'retry-after' ? value : undefined), now)).toBe(expected)
  })

  it.each<[Record<string, string>, number | undefined]>([
    [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
    [{ 'retry-after-ms': 'soon', 'retry-after': '9' }, 9000],
    [{ 'retry-after-ms': '-5' }, 0],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT', date: 'Thu, 01 Jan 2026 00:00:10 GMT' }, 20_000],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT', date: 'today' }, 30_000],
  ])('among %j means %s ms', (headers, expected) => {
    expect(retryAfterMs((name) => headers[name], now)).toBe(expected)
  })

  it('reads a date without a time zone as GMT, in every local time zone', () => {
    vi.stubEnv('TZ', 'America/New_York')
    expect(now.getTimezoneOffset()).not.toBe(0)
    const delayMs = retryAfterMs((name) => (name === 'retry-after' ? 'Thu Jan  1 00:00:30 2026' : ''), now)
    vi.unstubAllEnvs()
    expect(delayMs).toBe(30_000)
  })

  it('is finite and not negative for any headers', () => {
    const odd = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.date({ noInvalidDate: true }).map((each) => each.toUTCString()),
    )
    fc.assert(
      fc.property(odd, odd, odd, (exact, given, date) => {
        const headers: Record<string, string> = { 'retry-after-ms': exact, 'retry-after': given, date }
        const delayMs = retryAfterMs((name) => headers[name], now) ?? 0
        expect(delayMs >= 0 && delayMs < Infinity).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('x-should-retry', () => {
  it.each([
    ['true', true],
    ['false', false],
    [' True ', true],
    ['FALSE', false],
    ['', undefined],
    ['1', undefined],
    ['constructor', undefined],
    [undefined, undefined],
  ])('%j means %s', (value, expected) => {
    expect(retryAdvice((name) => (name === 'x-should-retry' ? value : undefined))).toBe(expected)
  })
})
