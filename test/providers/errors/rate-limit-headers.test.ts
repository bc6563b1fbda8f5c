import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  anthropicRateLimits,
  exhaustedResetMs,
  groqRateLimits,
  readRateLimits,
  openaiRateLimits,
} from '../../../src/providers/errors/rate-limit-headers.ts'

/** The local clock is one hour behind the server's. */
const now = new Date('2026-01-01T00:00:00Z')
const DATE = { date: 'Thu, 01 Jan 2026 01:00:00 GMT' }
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const STYLES = { openai: openaiRateLimits, groq: groqRateLimits, anthropic: anthropicRateLimits }
type Style = keyof typeof STYLES
type Headers = Readonly<Record<string, string>>

const readLimits = (style: Style, headers: Headers) =>
  readRateLimits(STYLES[style], (name) => headers[name], now)

describe('the rate limits', () => {
  const openai = {
    'x-ratelimit-limit-requests': '500',
    'x-ratelimit-limit-tokens': '200000',
    'x-ratelimit-remaining-requests': '499',
    'x-ratelimit-remaining-tokens': '199875',
    'x-ratelimit-reset-requests': '120ms',
    'x-ratelimit-reset-tokens': '37ms',
  }

  it('of OpenAI are per minute', () => {
    expect(readLimits('openai', openai)).toEqual([
      { unit: 'requests', periodMs: MINUTE_MS, limit: 500, remaining: 499, resetMs: 120 },
      { unit: 'tokens', periodMs: MINUTE_MS, limit: 200_000, remaining: 199_875, resetMs: 37 },
    ])
  })

  it('of Groq have the same names, but requests are per day', () => {
    const headers = {
      ...openai,
      'x-ratelimit-reset-requests': '2m59.56s',
      'x-ratelimit-reset-tokens': '7.66s',
    }
    expect(readLimits('groq', headers)).toEqual([
      { unit: 'requests', periodMs: DAY_MS, limit: 500, remaining: 499, resetMs: 179_560 },
      { unit: 'tokens', periodMs: MINUTE_MS, limit: 200_000, remaining: 199_875, resetMs: 7660 },
    ])
  })

  it("of Anthropic have four units, and reset at a time of the server's clock", () => {
    const headers = ['requests', 'tokens', 'input-tokens', 'output-tokens'].flatMap((unit, index) => [
      [`anthropic-ratelimit-${unit}-limit`, String(1000 * (index + 1))],
      [`anthropic-ratelimit-${unit}-remaining`, String(100 * index)],
      [`anthropic-ratelimit-${unit}-reset`, `2026-01-01T01:00:0${index}Z`],
    ])
    expect(readLimits('anthropic', { ...DATE, ...Object.fromEntries(headers) })).toEqual([
      { unit: 'requests', periodMs: MINUTE_MS, limit: 1000, remaining: 0, resetMs: 0 },
      { unit: 'tokens', periodMs: MINUTE_MS, limit: 2000, remaining: 100, resetMs: 1000 },
      { unit: 'input-tokens', periodMs: MINUTE_MS, limit: 3000, remaining: 200, resetMs: 2000 },
      { unit: 'output-tokens', periodMs: MINUTE_MS, limit: 4000, remaining: 300, resetMs: 3000 },
    ])
  })

  it.each<[Style, Headers]>([
    ['openai', {}],
    ['groq', { 'retry-after': '3' }],
    ['openai', { 'anthropic-ratelimit-requests-limit': '50' }],
    ['anthropic', { 'x-ratelimit-limit-requests': '50' }],
    [
      'anthropic',
      { 'anthropic-priority-input-tokens-limit': '50', 'anthropic-priority-input-tokens-remaining': '9' },
    ],
    [
      'openai',
      { 'x-ratelimit-limit': '50', 'x-ratelimit-remaining': '49', 'x-ratelimit-reset': '1767225600' },
    ],
    ['openai', { 'x-ratelimit-limit-requests': '-1' }],
    ['openai', { 'x-ratelimit-limit-requests': '0' }],
    ['openai', { 'x-ratelimit-limit-requests': '', 'x-ratelimit-reset-tokens': ' ' }],
    ['openai', { 'x-ratelimit-limit-requests': 'unlimited', 'x-ratelimit-remaining-tokens': 'NaN' }],
  ])('of %s are not read from %j', (style, headers) => {
    expect(readLimits(style, headers)).toEqual([])
  })

  it.each<[string, number | undefined]>([
    ['0', 0],
    ['1', 1],
    [' 42 ', 42],
    ['+7', 7],
    ['007', 7],
    ['12.5', 12.5],
    ['-3', 0],
    ['1e3', undefined],
    ['30,000', undefined],
    ['0x10', undefined],
    ['1 2', undefined],
    ['many', undefined],
    ['Infinity', undefined],
    ['9'.repeat(400), undefined],
  ])('read %j remaining as %s', (text, remaining) => {
    const headers = { 'x-ratelimit-limit-requests': '60', 'x-ratelimit-remaining-requests': text }
    expect(readLimits('openai', headers)).toEqual([
      { unit: 'requests', periodMs: MINUTE_MS, limit: 60, remaining },
    ])
  })

  it.each<[string, number | undefined]>([
    ['500ms', 500],
    ['8.64ms', 8.64],
    ['1s', 1000],
    ['0s', 0],
    ['7.66s', 7660],
    ['6m0s', 360_000],
    ['6m', 360_000],
    ['2m59.56s', 179_560],
    ['1h', 3_600_000],
    ['1h2m3s', 3_723_000],
    ['1h0m0s', 3_600_000],
    ['24h0m0s', DAY_MS],
    ['2d3h', 2 * DAY_MS + 3 * 3_600_000],
    ['1m30s500ms', 90_500],
    [' 1S ', 1000],
    ['0', 0],
    ['12', 12_000],
    ['0.25', 250],
    ['1767225600', undefined],
    ['99999h', undefined],
    ['-1s', undefined],
    ['s', undefined],
    ['1x', undefined],
    ['1s1m', undefined],
    ['1m 30s', undefined],
    ['soon', undefined],
    ['2026-01-01T01:00:05Z', undefined],
    ['', undefined],
  ])('reset in %j: %s ms', (text, resetMs) => {
    const headers = { 'x-ratelimit-limit-tokens': '60', 'x-ratelimit-reset-tokens': text }
    expect(readLimits('openai', headers)[0]?.resetMs).toBe(resetMs)
  })

  it.each<[string, Headers, number | undefined]>([
    ['2026-01-01T01:00:05Z', DATE, 5000],
    ['2026-01-01T01:00:05.250Z', DATE, 5250],
    ['2026-01-01T01:00:05z', DATE, 5000],
    ['2026-01-01t01:00:05Z', DATE, 5000],
    ['2026-01-01 01:00:05Z', DATE, 5000],
    ['2026-01-01T02:00:05+01:00', DATE, 5000],
    ['2025-12-31T20:00:05-05:00', DATE, 5000],
    ['2026-01-01T00:59:59Z', DATE, 0],
    ['1999-01-01T00:00:00Z', DATE, 0],
    ['2026-01-01T00:00:05Z', {}, 5000],
    ['2026-01-01T00:00:05Z', { date: 'today' }, 5000],
    ['9999-01-01T00:00:00Z', DATE, undefined],
    ['2026-01-01', DATE, undefined],
    ['2026-13-01T00:00:00Z', DATE, undefined],
    ['01:00:05Z', DATE, undefined],
    ['2026-01-01T01:00:05', DATE, undefined],
    ['5s', DATE, undefined],
    ['', DATE, undefined],
  ])('reset at %j, with the response headers %j: in %s ms', (text, date, resetMs) => {
    const headers = {
      ...date,
      'anthropic-ratelimit-tokens-limit': '60',
      'anthropic-ratelimit-tokens-reset': text,
    }
    expect(readLimits('anthropic', headers)[0]?.resetMs).toBe(resetMs)
  })

  it('are finite and not negative for any headers', () => {
    const odd = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.integer().map(String),
      fc.stringMatching(/^\d{0,400}(ms|s|m|h|d)?\d{0,9}(\.\d+)?s?$/),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    )
    const style = fc.constantFrom<Style>('openai', 'groq', 'anthropic')
    fc.assert(
      fc.property(style, odd, odd, odd, odd, (name, limit, remaining, reset, date) => {
        const fields = { limit, remaining, reset }
        const answer = (header: string) =>
          header === 'date'
            ? date
            : Object.entries(fields).find(([field]) => header.includes(`-${field}`))?.[1]
        for (const { periodMs, ...rest } of readRateLimits(STYLES[name], answer, now)) {
          const figures = [rest.limit, rest.remaining, rest.resetMs].filter((each) => each !== undefined)
          expect(figures.length).toBeGreaterThan(0)
          expect([periodMs, ...figures].every((each) => each >= 0 && each < Infinity)).toBe(true)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('are read quickly from long headers', () => {
    const long = `${'1'.repeat(1_000_000)}x`
    expect(
      readLimits('openai', { 'x-ratelimit-limit-tokens': long, 'x-ratelimit-reset-tokens': long }),
    ).toEqual([])
  })
})

describe('an exhausted limit', () => {
  const limit = { unit: 'requests', periodMs: MINUTE_MS } as const
  it.each([
    [[], undefined],
    [[{ ...limit, remaining: 1, resetMs: 5000 }], undefined],
    [[{ ...limit, resetMs: 5000 }], undefined],
    [[{ ...limit, remaining: 0 }], undefined],
    [[{ ...limit, remaining: 0, resetMs: 5000 }], 5000],
    [
      [
        { ...limit, remaining: 0, resetMs: 5000 },
        { ...limit, unit: 'tokens' as const, remaining: 0, resetMs: 9000 },
        { ...limit, unit: 'tokens' as const, remaining: 1, resetMs: 60_000 },
      ],
      9000,
    ],
  ])('%j resets in %s ms', (limits, expected) => {
    expect(exhaustedResetMs(limits)).toBe(expected)
  })
})
