import fc from 'fast-check'
import { expect, it } from 'vitest'
import { cut, widthOf } from '../../../src/observe/status/width.ts'

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
])('%j takes %i columns', (text, columns) => expect(widthOf(text)).toBe(columns))

it.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['太陽能', 6, '太陽能'],
  ['太陽能', 5, '太陽…'],
  ['太陽能', 4, '太…'],
  ['abc', 1, '…'],
  ['abc', 0, ''],
])('%j in %i columns is %j', (text, columns, kept) => expect(cut(text, columns)).toBe(kept))

it('never keeps more than there is room for', () => {
  const texts = fc.string({ unit: 'grapheme', maxLength: 40 })
  fc.assert(
    fc.property(texts, fc.nat(50), (text, columns) => {
      expect(widthOf(cut(text, columns))).toBeLessThanOrEqual(columns)
    }),
  )
})
