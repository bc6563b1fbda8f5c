/** Five megabytes of whatever a model may come to repeat: an answer, or an honest refusal, in bounded time. */
import { expect, it } from 'vitest'
import { SifakaError } from '../../src/core/errors.ts'
import { validators } from '../../src/validators/index.ts'
import { validate } from './validate.ts'

const LENGTH = 5_000_000
/** Of the processor's time, and twice what it takes: others may be at work on the same machine. */
const LIMIT_MS = 1500

const PIECES = [
  ['a', 'a ', 'Aa. ', ' ', '\n', 'é', '😀', '\ud83d', 'e\u0301'],
  ['1', '1,', '+1 ', 'call 1', 'a@a.', 'sk-', '://', 'token="'],
  ['<', '<a>', '</', '&a', '[', '\\', '`', '*', '- '],
].flat()

it.each<[string, object]>([
  ['content', { required: ['needle', 'a'.repeat(100)], forbidden: ['aaab', '<b'], wholeWord: true }],
  ['pattern', { required: 'needle', forbidden: ['a+b', '<[^>]*>x'] }],
  ['json', {}],
  ['json', { schema: { type: 'array', items: { type: 'string' } } }],
  ['markdown', {}],
  ['format', { type: 'yaml' }],
  ['format', { type: 'html' }],
  ['format', { type: 'plain' }],
  ['numeric', { max: 5 }],
  ['secrets', {}],
  ['personal-data', { kinds: ['email', 'phone', 'card', 'iban', 'ssn', 'ip'] }],
  ['spelling', {}],
  ['grammar', {}],
])('%s %j answers on five megabytes of anything', async (name, options) => {
  const definition = validators.find((each) => each.name === name)
  const slow: string[] = []
  await validate(definition as never, options, 'warm up')
  for (const piece of PIECES) {
    const text = piece.repeat(Math.ceil(LENGTH / piece.length))
    const before = process.cpuUsage()
    const answer = await validate(definition as never, options, text).catch((error: unknown) => error)
    const { user, system } = process.cpuUsage(before)
    const milliseconds = Math.round((user + system) / 1000)
    if (milliseconds > LIMIT_MS) slow.push(`${JSON.stringify(piece)}: ${milliseconds} ms`)
    if (answer instanceof Error) expect(answer).toBeInstanceOf(SifakaError)
    else expect(answer).toMatchObject({ validator: name })
  }
  expect(slow).toEqual([])
})
