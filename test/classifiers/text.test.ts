import { expect, it } from 'vitest'
import { isEnglish } from '../../src/classifiers/english.ts'
import { excerptOf, proseOf, wordsOf } from '../../src/classifiers/text.ts'

it('returns words in lower case, with straight apostrophes', () => {
  expect(wordsOf('Don’t PANIC, 42 times—Ångström!')).toEqual(["don't", 'panic', '42', 'times', 'ångström'])
})

it('replaces code, addresses and tags', () => {
  expect(proseOf('See `rm -rf` at https://a.b/c, <b>now</b>.')).toBe('See  code  at  link   now .')
})

it('returns a short text whole, and evenly spaced pieces of a long one', () => {
  expect(excerptOf('short')).toBe('short')
  const long = Array.from({ length: 200_000 }, (_, index) => `w${index}`).join(' ')
  const excerpt = excerptOf(long)
  expect(excerpt.length).toBeLessThan(26_000)
  expect(excerpt.startsWith('w0 w1 ')).toBe(true)
  expect(excerpt.endsWith(' w199999')).toBe(true)
  // Nearly all pieces consist of whole words.
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
