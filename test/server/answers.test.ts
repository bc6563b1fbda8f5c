import { expect, it } from 'vitest'
import { createAnswers } from '../../src/server/answers.ts'

const { toText } = createAnswers({
  redact: () => 'redacted',
  redactSecrets: (text) => text.replace('SECRET', '***'),
  warn: () => undefined,
})

const ADDRESS = 'redis://user:example@host'

it.each([
  [
    'the message of an error has no passwords',
    { error: { message: ADDRESS } },
    { error: { message: 'redacted' } },
  ],
  ['a text keeps its addresses', { text: ADDRESS }, { text: ADDRESS }],
  ['so do the fields of a client', { meta: { message: ADDRESS } }, { meta: { message: ADDRESS } }],
  [
    'so does the input of a tool, at any depth',
    { content: [{ input: { list: [{ message: ADDRESS }] } }] },
    { content: [{ input: { list: [{ message: ADDRESS }] } }] },
  ],
  [
    'no field has a known secret',
    { text: 'SECRET', meta: { message: 'SECRET' } },
    { text: '***', meta: { message: '***' } },
  ],
])('%s', (_, answer, expected) => {
  expect(JSON.parse(toText(answer))).toEqual(expected)
})
