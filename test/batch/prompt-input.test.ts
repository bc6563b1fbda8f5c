import { expect, it } from 'vitest'
import { promptOf } from '../../src/batch/prompt-input.ts'

it.each<[input: object, message: string, hint?: string]>([
  [{ modle: 'sim:a' }, 'the prompt has an unknown field "modle"', 'did you mean "model"?'],
  [{ vars: 'a' }, 'the field vars of the prompt must be an object'],
  [{ validators: 'json' }, 'the field validators of the prompt must be a list'],
  [{ source: null }, 'the field source of the prompt must be a string or an object'],
  [{ id: 7 }, 'the field id of the prompt must be a string'],
])('a prompt of the library with %j is refused', (fields, message, hint) => {
  const input = { text: 'Write.', ...fields }
  expect(() => promptOf(input, 0)).toThrow(expect.objectContaining({ message, ...(hint && { hint }) }))
})
