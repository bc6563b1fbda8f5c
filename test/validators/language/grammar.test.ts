import { expect, it } from 'vitest'
import { grammar, importHarper } from '../../../src/validators/language/grammar.ts'
import { validate, validatorOf } from '../validate.ts'

// Loading harper.js takes seconds, and much longer on a machine that is slow or busy.
it('finds mistakes with their positions, rules and suggestions', async () => {
  const result = await validate(grammar, {}, 'Hello there.\nThis is an test.')
  expect(result).toMatchObject({ validator: 'grammar', passed: false, measured: 1 })
  expect(result.message).toBe('1 grammar mistake: "an" at 2:9 (AnA, a?)')
})

it('passes a text without mistakes', async () => {
  expect(await validate(grammar, {}, 'This is a test.')).toMatchObject({
    passed: true,
    score: 1,
    measured: 0,
  })
})

it('accepts as many mistakes, and those kinds, that the options allow', async () => {
  const text = '😀 This is an test. He has a apple.'
  expect(await validate(grammar, { max: 1 }, text)).toMatchObject({ passed: false, measured: 2 })
  expect((await validate(grammar, {}, text)).message).toContain('"an" at 1:13')
  expect(await validate(grammar, { max: 2 }, text)).toMatchObject({ passed: true })
  expect(await validate(grammar, { ignore: ['AnA'] }, text)).toMatchObject({ passed: true })
})

it('rejects an unknown kind to ignore', async () => {
  await expect(validatorOf(grammar, { ignore: ['Speling'] })).rejects.toMatchObject({
    code: 'config',
    hint: 'did you mean "Spelling"?',
  })
})

it('says how to install the missing package', async () => {
  await expect(importHarper(() => Promise.reject(new Error('Cannot find package')))).rejects.toMatchObject({
    code: 'config',
    hint: expect.stringContaining('npm install harper.js@2.10.0'),
  })
})

it('finds mistakes beyond the first thousand characters, and none in code', async () => {
  const text = `${'This is a test.\n\n'.repeat(100)}\`\`\`\nThis is an test.\n\`\`\`\nThis is an test.`
  expect((await validate(grammar, {}, text)).measured).toBe(1)
  expect((await validate(grammar, {}, text)).message).toContain('"an" at 204:9')
})

it('checks only the beginning of a long text, and says so', async () => {
  const result = await validate(grammar, {}, 'This is a test. '.repeat(5000))
  expect(result.message).toContain('in the first 8000 characters')
})
