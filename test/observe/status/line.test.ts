import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import stringWidth from 'string-width'
import { composeLine, type LinePart } from '../../../src/observe/status/line.ts'

const part = (rank: number, text: string, more: Partial<LinePart> = {}): LinePart => ({
  rank,
  text,
  ...more,
})

const count = part(0, '12/40 prompts', { short: '12/40' })
const speed = part(5, '3.1/s')
const left = part(2, '9 s left')
const wait = part(1, '3 calls wait for openai, next try in 4 s: 503', { short: '3 wait', truncatable: true })
const slow = part(6, 'slowest: p1 9 s, p2 8 s', { short: 'slowest: p1 9 s' })

describe('a line of parts', () => {
  const parts = [count, speed, left, wait, slow]

  it.each([
    [
      Infinity,
      '12/40 prompts · 3.1/s · 9 s left · 3 calls wait for openai, next try in 4 s: 503 · slowest: p1 9 s, p2 8 s',
    ],
    [
      100,
      '12/40 prompts · 3.1/s · 9 s left · 3 calls wait for openai, next try in 4 s: 503 · slowest: p1 9 s',
    ],
    [80, '12/40 prompts · 3.1/s · 9 s left · 3 calls wait for openai, next try in 4 s: 503'],
    [60, '12/40 prompts · 9 s left · 3 calls wait for openai, next tr…'],
    [40, '12/40 prompts · 9 s left · 3 wait'],
    [26, '12/40 · 9 s left · 3 wait'],
    [20, '12/40 · 3 wait'],
    [5, '12/40'],
    [4, '12/…'],
    [0, ''],
  ])('shows the most important parts in %d columns', (columns, line) => {
    expect(composeLine(parts, columns)).toBe(line)
  })

  it('paints parts after measuring them', () => {
    const paint = (text: string) => `<${text}>`
    const parts = [count, { ...left, paint }]
    expect(composeLine(parts, 24)).toBe('12/40 prompts · <9 s left>')
  })

  it('is never wider than the columns', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 30 })
    const record = fc.record({ rank: fc.nat(9), text, short: text, truncatable: fc.boolean() })
    fc.assert(
      fc.property(fc.array(record, { minLength: 1 }), fc.nat(100), (parts, columns) => {
        expect(stringWidth(composeLine(parts, columns))).toBeLessThanOrEqual(columns)
      }),
    )
  })
})
