/** An expression with a nested repetition could not match such a string. */
import { expect, it } from 'vitest'
import { describeJsonFault } from '../../../src/util/json/json-fault.ts'
import { jsonPlaces } from '../../../src/util/json/places.ts'
import { describeRepeatedKey } from '../../../src/util/json/repeated-keys.ts'

const json = JSON.stringify({ a: '"'.repeat(8_000_000), b: '\\'.repeat(1_000_000) })

it('JSON with millions of escapes in one string is read', () => {
  expect(describeRepeatedKey(json)).toBeUndefined()
  expect(describeJsonFault(json)).toBeUndefined()
  expect(describeJsonFault(`${json.slice(0, -1)};`)).toBe(
    'line 1, column 18000015: expected "," or "}", found ";"',
  )
  expect([...jsonPlaces(json).keys()]).toEqual(['/a', '/b', ''])
})
