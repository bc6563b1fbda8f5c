/** A rejected prefix stays rejected however it continues. */
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { validators } from '../../src/validators/index.ts'
import { prompt } from '../helpers/scripted.ts'
import { testScope } from '../helpers/scope.ts'
import { validatorOf } from './validate.ts'

const pieces = [
  [
    'a',
    'foo',
    'foo.',
    ' ',
    '\n',
    '-',
    ',',
    '.',
    '%',
    '$',
    '€',
    ' million',
    ' people',
    '"',
    '`',
    '{',
    '}',
    ':',
  ],
  [
    '1',
    '12',
    '555',
    '1234',
    '1990',
    'in ',
    'v',
    'May ',
    '4111 1111 1111 1111',
    'DE89 3704 0044 0532 0130 00',
  ],
  [
    'ann@example.com',
    '.uk',
    '+49 30 1234567',
    'call ',
    'AKIAIOSFODNN7EXAMPLE',
    'token = ',
    'Zx81kQp0aTg74Lw2',
    'null',
  ],
].flat()

it.each<[string, object]>([
  ['content', { forbidden: ['foo', 'a'], wholeWord: true }],
  ['pattern', { forbidden: ['foo\\b', '\\d+%', 'a$', '\\d(?!,)'] }],
  ['json', {}],
  ['numeric', { max: 100 }],
  ['numeric', { of: 'money', max: 100 }],
  ['numeric', { of: 'year', max: 1900 }],
  ['secrets', {}],
  ['personal-data', { kinds: ['email', 'phone', 'card', 'iban', 'ssn', 'ip'] }],
])('%s %j rejects no prefix of a text that passes', async (name, options) => {
  const definition = validators.find((each) => each.name === name)
  const validator = await validatorOf(definition as never, options)
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...pieces), { maxLength: 12 }),
      fc.nat(80),
      async (parts, cut) => {
        const text = parts.join('')
        const isRejected = validator.validatePrefix?.(text.slice(0, cut))?.passed === false
        const { passed } = await validator.validate({ prompt: prompt(), text }, testScope())
        expect(isRejected && passed, JSON.stringify([text, cut])).toBe(false)
      },
    ),
    { numRuns: 2000 },
  )
})
