import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lineOf, type Part } from '../../../src/observe/status/line.ts'
import { widthOf } from '../../../src/observe/status/width.ts'

const part = (text: string, more: Partial<Part> = {}): Part => ({ text, essential: true, ...more })

const count = part('12/40 prompts', { short: '12/40' })
const speed = part('3.1/s', { essential: false })
const left = part('9 s left')
const wait = part('3 calls wait for openai, next try in 4 s: 503', { short: '3 wait', mayBeCut: true })
const slow = part('slowest: p1 9 s, p2 8 s', { short: 'slowest: p1 9 s', essential: false })

describe('a line of parts', () => {
  const parts = [count, speed, left, wait, slow]
  const byImportance = [count, wait, left, speed, slow]

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
  ])('shows in %d columns what matters most', (columns, line) => {
    expect(lineOf(parts, byImportance, columns)).toBe(line)
  })

  it('paints what it shows, which takes no room', () => {
    const paint = (text: string) => `<${text}>`
    const parts = [count, { ...left, paint }]
    expect(lineOf(parts, parts, 24)).toBe('12/40 prompts · <9 s left>')
  })

  it('never takes more room than there is', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 30 })
    const record = fc.record({ text, short: text, essential: fc.boolean(), mayBeCut: fc.boolean() })
    fc.assert(
      fc.property(fc.array(record, { minLength: 1 }), fc.nat(100), (others, columns) => {
        const all = others.map((each, index) => ({ ...each, essential: each.essential || index === 0 }))
        expect(widthOf(lineOf(all, all, columns))).toBeLessThanOrEqual(columns)
      }),
    )
  })
})
