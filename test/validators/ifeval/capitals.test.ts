import { expect, it } from 'vitest'
import { countCapitalTokens } from '../../../src/validators/ifeval/capitals.ts'

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
  ["DON'T", 2],
  ["DON'T \n", 2],
  ["DON'T\nx", 1],
  ["DON'T x", 2],
])('counts the words in capitals of %j: %d', (text, count) => {
  expect(countCapitalTokens(text)).toBe(count)
})
