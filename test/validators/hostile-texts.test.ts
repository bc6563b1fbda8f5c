/** Validators answer, or refuse to, in linear time on five megabytes of text that a model may repeat. */
import { expect, it } from 'vitest'
import { SifakaError } from '../../src/core/errors.ts'
import { validators } from '../../src/validators/index.ts'
import { getByName } from '../../src/util/lookup.ts'
import { expectLinearTime } from '../helpers/linear-time.ts'
import { testScope } from '../helpers/scope.ts'
import { prompt } from '../helpers/scripted.ts'
import { validate, validatorOf } from './validate.ts'

const LENGTH = 5_000_000

const PIECES = [
  ['a', 'a ', 'Aa. ', ' ', '\n', 'é', '😀', '\ud83d', 'e\u0301'],
  ['1', '1,', '1\n', '+1 ', 'call 1', 'a@a.', 'sk-', '://', 'token="'],
  ['<', '<a>', '</', '&a', '[', '\\', '`', '*', '- '],
].flat()

const definitionOf = (name: string) => getByName(validators, name, (hint) => new Error(hint))
const repeat = (piece: string, length: number) => piece.repeat(Math.ceil(length / piece.length))

it.each<[string, object]>([
  ['content', { required: ['needle', 'a'.repeat(100)], forbidden: ['aaab', '<b'], wholeWord: true }],
  ['pattern', { required: 'needle', forbidden: ['a+b', '<[^>]*>x'] }],
  ['json', {}],
  ['json', { schema: { type: 'array', items: { type: 'string' } } }],
  ['format', { type: 'html' }],
  ['format', { type: 'plain' }],
  ['numeric', { max: 0 }],
  ['secrets', {}],
  ['personal-data', { kinds: ['email', 'phone', 'card', 'iban', 'ssn', 'ip'] }],
  ['spelling', {}],
  ['grammar', {}],
])(
  '%s %j takes linear time on any repeated text',
  async (name, options) => {
    const validator = await validatorOf(definitionOf(name), options)
    const work = async (text: string) => {
      try {
        const answer = await validator.validate({ prompt: prompt(), text }, testScope())
        expect(answer).toMatchObject({ validator: name })
      } catch (error) {
        if (!(error instanceof SifakaError)) throw error
      }
    }
    for (const piece of PIECES) {
      await expectLinearTime({
        name: JSON.stringify(piece),
        maxLength: LENGTH,
        textOf: (length) => repeat(piece, length),
        work,
      })
    }
  },
  600_000,
)

it.each<[string, object]>([
  ['markdown', {}],
  ['format', { type: 'yaml' }],
])('%s %j refuses a text that is too long for its parser', async (name, options) => {
  for (const piece of PIECES) {
    await expect(validate(definitionOf(name), options, repeat(piece, LENGTH))).rejects.toMatchObject({
      code: 'validator-limit',
    })
  }
})
