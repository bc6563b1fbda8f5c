import { expect, it } from 'vitest'
import { parseSettings } from '../../src/config/load.ts'
import { builtInRegistry } from '../../src/config/registry.ts'

const read = (validator: unknown) =>
  parseSettings({ validators: [validator] }, builtInRegistry()).validators[0]

it('reads a validator whose name holds colons', () => {
  const options = { name: 'ifeval:keywords:existence', keywords: ['a', 'b'], mode: 'loose' }
  expect(read('ifeval:keywords:existence:keywords=a|b,mode=loose')).toEqual(options)
  expect(read('ifeval:startend:quotation')).toEqual({
    name: 'ifeval:startend:quotation',
    mode: 'strict',
  })
})

it('takes an option that is null for one that is not given, even an unknown one', () => {
  const given = { name: 'length', min: null, max: 5, num_words: null }
  expect(read(given)).toEqual({ name: 'length', max: 5, unit: 'words' })
  expect(() => read({ name: 'length', max: null })).toThrow('needs min, max or both')
})

it('reads counts in their short spelling', () => {
  expect(read('structure:title,bullets=3,headings=2..,paragraphs=..4')).toMatchObject({
    title: true,
    bullets: 3,
    headings: '2..',
    paragraphs: '..4',
  })
  expect(read('case:lower')).toMatchObject({ lower: true })
  expect(read('punctuation:forbidden=comma|semicolon')).toMatchObject({
    forbidden: ['comma', 'semicolon'],
  })
  expect(read('structure:postscript')).toMatchObject({ postscript: true })
  expect(read('structure:postscript=P.P.S.')).toMatchObject({ postscript: 'P.P.S.' })
})
