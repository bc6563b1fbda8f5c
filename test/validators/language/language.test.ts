import { expect, it } from 'vitest'
import { languageValidator } from '../../../src/validators/language/language.ts'
import { validate, validatorOf } from '../validate.ts'

const ENGLISH = 'The weather was fine, so we walked all the way to the harbour.'
const FRENCH = 'Il faisait beau, alors nous avons marché jusqu’au port de la ville.'

it.each([
  [{ codes: ['en'] }, ENGLISH, true],
  [{ codes: ['en'] }, FRENCH, false],
  [{ codes: ['English'] }, ENGLISH, true],
  [{ codes: ['en-GB', 'FR'] }, FRENCH, true],
  [{ codes: ['eng'] }, ENGLISH, true],
  [{ codes: ['Deutsch', 'français'] }, FRENCH, true],
  [{ codes: ['nb'] }, 'Huset er stort og vakkert, men jeg bor ikke der lenger nå.', true],
  [{ codes: ['ja'] }, '今日は天気がよかった。', true],
])('%j with the text %j: passed %s', async (options, text, passed) => {
  expect(await validate(languageValidator, options, text)).toMatchObject({ passed })
})

it('states the detected and the expected language', async () => {
  expect((await validate(languageValidator, { codes: ['fr', 'de'] }, ENGLISH)).message).toMatch(
    /^written in English \(confidence \d\.\d\d\), must be written in French or German$/,
  )
})

it.each(['', '42', 'ok', 'Hello'])('reports an error for %j: neither passed nor failed', async (text) => {
  await expect(validate(languageValidator, { codes: ['en'] }, text)).rejects.toMatchObject({
    code: 'language-unsure',
    message: expect.stringContaining('cannot detect the language of'),
  })
})

it.each([
  ['pass', true],
  ['fail', false],
] as const)('returns %s instead if `unsure` says so', async (unsure, passed) => {
  const validation = await validate(languageValidator, { codes: ['en'], unsure }, '42')
  expect(validation).toMatchObject({
    passed,
    message: expect.stringContaining('cannot detect the language of "42" (too few letters)'),
  })
})

it('has a requirement for the writer', async () => {
  expect((await validatorOf(languageValidator, { codes: ['en', 'de'] })).requirement).toBe(
    'written in English or German',
  )
})

it.each([
  [{ codes: ['Frensh'] }, 'did you mean \\"French\\"?'],
  [{ codes: ['xx'] }, 'is not a language that can be detected'],
  [{ codes: [] }, 'Too small'],
  [{ codes: ['en'], minConfidence: 2 }, 'Too big'],
])('rejects the options %j', (options, problem) => {
  expect(() => languageValidator.options.parse(options)).toThrow(problem)
})
