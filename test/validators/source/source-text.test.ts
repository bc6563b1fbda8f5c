import { expect, it } from 'vitest'
import { preserves } from '../../../src/validators/source/preserves.ts'
import { terminology } from '../../../src/validators/source/terminology.ts'
import { validatorOf } from '../validate.ts'

const glossary = [{ source: 'privacy', required: 'Datenschutz' }]

it('a validator says that it reads the row unless its options contain the source', async () => {
  expect((await validatorOf(preserves, {})).readsPrompt).toBe(true)
  expect((await validatorOf(preserves, { source: 'A {name}.' })).readsPrompt).toBe(false)
  expect((await validatorOf(terminology, { glossary })).readsPrompt).toBe(true)
  expect((await validatorOf(terminology, { glossary, source: 'On privacy' })).readsPrompt).toBe(false)
  expect((await validatorOf(terminology, { glossary: [{ forbidden: 'cheap' }] })).readsPrompt).toBe(false)
})
