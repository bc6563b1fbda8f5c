import { expect, it } from 'vitest'
import { promptOf } from '../../src/batch/prompt-input.ts'

it.each<[input: object, message: string, hint?: string]>([
  [{ modle: 'sim:a' }, 'the prompt: modle: unknown field', 'did you mean "model"?'],
  [{ vars: 'a' }, 'the prompt: vars must be an object, not "a"'],
  [{ validators: 'json' }, 'the prompt: validators must be a list, not "json"'],
  [{ id: 7 }, 'the prompt: id must be a string, not 7'],
])('a prompt of the library with %j is refused', (fields, message, hint) => {
  const input = { text: 'Write.', ...fields } as { text: string }
  expect(() => promptOf(input, 0)).toThrow(expect.objectContaining({ message, ...(hint && { hint }) }))
})
