import { expect, it } from 'vitest'
import { isEnglish } from '../../src/classifiers/english.ts'
import { excerptOf, prose, sentencesOf, wordsOf } from '../../src/classifiers/text.ts'

it.each([
  ['One. Two! Three?', ['One.', 'Two!', 'Three?']],
  [
    'Dr. Smith met Mrs. Jones at 3.5 km/h. They talked.',
    ['Dr. Smith met Mrs. Jones at 3.5 km/h.', 'They talked.'],
  ],
  ['"Stop!" he said.', ['"Stop!" he said.']],
  ['a line that\ngoes on. Next', ['a line that goes on.', 'Next']],
  ['A heading\n\nText follows', ['A heading', 'Text follows']],
  ['... --- !!!', []],
  ['', []],
])('%j has the sentences %j', (text, sentences) => {
  expect(sentencesOf(text)).toEqual(sentences)
})

it('breaks off a sentence that never ends', () => {
  expect(sentencesOf('word '.repeat(1000))).toHaveLength(5)
})

it('reads words in lower case, with straight apostrophes', () => {
  expect(wordsOf('Don’t PANIC, 42 times—Ångström!')).toEqual(["don't", 'panic', '42', 'times', 'ångström'])
})

it('leaves out code, addresses and tags', () => {
  expect(prose('See `rm -rf` at https://a.b/c, <b>now</b>.')).toBe('See  code  at  link   now .')
})

it('takes short texts whole, and of long ones pieces from all over', () => {
  expect(excerptOf('short')).toBe('short')
  const long = Array.from({ length: 200_000 }, (_, index) => `w${index}`).join(' ')
  const excerpt = excerptOf(long)
  expect(excerpt.length).toBeLessThan(26_000)
  expect(excerpt.startsWith('w0 w1 ')).toBe(true)
  expect(excerpt.endsWith(' w199999')).toBe(true)
  // Whole words only: each of them stands in the text.
  const words = new Set(long.split(' '))
  expect(
    excerpt
      .split(/\s+/)
      .slice(0, -1)
      .filter((word) => !words.has(word)).length,
  ).toBeLessThanOrEqual(16)
})

it.each([
  ['The quick brown fox jumps over the lazy dog near the river.', true],
  ['Great!', true],
  ['', true],
  ['Der schnelle braune Fuchs springt über den faulen Hund am Fluss.', false],
  ['Le renard brun rapide saute par-dessus le chien paresseux.', false],
  ['El rápido zorro marrón salta sobre el perro perezoso del vecino.', false],
  ['これは日本語の文章です。', false],
  ['Привет', false],
])('%j is English: %s', (text, english) => {
  expect(isEnglish(text)).toBe(english)
})
