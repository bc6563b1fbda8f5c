import { expect, it } from 'vitest'
import { clientTokensIn } from '../../src/server/access.ts'

it('reads tokens between commas, spaces and line breaks', () => {
  expect(clientTokensIn('one, two,,three\nfour ')).toEqual(['one', 'two', 'three', 'four'])
  expect(clientTokensIn(undefined)).toEqual([])
})

it.each([
  [' , ', 'contains no token'],
  ['one,tokén', 'characters outside ASCII'],
])('refuses tokens by which no client could be told from others: %j', (variable, reason) => {
  expect(() => clientTokensIn(variable)).toThrow(reason)
})
