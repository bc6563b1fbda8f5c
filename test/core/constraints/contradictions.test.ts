/** Validators that no text passes together are found before any call, and their neighbours are not. */
import { describe, expect, it } from 'vitest'
import {
  conflictOf,
  of,
  content,
  frequency,
  length,
  markdown,
  numeric,
  oneOf,
  pattern,
  readability,
  sentiment,
  similarity,
  structure,
  all,
  any,
  not,
  rowsOf,
} from './conflicts.ts'

const CONFLICT: Readonly<Record<string, readonly (readonly object[])[]>> = {
  pattern: [
    [pattern({ required: 'a+' }), pattern({ forbidden: 'a+' })],
    [pattern({ required: 'a+', forbidden: ['b', 'a+'] })],
    [
      pattern({ counts: { as: { pattern: 'a', min: 3 } } }),
      pattern({ counts: { a: { pattern: 'a', max: 2 } } }),
    ],
    [pattern({ required: 'a', min: 4 }), pattern({ required: 'a', max: 3 })],
    [pattern({ required: 'sun' }), pattern({ forbidden: 'sun', flags: 'iu' })],
    [pattern({ required: 'sun', min: 5 }), frequency({ term: 'sun', max: 4 })],
  ],
  structure: [
    [structure({ bullets: '5..' }), structure({ bullets: '..3' })],
    [structure({ sections: 3 }), structure({ sections: 2 })],
    [structure({ paragraphs: 2 }), structure({ paragraphs: '3..' })],
    [structure({ paragraphs: 2, firstWord: 'Then', paragraph: 3 })],
    [structure({ firstWord: 'Dear' }), structure({ firstWord: 'hello' })],
    [structure({ parts: 3 }), structure({ parts: 2 })],
    [structure({ numbered: '4..' }), length({ max: 7 })],
    [structure({ bullets: 5, numbered: 5, headings: 2 }), length({ max: 23 })],
    [structure({ paragraphs: '3..' }), length({ unit: 'paragraphs', max: 2 })],
    [structure({ paragraphs: 4 }), length({ max: 3 })],
    [structure({ highlights: 4 }), length({ unit: 'characters', max: 14 })],
    [structure({ parts: 3 }), length({ unit: 'characters', max: 11 })],
    [structure({ headings: '3..' }), markdown({ maxHeadings: 2 })],
    [structure({ bullets: 5 }), markdown({ maxBullets: 3 })],
    [structure({ bullets: '..3' }), markdown({ minBullets: 5 })],
    [structure({ headings: 1 }), of('format')({ type: 'plain' })],
    [structure({ numbered: 1 }), of('json')({})],
    [structure({ placeholders: 1 }), content({ forbidden: ['['] })],
    [structure({ sections: 2 }), content({ forbidden: ['section'] })],
    [structure({ title: true }), content({ forbidden: ['<'] }), markdown({ maxHeadings: 0 })],
    [structure({ headings: 1 }), of('punctuation')({ forbidden: '#' })],
    [structure({ highlights: 1 }), of('punctuation')({ forbidden: 'asterisk' })],
    [structure({ title: true }), length({ unit: 'characters', max: 2 })],
    [structure({ postscript: 'N.B.' }), length({ unit: 'characters', max: 1 })],
    [structure({ firstWord: 'Hello' }), content({ forbidden: ['hell'] })],
    [structure({ firstWord: 'Hello' }), of('starts-with')({ text: ['Bye', '**Dear'] })],
  ],
  'one-of': [
    [oneOf({ answers: ['yes', 'no'], only: true }), length({ min: 2 })],
    [oneOf({ answers: ['yes', 'no'], only: true }), length({ unit: 'characters', min: 10 })],
    [oneOf({ answers: ['not at all', 'not quite'], only: true }), length({ max: 1 })],
    [oneOf({ answers: ['yes', 'no'], only: true }), length({ unit: 'sentences', min: 2 })],
    [oneOf({ answers: ['yes', 'no'], only: true }), length({ unit: 'paragraphs', min: 2 })],
    [oneOf({ answers: ['yes', 'no'], only: true }), content({ required: ['sure'] })],
    [oneOf({ answers: ['yes', 'no'], only: true }), content({ forbidden: ['e', 'o'] })],
    [oneOf({ answers: ['yes', 'no'], only: true }), structure({ bullets: 1 })],
    [oneOf({ answers: ['yes', 'no'], only: true }), markdown({ requireTitle: true })],
    [oneOf({ answers: ['yes', 'no'], only: true }), numeric({ atLeast: 1 })],
    [oneOf({ answers: ['yes', 'no'], only: true }), pattern({ required: '\\d' })],
    [oneOf({ answers: ['yes', 'no'], only: true }), content({ anyOf: ['maybe', 'sure'] })],
    [oneOf({ answers: ['yes', 'no'], only: true }), structure({ title: true })],
    [oneOf({ answers: ['yes', 'no'] }), content({ forbidden: ['yes', 'no'] })],
  ],
  content: [
    [content({ anyOf: ['sun', 'moon'] }), content({ forbidden: ['sun', 'moon'] })],
    [content({ anyOf: ['sun', 'moon'], forbidden: ['s', 'moon'] })],
    [
      content({ anyOf: ['sun', 'moon'] }),
      content({ forbidden: ['sun'] }),
      frequency({ term: 'moon', max: 0 }),
    ],
    [content({ required: ['sun', 'moon', 'star'], atLeast: 2 }), content({ forbidden: ['sun', 'moon'] })],
    [content({ oneOf: ['sun', 'moon'] }), content({ required: ['sun', 'moon'] })],
    [of('starts-with')({ text: ['Dear', 'Hello'] }), content({ forbidden: ['dear', 'hell'] })],
  ],
  classifiers: [
    [sentiment({ required: 'positive' }), sentiment({ required: 'negative' })],
    [sentiment({ required: ['positive', 'neutral'] }), sentiment({ required: 'negative' })],
    [sentiment({ required: 'positive', threshold: 0.8 }), sentiment({ forbidden: 'positive' })],
    [
      sentiment({ required: ['positive', 'neutral'] }),
      sentiment({ forbidden: 'positive' }),
      sentiment({ forbidden: 'neutral' }),
    ],
    [of('classifier')({ use: 'language', required: 'en' }), of('language')({ codes: ['de'] })],
    [sentiment({ required: 'positive' }), of('classifier')({ use: 'sentiment', required: 'neutral' })],
  ],
  composites: [
    [not(length({ max: 50 })), length({ max: 50 })],
    [not(length({ max: 50 })), length({ max: 40 })],
    [not(pattern({ required: 'a' })), pattern({ flags: 'u', required: 'a' })],
    [not(not(of('json')({}))), not(of('json')({}))],
    [not(any(content({ required: ['a'] }), of('json')({}))), of('json')({})],
    [not(all(length({ max: 5 }), of('json')({}))), of('json')({}), length({ max: 5 })],
    [not(content({ required: ['sun'] })), content({ required: ['sunny'] })],
    [not(content({ forbidden: ['sun'] })), content({ forbidden: ['SUN'] })],
    [not(frequency({ term: 'sun', min: 3 })), frequency({ term: 'sun', min: 5 })],
    [
      any(length({ max: 5 }), content({ required: ['sun'] })),
      length({ min: 9 }),
      content({ forbidden: ['sun'] }),
    ],
    [all(length({ max: 5 }), not(length({ max: 5 })))],
    [not(length({ min: 0 }))],
    [not(of('starts-with')({ text: 'Dear' })), of('starts-with')({ text: 'DEAR Sir' })],
    [not(of('ends-with')({ text: ['.', '!'] })), oneOf({ answers: ['Yes.', 'No!'], only: true })],
  ],
  readability: [
    [readability({ minEase: 60 }), readability({ maxEase: 50 })],
    [readability({ minGrade: 9.5 }), readability({ maxGrade: 9 })],
    [readability({ minFog: 12 }), readability({ maxFog: 8 })],
    [readability({ minSeconds: 60 }), readability({ maxSeconds: 30 })],
    [readability({ minSeconds: 60 }), length({ max: 150 })],
  ],
  similarity: [
    [similarity({ to: 'prompt', min: 0.6 }), similarity({ to: 'prompt', max: 0.5 })],
    [similarity({ source: 'a b', min: 0.6 }), similarity({ source: 'a b', max: 0.5 })],
    [
      similarity({ to: 'draft', min: 0.6, measure: 'copied' }),
      similarity({ to: 'draft', max: 0.5, measure: 'copied' }),
    ],
  ],
  numeric: [
    [numeric({ min: 10, atLeast: 1 }), numeric({ max: 5 })],
    [numeric({ allowed: ['1..3'], min: 4, atLeast: 1 })],
    [numeric({ allowed: ['1..9'], atLeast: 2 }), numeric({ forbidden: ['0..5', '5..10'] })],
    [numeric({ atLeast: 1 }), numeric({ min: 10 }), numeric({ max: 5 })],
    [numeric({ of: 'percent', min: 10, atLeast: 1 }), numeric({ of: 'percent', max: 5 })],
    [numeric({ atLeast: 20 }), length({ unit: 'characters', max: 30 })],
  ],
  format: [
    [of('format')({ type: 'html' }), of('format')({ type: 'plain' })],
    [of('format')({ type: 'xml' }), of('format')({ type: 'plain' })],
  ],
  frequency: [
    [frequency({ term: 'solar', min: 50 }), length({ max: 20 })],
    [frequency({ term: 'solar', exactly: 10, wholeWord: true }), length({ max: 5 })],
    [frequency({ term: 'e', min: 50 }), length({ unit: 'characters', max: 49 })],
    [frequency({ term: 'solar power', min: 5 }), length({ max: 5 })],
    [frequency({ term: 'e', min: 1000 }), length({ unit: 'tokens', max: 7 })],
    [frequency({ term: '"', min: 20 }), length({ unit: 'characters', max: 19 })],
    [frequency({ term: 'sun', min: 1 }), length({ max: 0 })],
    [frequency({ term: 'sun', min: 1 }), length({ unit: 'paragraphs', max: 0 })],
  ],
}

