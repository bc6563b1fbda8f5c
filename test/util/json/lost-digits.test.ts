import { expect, it } from 'vitest'
import { findLostDigits, losesDigits } from '../../../src/util/json/lost-digits.ts'

it.each([
  ['{"n":1234567890123456789}', '1234567890123456789'],
  ['[{"a":[1,-12345678901234567890]}]', '-12345678901234567890'],
  ['{"n":9007199254740993}', '9007199254740993'],
  ['{"n":1e400}', '1e400'],
  ['{"maximum":9223372036854775807}', '9223372036854775807'],
  ['{"schema":{"maximum":9223372036854775807}}', '9223372036854775807'],
  ['{"validators":[{"enum":[{"maximum":1},9223372036854775807]}]}', '9223372036854775807'],
  ['{"validators":[{"maximum":[9223372036854775807]}]}', '9223372036854775807'],
  ['{"response_format":{"maximum":9223372036854775807}}', '9223372036854775807'],
  ['{"validators":{"properties":{"n":{"maximum":9223372036854775807}}}}', undefined],
  ['{"n":9007199254740991}', undefined],
  ['{"n":9007199254740992}', undefined],
  ['{"n":6.022e23,"m":1e300,"o":1.5e-400}', undefined],
  ['{"n":0.3333333333333333333333}', undefined],
  ['{"n":"1234567890123456789","1234567890123456789":1}', undefined],
])('a number whose digits would change is found: %s', (json, lost) => {
  expect(findLostDigits(json, ['validators'])).toBe(lost)
})

it.each([
  ['0xFFFFFFFFFFFFFFFF', true],
  ['0x1F', false],
  ['0o7777777777777777777777', true],
  ['+1234567890123456789', true],
  ['.inf', false],
])('the notation %s of a number in YAML loses digits: %s', (notation, isLost) => {
  expect(losesDigits(notation)).toBe(isLost)
})
