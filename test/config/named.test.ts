import { expect, it } from 'vitest'
import { validatorSchema } from '../../src/config/schema.ts'

it('reads a validator whose name holds colons', () => {
  const options = { name: 'ifeval:keywords:existence', keywords: ['a', 'b'], mode: 'loose' }
  expect(validatorSchema.parse('ifeval:keywords:existence:keywords=a|b,mode=loose')).toEqual(options)
  expect(validatorSchema.parse('ifeval:startend:quotation')).toEqual({
    name: 'ifeval:startend:quotation',
    mode: 'strict',
  })
})

it('takes an option that is null for one that is not given, even an unknown one', () => {
  const given = { name: 'length', min: null, max: 5, num_words: null }
  expect(validatorSchema.parse(given)).toEqual({ name: 'length', max: 5, unit: 'words' })
  expect(() => validatorSchema.parse({ name: 'length', max: null })).toThrow('expected min, max or both')
})

it('reads counts in their short spelling', () => {
  expect(validatorSchema.parse('structure:title,bullets=3,headings=2..,paragraphs=..4')).toMatchObject({
    title: true,
    bullets: 3,
    headings: '2..',
    paragraphs: '..4',
  })
  expect(validatorSchema.parse('case:lower')).toMatchObject({ lower: true })
  expect(validatorSchema.parse('punctuation:forbidden=comma|semicolon')).toMatchObject({
    forbidden: ['comma', 'semicolon'],
  })
  expect(validatorSchema.parse('structure:postscript')).toMatchObject({ postscript: true })
  expect(validatorSchema.parse('structure:postscript=P.P.S.')).toMatchObject({ postscript: 'P.P.S.' })
})
