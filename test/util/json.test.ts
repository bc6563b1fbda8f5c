import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseJson, toJson } from '../../src/util/json.ts'

it('writes JSON in which only "\\n" is a line break', () => {
  expect(toJson({ text: 'a\u2028b\u2029c' })).toBe('{"text":"a\\u2028b\\u2029c"}')
  expect(toJson([1], 2)).toBe('[\n  1\n]')
})

it('parses what it writes', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(parseJson(toJson(value))).toEqual({ value: JSON.parse(JSON.stringify(value)) })
    }),
  )
})

it('describes where a text stops being JSON', () => {
  expect(parseJson('{"a": 1,\n}')).toEqual({
    fault: 'line 2, column 1: expected a key in double quotes, found "}"',
  })
})
