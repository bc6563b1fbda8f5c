import { expect, it } from 'vitest'
import { withAsciiDigits } from '../../src/util/digits.ts'

it.each([
  ['０１２３４５６７８９', '0123456789'],
  ['٠١٢٣٤٥٦٧٨٩', '0123456789'],
  ['۰۱۲۳۴۵۶۷۸۹', '0123456789'],
  ['०१२३४५६७८९', '0123456789'],
  ['๐๑๒๓๔๕๖๗๘๙', '0123456789'],
  ['᠐᠑᠒᠓᠔᠕᠖᠗᠘᠙', '0123456789'],
  ['a1 é２', 'a1 é2'],
  ['② ½ 三 𝟗', '② ½ 三 𝟗'],
])('turns %j into %j', (text, expected) => {
  expect(withAsciiDigits(text)).toBe(expected)
})