describe('no text passes', () => {
  it.each(rowsOf(CONFLICT))('%s: %j', async (_, set) => {
    expect(await conflictOf(set)).toMatch(/exclude each other: \S|contradicts itself: \S/)
    expect(await conflictOf(set.toReversed())).toBeDefined()
  })
})

it.each<[readonly object[], string]>([
  [
    [not(length({ max: 50 })), length({ max: 50 })],
    'not and length exclude each other: at least 51 words do not fit in 50 words',
  ],
  [
    [not(of('json')({})), of('json')({})],
    'not and json exclude each other: "valid JSON" is both required and forbidden',
  ],
  [
    [pattern({ required: 'a' }), pattern({ forbidden: 'a' })],
    'two pattern validators exclude each other: /a/u must match once or more, and /a/u never',
  ],
  [
    [content({ anyOf: ['sun', 'moon'] }), content({ forbidden: ['sun', 'moon'] })],
    'two content validators exclude each other: "sun" is required, and "sun" is forbidden; "moon" is required, and "moon" is forbidden',
  ],
  [
    [readability({ minEase: 60 }), readability({ maxEase: 50 })],
    'two readability validators exclude each other: the reading ease must be at least 60, and at most 50',
  ],
  [
    [sentiment({ required: 'positive' }), sentiment({ required: 'negative' })],
    'two sentiment validators exclude each other: the sentiment must be positive, and negative',
  ],
  [
    [numeric({ atLeast: 1 }), numeric({ min: 10 }), numeric({ max: 5 })],
    '3 numeric validators exclude each other: 1 or more numbers are required, and no number is in all ranges',
  ],
  [
    [
      any(length({ max: 5 }), content({ required: ['sun'] })),
      length({ min: 9 }),
      content({ forbidden: ['sun'] }),
    ],
    'any, length and content exclude each other: at least 9 words do not fit in 5 words; "sun" is required, and "sun" is forbidden',
  ],
])('%j: %s', async (set, message) => {
  expect(await conflictOf(set)).toBe(message)
})
