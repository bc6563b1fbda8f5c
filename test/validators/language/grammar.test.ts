import { expect, it } from 'vitest'
import { grammar, importHarper } from '../../../src/validators/language/grammar.ts'
import { validate, validatorOf } from '../validate.ts'

it('finds mistakes with their places, rules and suggestions', async () => {
  const result = await validate(grammar, {}, 'Hello there.\nThis is an test.')
  expect(result).toMatchObject({ validator: 'grammar', passed: false, measured: 1 })
  expect(result.message).toBe('1 grammar mistake: "an" at 2:9 (AnA, a?), must have no grammar mistakes')
})

it('passes a text without mistakes', async () => {
  expect(await validate(grammar, {}, 'This is a test.')).toMatchObject({
    passed: true,
    score: 1,
    measured: 0,
  })
})

it('allows what it is told to', async () => {
  const text = '😀 This is an test. He has a apple.'
  expect(await validate(grammar, { max: 1 }, text)).toMatchObject({ passed: false, measured: 2 })
  expect((await validate(grammar, {}, text)).message).toContain('"an" at 1:13')
  expect(await validate(grammar, { max: 2 }, text)).toMatchObject({ passed: true })
  expect(await validate(grammar, { ignore: ['AnA'] }, text)).toMatchObject({ passed: true })
})

it('refuses to ignore what nobody knows', async () => {
  await expect(validatorOf(grammar, { ignore: ['Speling'] })).rejects.toMatchObject({
    code: 'config',
    hint: 'did you mean "Spelling"?',
  })
})

it('says how to install the package where it is missing', async () => {
  await expect(importHarper(() => Promise.reject(new Error('Cannot find package')))).rejects.toMatchObject({
    code: 'config',
    hint: expect.stringContaining('npm install harper.js@2.10.0'),
  })
})

it('finds the places of mistakes beyond the first thousand letters, and none in code', async () => {
  const text = `${'This is a test.\n\n'.repeat(100)}\`\`\`\nThis is an test.\n\`\`\`\nThis is an test.`
  expect((await validate(grammar, {}, text)).measured).toBe(1)
  expect((await validate(grammar, {}, text)).message).toContain('"an" at 204:9')
})

it('looks at the beginning of a long text and says so', async () => {
  const result = await validate(grammar, {}, 'This is a test. '.repeat(5000))
  expect(result.message).toContain('in the first 8000 letters')
})
