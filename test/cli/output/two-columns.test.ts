import { expect, it } from 'vitest'
import { twoColumns } from '../../../src/cli/output/two-columns.ts'

const rows = [
  ['length', 'The text has a given number of characters, words or sentences'],
  ['a-name-that-is-long', 'The text is good'],
] as const

it('puts each text beside its name on one line in a pipe', () => {
  expect(twoColumns(rows)).toEqual([
    '  length               The text has a given number of characters, words or sentences',
    '  a-name-that-is-long  The text is good',
  ])
})

it('wraps texts beside the names on a terminal, and gives a long name a line of its own', () => {
  expect(twoColumns(rows, 45)).toEqual([
    '  length         The text has a given number',
    '                 of characters, words or',
    '                 sentences',
    '  a-name-that-is-long',
    '                 The text is good',
  ])
})

it('wraps nothing on a terminal with too few columns', () => {
  expect(twoColumns(rows.slice(1), 1)).toEqual(['  a-name-that-is-long', '    The text is good'])
  expect(twoColumns(rows.slice(1), 20)).toEqual(['  a-name-that-is-long', '        The text is good'])
})

it('counts the columns that a name takes, not its characters', () => {
  expect(
    twoColumns([
      ['名前', 'a'],
      ['name', 'b'],
    ]),
  ).toEqual(['  名前  a', '  name  b'])
})
