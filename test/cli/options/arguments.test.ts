import { expect, it } from 'vitest'
import {
  argumentOf,
  atLeastOne,
  collect,
  collectList,
  collectVariable,
  parseRange,
  portNumber,
} from '../../../src/cli/options/arguments.ts'

it('repeated flags add up', () => {
  expect(collectList('c, d,', collectList('a,b'))).toEqual(['a', 'b', 'c', 'd'])
  expect(collect('b', collect('a'))).toEqual(['a', 'b'])
  expect(collectVariable('b=2=3', collectVariable('a=1'))).toEqual({ a: '1', b: '2=3' })
})

it.each([
  ['10:20', { from: 10, to: 20 }],
  ['10:', { from: 10, to: Infinity }],
  [':20', { from: 1, to: 20 }],
  ['10', { from: 10, to: 10 }],
])('the range %s is %j', (text, expected) => {
  expect(parseRange(text)).toEqual(expected)
})

it.each([
  ['--limit must be 1 or more, not 0', () => argumentOf('--limit', atLeastOne)('0')],
  ['--limit must be a number, not ""', () => argumentOf('--limit', atLeastOne)('')],
  ['--port must be 65535 or less, not 99999', () => argumentOf('--port', portNumber)('99999')],
  ['--var must be name=value, not "topic"', () => collectVariable('topic')],
  ['--range must be rows counted from 1, for example 10:20, 10: or :20, not "0:2"', () => parseRange('0:2')],
  [
    '--range must be rows counted from 1, for example 10:20, 10: or :20, not "20:10"',
    () => parseRange('20:10'),
  ],
])('%s', (message, parse) => {
  expect(parse).toThrow(message)
})
