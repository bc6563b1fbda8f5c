import { expect, it } from 'vitest'
import { rangeOption, readRange } from '../../../src/validators/shared/range-option.ts'

it.each([
  [3, { min: 3, max: 3 }],
  ['3', { min: 3, max: 3 }],
  [0, { min: 0, max: 0 }],
  ['3..', { min: 3, max: undefined }],
  ['..5', { min: undefined, max: 5 }],
  ['3..5', { min: 3, max: 5 }],
])('%j is a range', (given, range) => {
  expect(rangeOption.parse(given)).toBe(given)
  expect(readRange(given)).toEqual(range)
})

it.each([-1, 1.5, '', '..', 'three', '3-5', '3...5', '1..2..3', true])('%j is not a range', (given) => {
  expect(() => rangeOption.parse(given)).toThrow('must be a count: 3 (exactly), 3.. (at least)')
})

it('refuses a range whose bounds are not in order', () => {
  expect(() => rangeOption.parse('5..3')).toThrow('must be a range whose first count is not above the second')
})
