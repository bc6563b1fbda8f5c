import { describe, expect, it } from 'vitest'
import { contradiction, type Demand } from '../../src/core/contradictions.ts'
import { occurrences } from '../../src/core/terms.ts'

const count = (unit: 'characters' | 'words' | 'sentences', min: number, max = Infinity): Demand => ({
  kind: 'count',
  unit,
  min,
  max,
})
const includes = (term: string, caseSensitive = false): Demand => ({
  kind: 'includes',
  term,
  caseSensitive,
  wholeWord: false,
})
const excludes = (term: string, more: { caseSensitive?: boolean; wholeWord?: boolean } = {}): Demand => ({
  kind: 'excludes',
  term,
  caseSensitive: false,
  wholeWord: false,
  ...more,
})

describe('contradictions', () => {
  it.each<[string, Demand, Demand, boolean]>([
    ['more words than words', count('words', 400), count('words', 0, 300), true],
    ['more words than characters hold', count('words', 400), count('characters', 0, 700), true],
    ['just as many as fit', count('words', 400), count('characters', 0, 799), false],
    ['more sentences than words', count('sentences', 10), count('words', 0, 9), true],
    ['few sentences, many words', count('words', 400), count('sentences', 0, 1), false],
    ['a required term that is forbidden', includes('solar'), excludes('Solar'), true],
    ['a required term that contains a forbidden one', includes('party'), excludes('art'), true],
    [
      'a forbidden word that is only part of one',
      includes('party'),
      excludes('art', { wholeWord: true }),
      false,
    ],
    ['a case that is allowed', includes('solar'), excludes('solar', { caseSensitive: true }), false],
    ['a term longer than the text', includes('photovoltaic'), count('characters', 0, 5), true],
    ['a term that fits', includes('sun'), count('characters', 0, 5), false],
  ])('%s', (_, first, second, expected) => {
    const rules = [
      { name: 'one', demands: [first] },
      { name: 'two', demands: [second] },
    ]
    expect(contradiction(rules) !== undefined).toBe(expected)
    expect(contradiction(rules.toReversed()) !== undefined).toBe(expected)
  })

  it('names both rules and the reason', () => {
    const rules = [
      { name: 'content', demands: [includes('solar')] },
      { name: 'tone' },
      { name: 'banned', demands: [excludes('solar')] },
    ]
    expect(contradiction(rules)).toBe(
      'content and banned exclude each other: "solar" is required, and "solar" is forbidden',
    )
  })
})

describe('occurrences', () => {
  it.each([
    ['art', 'The party of art. Art!', false, false, 3],
    ['art', 'The party of art. Art!', false, true, 2],
    ['Art', 'The party of art. Art!', true, true, 1],
    ['a.b', 'a.b axb', false, false, 1],
    ['C++', 'C++ and C', false, true, 1],
    ['aa', 'aaaa', false, false, 2],
    ['é', 'café', false, true, 0],
    ['', 'text', false, false, 0],
    ['Straße', 'die straße', false, true, 1],
  ])('%j in %j (case %s, whole word %s): %i', (term, text, caseSensitive, wholeWord, expected) => {
    expect(occurrences(text, { term, caseSensitive, wholeWord })).toBe(expected)
  })
})
