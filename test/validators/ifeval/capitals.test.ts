import { expect, it } from 'vitest'
import { countCapitalTokens, isLower, isUpper } from '../../../src/validators/ifeval/capitals.ts'

it.each([
  ['', 0],
  ['I say NO', 2],
  ['A plan by McDonald', 1],
  ['COVID-19 is A/B', 2],
  ['WELL-KNOWN', 1],
  ["IT'S DON'T WE'LL", 6],
  ["O'CONNOR O'B", 3],
  ['CANNOT GONNA', 4],
  ['NASA, (ESA) "JAXA" *ISRO*', 4],
  ['R&D A--B', 4],
  ['10:30AM A:B', 3],
  ['U.S.A. and A...B', 3],
  ['7 2ND 5G ?!', 2],
  ['“OK” ‘NO’ I’M', 4],
  ['ÉTÉ Ünï', 1],
])('%j has %d words in capitals', (text, count) => {
  expect(countCapitalTokens(text)).toBe(count)
})

it.each([
  ['abc 1', true, false],
  ['ABC 1', false, true],
  ['Abc', false, false],
  ['123', false, false],
  ['日本', false, false],
  ['日本a', true, false],
  ['ß', true, false],
  ['ǅ', false, false],
  ['Ⅻ', false, true],
])('%j is small letters: %s, capitals: %s', (text, lower, upper) => {
  expect([isLower(text), isUpper(text)]).toEqual([lower, upper])
})
