import { expect, it } from 'vitest'
import { frequency } from '../../../src/validators/text/frequency.ts'
import { validate, validatorOf } from '../validate.ts'

it.each([
  [{ term: 'story', min: 2 }, 'A story of history', 2, 1],
  [{ term: 'story', min: 2, wholeWord: true }, 'A story of history', 1, 0.5],
  [{ term: 'Story', max: 0 }, 'a story', 1, 0],
  [{ term: 'Story', max: 0, caseSensitive: true }, 'a story', 0, 1],
  [{ term: '#', exactly: 2 }, '# one # two', 2, 1],
  [{ term: 'aa', exactly: 2 }, 'aaaaa', 2, 1],
  [{ term: 'é', min: 1 }, 'cafe\u0301', 1, 1],
  [{ term: 'new york', min: 1, max: 2 }, 'New York, New York, New York', 3, 2 / 3],
  [{ term: 'a.b', min: 1 }, 'acb', 0, 0],
  [{ term: 'new york', exactly: 3 }, 'New\nYork, New\u00a0York, New\u202fYork', 3, 1],
  [{ term: 'it’s', exactly: 2, wholeWord: true }, "It's what it’s.", 2, 1],
  [{ term: '...', exactly: 2 }, 'Well… then...', 2, 1],
  [{ term: '"', exactly: 4 }, '“a” and "b"', 4, 1],
  [{ term: 'e-mail', exactly: 2 }, 'E\u2011Mail, e\u2010mail', 2, 1],
  [{ term: 'Straße', exactly: 2 }, 'STRASSE, straße', 2, 1],
])('%j of %j', async (options, text, measured, score) => {
  expect(await validate(frequency, options, text)).toMatchObject({ measured, score, passed: score === 1 })
})

it('states the count and the bound', async () => {
  expect((await validate(frequency, { term: 'war', min: 3 }, 'war')).message).toBe(
    'contains "war" 1 time, must contain it at least 3 times',
  )
  expect((await validatorOf(frequency, { term: 'war', exactly: 1 })).requirement).toBe(
    'contains "war" exactly 1 time',
  )
})

it.each([
  [{ min: 1 }, { min: 1, max: Infinity }],
  [{ exactly: 2 }, { min: 2, max: 2 }],
  [{ max: 0 }, { min: 0, max: 0 }],
])('%j states the bounds as a constraint: %j', async (options, bounds) => {
  const { constraints } = await validatorOf(frequency, { term: 'war', ...options })
  expect(constraints).toMatchObject([{ kind: 'occurs', term: 'war', ...bounds }])
})

it.each([
  [{ term: 'a' }, 'needs min, max or exactly'],
  [{ term: ' ', min: 1 }, 'must be a non-blank string'],
  [{ term: 'a', min: 1, exactly: 2 }, 'must not be combined with min or max'],
  [{ term: 'a', min: 3, max: 2 }, 'must be at least min'],
])('refuses %j', (options, problem) => {
  expect(() => frequency.options.parse(options)).toThrow(problem)
})
