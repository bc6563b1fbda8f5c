import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withPlainMarks } from '../../../src/core/constraints/plain-marks.ts'
import { foldAllCases } from '../../../src/core/constraints/terms.ts'
import { createIndexMap, toComparable } from '../../../src/validators/shared/typography.ts'

const pieces = fc.string({
  unit: fc.constantFrom(
    'a',
    'B',
    ' ',
    '\n',
    '\t',
    '\r',
    '\v',
    '\f',
    '.',
    '"',
    'ß',
    '…',
    '“',
    '\u00a0',
    '\u00ad',
  ),
  maxLength: 12,
})

describe('texts that differ only in typography', () => {
  it('have the same comparable form, whatever characters the text consists of', () => {
    fc.assert(
      fc.property(pieces, fc.boolean(), (text, caseSensitive) => {
        const normal = text.normalize()
        expect(toComparable(text, caseSensitive)).toBe(
          withPlainMarks(caseSensitive ? normal : foldAllCases(normal)),
        )
      }),
    )
  })

  it('have the comparable form of their own text and case, whichever was asked for before', () => {
    expect(['A\nb', 'A\nb', 'A\nc'].map((text, at) => toComparable(text, at === 1))).toEqual([
      'a b',
      'A b',
      'a c',
    ])
  })

  it('keep the places of what is found', () => {
    const text = 'One\r\n\r\n“two”'
    expect(createIndexMap(text, false)(toComparable(text, false).indexOf('two'))).toBe(text.indexOf('two'))
  })
})
