import { describe, expect, it } from 'vitest'
import { findConflict } from '../../../src/core/constraints/find-conflict.ts'
import type { Constraint, Edge } from '../../../src/core/constraints/constraint.ts'
import { minCharacters, countOccurrences, minOccurrencesWithin } from '../../../src/core/constraints/terms.ts'

const count = (unit: string, min: number, max = Infinity): Constraint => ({ kind: 'count', unit, min, max })
const term = (text: string, more: { caseSensitive?: boolean; wholeWord?: boolean } = {}) => ({
  term: text,
  caseSensitive: false,
  wholeWord: false,
  ...more,
})
type How = Parameters<typeof term>[1]
const includes = (text: string, more?: How): Constraint => ({ kind: 'includes', ...term(text, more) })
const excludes = (text: string, more?: How): Constraint => ({ kind: 'excludes', ...term(text, more) })
const occurs = (text: string, min: number, max = Infinity, more?: How): Constraint => ({
  kind: 'occurs',
  min,
  max,
  ...term(text, more),
})
const edge = (anyOf: string | readonly string[], more: Partial<Edge> = {}): Edge => ({
  anyOf: [anyOf].flat(),
  caseSensitive: false,
  ...more,
})
const begins = (...given: Parameters<typeof edge>): Constraint => ({ kind: 'begins', ...edge(...given) })
const ends = (...given: Parameters<typeof edge>): Constraint => ({ kind: 'ends', ...edge(...given) })
const letters = (which: 'upper' | 'lower', some: boolean): Constraint => ({
  kind: 'letters',
  case: which,
  some,
})
const language = (...anyOf: string[]): Constraint => ({ kind: 'language', anyOf })
const json: Constraint = { kind: 'json' }
const exact = { caseSensitive: true }
const whole = { wholeWord: true }

