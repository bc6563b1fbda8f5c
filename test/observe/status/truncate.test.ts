import fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, it } from 'vitest'
import { truncateToWidth } from '../../../src/observe/status/truncate.ts'

it.each([
  ['', 0],
  ['p17 42 s', 8],
  ['naïve', 5],
  ['nai\u0308ve', 5],
  ['太陽能', 6],
  ['ｆｕｌｌ', 8],
  ['한국어', 6],
  ['かな', 4],
  ['👍', 2],
  ['❤\ufe0f', 2],
  ['𠀋', 2],
  ['แมว', 3],
  ['⠋ · …', 5],
])('%j is %i columns wide', (text, columns) => expect(stringWidth(text)).toBe(columns))

it.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['太陽能', 6, '太陽能'],
  ['太陽能', 5, '太陽…'],
  ['太陽能', 4, '太…'],
  ['abc', 1, '…'],
  ['abc', 0, ''],
  ['👨\u200d👩\u200d👧👍', 3, '👨\u200d👩\u200d👧…'],
  ['ae\u0301u', 3, 'ae\u0301u'],
])('truncates %j to %i columns: %j', (text, columns, kept) =>
  expect(truncateToWidth(text, columns)).toBe(kept),
)

it('never exceeds the columns', () => {
  const texts = fc.string({ unit: 'grapheme', maxLength: 40 })
  fc.assert(
    fc.property(texts, fc.nat(50), (text, columns) => {
      expect(stringWidth(truncateToWidth(text, columns))).toBeLessThanOrEqual(columns)
    }),
  )
})
