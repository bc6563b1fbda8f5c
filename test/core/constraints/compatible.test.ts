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
  judge,
  rowsOf,
} from './conflicts.ts'

const NO_CONFLICT: Readonly<Record<string, readonly (readonly object[])[]>> = {
  pattern: [
    [pattern({ required: 'a' }), pattern({ forbidden: 'b' })],
    [pattern({ required: 'sun', flags: 'iu' }), pattern({ forbidden: 'sun' })],
    [pattern({ required: '[^a]' }), pattern({ forbidden: '[^a]', flags: 'iu' })],
    [pattern({ required: 'a', min: 3 }), pattern({ required: 'a', max: 3 })],
    [pattern({ required: '^a' }), pattern({ forbidden: 'a', flags: 'v' })],
  ],
  structure: [
    [structure({ bullets: '3..' }), structure({ bullets: '..3' })],
    [structure({ paragraphs: 2 }), structure({ paragraphs: 3, separator: '***' })],
    [structure({ sections: 2 }), structure({ sections: 3, sectionWord: 'Part' })],
    [structure({ firstWord: 'Dear' }), structure({ firstWord: 'then', paragraph: 2 })],
    [structure({ firstWord: 'don’t' }), structure({ firstWord: "Don't" })],
    [structure({ numbered: '4..' }), length({ max: 8 })],
    [structure({ bullets: 3 }), of('format')({ type: 'plain' })],
    [structure({ headings: 0 }), markdown({ minHeadings: 1 })],
    [structure({ title: true }), markdown({ maxHeadings: 0 })],
    [structure({ title: true }), content({ forbidden: ['<<'] })],
    [structure({ parts: 3 }), length({ unit: 'characters', max: 15 })],
    [structure({ highlights: 4 }), length({ max: 1 })],
    [structure({ placeholders: 2 }), of('json')({})],
  ],
  'one-of': [
    [oneOf({ answers: ['yes', 'not at all'], only: true }), length({ min: 2 })],
    [oneOf({ answers: ['yes'], only: true }), length({ unit: 'characters', max: 3 })],
    [oneOf({ answers: ['是的', '不是'], only: true }), length({ min: 2 })],
    [oneOf({ answers: ['straße'], only: true }), length({ unit: 'characters', min: 7 })],
    [oneOf({ answers: ['a b c'], only: true }), length({ unit: 'paragraphs', min: 3 })],
    [oneOf({ answers: ['“yes”', 'no'], only: true }), content({ required: ['yes'] })],
    [oneOf({ answers: ['# yes'], only: true }), markdown({ requireTitle: true })],
    [oneOf({ answers: ['yes', 'no'] }), content({ forbidden: ['yes'] })],
    [oneOf({ answers: ['CAFÉ'], only: true }), content({ required: ['café'] })],
  ],
  content: [
    [content({ anyOf: ['sun', 'moon'] }), content({ forbidden: ['sun'] })],
    [content({ anyOf: ['sun', '“moon”'] }), content({ forbidden: ['sun', '"moon"'] })],
    [content({ oneOf: ['art', 'party'] }), content({ required: ['art'] })],
    [content({ required: ['sun', 'moon', 'star'], atLeast: 2 }), content({ forbidden: ['sun'] })],
    [content({ required: ['strasse'] }), length({ unit: 'characters', max: 6 })],
    [of('starts-with')({ text: "It's" }), of('starts-with')({ text: 'It’s' })],
    [of('starts-with')({ text: 'STRASSE' }), of('starts-with')({ text: 'straße' })],
  ],
  classifiers: [
    [sentiment({ required: ['positive', 'neutral'] }), sentiment({ required: ['neutral', 'negative'] })],
    [sentiment({ required: 'positive' }), sentiment({ forbidden: 'positive', threshold: 0.8 })],
    [sentiment({ required: 'positive' }), sentiment({ required: 'neutral', positiveFrom: 0.9 })],
    [sentiment({ required: 'positive' }), of('spam')({ required: 'ham' })],
    [sentiment({ forbidden: ['positive', 'neutral', 'negative'] })],
  ],
  composites: [
    [not(length({ max: 50 })), length({ max: 51 })],
    [not(length({ min: 5, max: 50 })), length({ min: 5 })],
    [not(all(length({ max: 5 }), of('json')({}))), of('json')({})],
    [any(length({ max: 5 }), content({ required: ['sun'] })), length({ min: 9 })],
    [not(content({ required: ['sunny'] })), content({ required: ['sun'] })],
    [not(content({ required: ['sun', 'moon'] })), content({ required: ['sun'] })],
    [not(judge), judge],
    [not({ name: 'weighted', validators: ['json'], threshold: 0.5 }), of('json')({})],
    [not(length({ max: 5 })), { ...length({ max: 5 }), severity: 'warning' }],
  ],
  measures: [
    [readability({ minEase: 60 }), readability({ maxEase: 60 })],
    [readability({ minEase: 60 }), readability({ maxGrade: 8 })],
    [similarity({ to: 'prompt', min: 0.6 }), similarity({ to: 'prompt', max: 0.5, measure: 'copied' })],
    [similarity({ source: 'a b', min: 0.6 }), similarity({ source: 'a c', max: 0.5 })],
    [similarity({ to: 'prompt', min: 0.6 }), similarity({ to: 'draft', max: 0.5 })],
  ],
  numeric: [
    [numeric({ min: 10 }), numeric({ max: 5 })],
    [numeric({ min: 5, atLeast: 1 }), numeric({ max: 5 })],
    [numeric({ min: 10, atLeast: 1 }), numeric({ of: 'year', max: 5 })],
    [numeric({ allowed: ['1..9'], atLeast: 1 }), numeric({ forbidden: ['1..5', '6..9'] })],
  ],
  frequency: [
    [frequency({ term: 'e', min: 50 }), length({ max: 20 })],
    [frequency({ term: 'haha', min: 3 }), length({ max: 1 })],
    [frequency({ term: '哈哈哈', min: 50 }), length({ max: 20 })],
    [frequency({ term: 'solar', min: 20 }), length({ max: 20 })],
    [frequency({ term: '...', min: 5 }), length({ unit: 'characters', max: 5 })],
    [frequency({ term: '...', min: 5 }), content({ forbidden: ['.'] })],
  ],
}

describe('some text passes', () => {
  it.each(rowsOf(NO_CONFLICT))('%s: %j', async (_, set) => {
    expect(await conflictOf(set)).toBeUndefined()
    expect(await conflictOf(set.toReversed())).toBeUndefined()
  })
})