describe('a conflict', () => {
  it.each<[string, Constraint, Constraint, boolean]>([
    ['more words than words', count('words', 400), count('words', 0, 300), true],
    ['more words than characters hold', count('words', 400), count('characters', 0, 399), true],
    ['just as many as fit, without spaces', count('words', 400), count('characters', 0, 400), false],
    ['more sentences than words', count('sentences', 10), count('words', 0, 9), true],
    ['few sentences, many words', count('words', 400), count('sentences', 0, 1), false],
    ['more paragraphs than words', count('paragraphs', 10), count('words', 0, 9), true],
    ['lines may be empty', count('lines', 10), count('words', 0, 0), false],
    ['more lines than characters', count('lines', 10), count('characters', 0, 8), true],
    ['more tokens than bytes', count('tokens', 41), count('characters', 0, 10), true],
    ['as many tokens as bytes', count('tokens', 40), count('characters', 0, 10), false],
    ['words and tokens do not nest', count('words', 40), count('tokens', 0, 10), false],
    ['unknown units', count('stanzas', 4), count('verses', 0, 3), false],
    ['one unknown unit', count('stanzas', 4), count('stanzas', 0, 3), true],
    ['a required term that is forbidden', includes('solar'), excludes('Solar'), true],
    ['a required term that contains a forbidden one', includes('party'), excludes('art'), true],
    ['a forbidden word that is only part of one', includes('party'), excludes('art', whole), false],
    ['a forbidden word that may be part of a longer one', includes('solar'), excludes('solar', whole), false],
    ['a required word that is forbidden', includes('solar', whole), excludes('solar', whole), true],
    ['a forbidden word inside a phrase', includes('the solar age'), excludes('solar', whole), true],
    [
      'a forbidden word at the end of a phrase that may continue',
      includes('go solar'),
      excludes('solar', whole),
      false,
    ],
    ['a case that is allowed', includes('solar'), excludes('solar', exact), false],
    ['a case that is not', includes('solar', exact), excludes('solar', exact), true],
    ['punctuation, which has no case', includes('a,b'), excludes(',', exact), true],
    ['a term longer than the text', includes('photovoltaic'), count('characters', 0, 5), true],
    ['a term that fits', includes('sun'), count('characters', 0, 5), false],
    [
      'two code points that one code point may stand for',
      includes('\u0915\u093c'),
      count('characters', 0, 1),
      false,
    ],
    ['a phrase of more words', includes('sun and wind'), count('words', 0, 2), true],
    ['more often than allowed', occurs('sun', 3), occurs('Sun', 0, 2), true],
    ['a term that contains another twice', occurs('anana', 2), occurs('an', 0, 3), true],
    ['as often as allowed', occurs('sun', 2), occurs('sun', 0, 2), false],
    ['often a long term in a short text', occurs('wind', 10), count('characters', 0, 39), true],
    ['often a short word, and room between', occurs('a', 3, 9, whole), count('characters', 0, 4), true],
    ['often a short term', occurs('a', 3), count('characters', 0, 3), false],
    ['a capital letter in lower case', includes('Sun', exact), letters('upper', false), true],
    ['a term in any case in lower case', includes('Sun'), letters('upper', false), false],
    ['a small letter in capitals', includes('Sun', exact), letters('lower', false), true],
    ['capitals in capitals', includes('SUN', exact), letters('lower', false), false],
    ['a capital letter in lower case alone', letters('upper', true), letters('upper', false), true],
    ['no letters at all', letters('upper', false), letters('lower', false), false],
    ['two beginnings', begins('Dear'), begins('Hello'), true],
    ['one beginning in two lengths', begins('Dear'), begins('dear Ann'), false],
    ['two cases of a beginning', begins('Dear', exact), begins('DEAR', exact), true],
    ['a choice of beginnings', begins(['Dear', 'Hi']), begins('Hi Ann'), false],
    ['quotation marks before it', begins('"'), begins('Dear', { quotable: true }), false],
    ['a letter and its accent', begins('e'), begins('é'), false],
    ['two endings', ends('bye'), ends('Ann'), true],
    ['one ending in two lengths', ends('Ann'), ends('Love, Ann'), false],
    ['a beginning that is forbidden', begins('Dear Ann'), excludes('dear'), true],
    ['an ending longer than the text', ends('Goodbye'), count('characters', 0, 6), true],
    ['a beginning in capitals', begins('Dear', exact), letters('upper', false), true],
    ['two languages', language('en'), language('de', 'fr'), true],
    ['one language of two', language('en', 'de'), language('de', 'fr'), false],
    ['JSON with a heading', json, count('headings', 1), true],
    ['JSON without headings', json, count('headings', 0, 3), false],
  ])('%s', (_, first, second, expected) => {
    const rules = [
      { name: 'one', constraints: [first] },
      { name: 'two', constraints: [second] },
    ]
    expect(findConflict(rules) !== undefined).toBe(expected)
    expect(findConflict(rules.toReversed()) !== undefined).toBe(expected)
  })

  it.each<[Constraint, Constraint, string]>([
    [count('words', 400), count('characters', 0, 300), 'at least 400 words do not fit in 300 characters'],
    [includes('photovoltaic'), count('characters', 0, 5), '"photovoltaic" alone is longer than 5 characters'],
    [occurs('sun', 3), occurs('sun', 0, 1), '"sun" is required 3 times, and "sun" is allowed once'],
    [includes('Sun', exact), letters('upper', false), '"Sun" is required, and capital letters are forbidden'],
    [begins('Dear'), begins(['{', '['], { label: 'JSON' }), 'the text must begin with "Dear", and with JSON'],
    [language('en'), language('de', 'fr'), 'the language must be en, and de or fr'],
  ])('%j and %j: %s', (first, second, why) => {
    const rules = [
      { name: 'one', constraints: [first] },
      { name: 'two', constraints: [second] },
    ]
    expect(findConflict(rules)).toBe(`one and two exclude each other: ${why}`)
  })

  it('is found within one validator', () => {
    expect(findConflict([{ name: 'content', constraints: [includes('party'), excludes('art')] }])).toBe(
      'content contradicts itself: "party" is required, and "art" is forbidden',
    )
  })

  it('is described with both validators and the reason', () => {
    const rules = [
      { name: 'content', constraints: [includes('solar')] },
      { name: 'tone' },
      { name: 'banned', constraints: [excludes('solar')] },
    ]
    expect(findConflict(rules)).toBe(
      'content and banned exclude each other: "solar" is required, and "solar" is forbidden',
    )
  })
})

describe('the number of occurrences', () => {
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
    ['ΟΔΟΣ', 'οδος, οδοσ', false, false, 2],
    ['हि', 'हिन्दी', false, true, 0],
    ['𝐀', '𝐀𝐀 𝐀', false, true, 1],
    ['a a', 'a a a a', false, true, 2],
  ])('%j in %j (case %s, whole word %s): %i', (term, text, caseSensitive, wholeWord, expected) => {
    expect(countOccurrences(text, { term, caseSensitive, wholeWord })).toBe(expected)
  })
})

it('finds a whole word in megabytes of one letter', () => {
  const word = 'a'.repeat(1000)
  expect(countOccurrences('a'.repeat(5_000_000), { term: word, caseSensitive: false, wholeWord: true })).toBe(
    0,
  )
})

it.each([
  ['art', 'art', {}, {}, 1],
  ['art', 'art', {}, whole, 0],
  ['art', 'art', whole, whole, 1],
  ['C++', 'c++', whole, whole, 1],
  ['Art', 'art', {}, exact, 0],
  ['Art', 'art', exact, {}, 1],
  ['a,b', ',', {}, exact, 1],
])('%j contains %j at least a certain number of times', (outer, inner, one, other, expected) => {
  expect(minOccurrencesWithin(term(outer, one), term(inner, other))).toBe(expected)
})

it.each([
  ['solar', 5],
  ['café', 4],
  ['日本語', 1],
  ['', 0],
])('%j takes at least %i characters', (text, expected) => {
  expect(minCharacters(text)).toBe(expected)
})
