import { expect, it } from 'vitest'
import { describeRepeatedKey } from '../../../src/util/json/repeated-keys.ts'

it.each([
  ['{"a":1,"a":2}', 'the key "a" occurs twice'],
  ['[{"b":{"a":1,"c":[{}],"a":2}}]', 'the key "a" occurs twice'],
  [String.raw`{"a":1,"\u0061":2}`, 'the key "a" occurs twice'],
  [String.raw`{"\"":1,"\"":2}`, String.raw`the key "\"" occurs twice`],
  ['{"__proto__":1,"__proto__":2}', 'the key "__proto__" occurs twice'],
  ['{"a":"a","b":{"a":1},"c":["a","a",{"a":2},{"a":3}]}', undefined],
  [String.raw`{"a":"{\"b\":1,\"b\":2}"}`, undefined],
  ['"a"', undefined],
  [String.raw`{"a":"\\","a":1}`, 'the key "a" occurs twice'],
  [String.raw`{"a":"\\\",\"a\":1"}`, undefined],
])('a key counts once in its object, however it is written: %s', (json, fault) => {
  expect(describeRepeatedKey(json)).toBe(fault)
})
