import { expect, it } from 'vitest'
import { language } from '../../../src/validators/language/language.ts'
import { validate, validatorOf } from '../validate.ts'

const ENGLISH = 'The weather was fine, so we walked all the way to the harbour.'
const FRENCH = 'Il faisait beau, alors nous avons marché jusqu’au port de la ville.'

it.each([
  [{ codes: ['en'] }, ENGLISH, true],
  [{ codes: ['en'] }, FRENCH, false],
  [{ codes: ['English'] }, ENGLISH, true],
  [{ codes: ['en-GB', 'FR'] }, FRENCH, true],
  [{ codes: ['ja'] }, '今日は天気がよかった。', true],
])('%j of %j', async (options, text, passed) => {
  expect(await validate(language, options, text)).toMatchObject({ passed })
})

it('states which language was found and which must be', async () => {
  expect((await validate(language, { codes: ['fr', 'de'] }, ENGLISH)).message).toMatch(
    /^written in English \(confidence \d\.\d\d\), must be written in French or German$/,
  )
})

it.each(['', '42', 'ok', 'Hello'])(
  'cannot answer for %j, which is neither a pass nor a fail',
  async (text) => {
    await expect(validate(language, { codes: ['en'] }, text)).rejects.toMatchObject({
      code: 'language-unsure',
      message: expect.stringContaining('cannot tell the language of'),
    })
  },
)

it.each([
  ['pass', true],
  ['fail', false],
] as const)('says %s instead, if told to', async (unsure, passed) => {
  const validation = await validate(language, { codes: ['en'], unsure }, '42')
  expect(validation).toMatchObject({
    passed,
    message: expect.stringContaining('cannot tell the language of "42" (no letters to go by)'),
  })
})

it('is told as a writer would be', async () => {
  expect((await validatorOf(language, { codes: ['en', 'de'] })).requirement).toBe(
    'written in English or German',
  )
})

it.each([
  [{ codes: ['Frensh'] }, 'did you mean \\"French\\"?'],
  [{ codes: ['xx'] }, 'is no language that can be told'],
  [{ codes: [] }, 'Too small'],
  [{ codes: ['en'], minConfidence: 2 }, 'Too big'],
])('refuses %j', (options, problem) => {
  expect(() => language.options.parse(options)).toThrow(problem)
})
