import { expect, it } from 'vitest'
import { punctuation } from '../../../src/validators/text/punctuation.ts'
import { validate, validatorOf } from '../validate.ts'

it.each([
  [{ forbidden: 'comma' }, 'no commas here', 1],
  [{ forbidden: ',' }, 'one, two', 0.5],
  [{ forbidden: 'comma' }, 'one, two, three', 1 / 3],
  [{ forbidden: 'comma' }, 'full width，', 1],
  [{ forbidden: ';!' }, 'no; yes!', 1 / 3],
  [{ forbidden: ['comma', 'dash'] }, 'an em dash — here', 0.5],
  [{ forbidden: '^]-\\' }, 'a-b', 0.5],
  [{ forbidden: '👍' }, '👎', 1],
  [{ forbidden: 'comma' }, '', 1],
])('%j of %j', async (options, text, score) => {
  expect(await validate(punctuation, options, text)).toMatchObject({ score, passed: score === 1 })
})

it('states which marks the text contains, and how many', async () => {
  expect((await validate(punctuation, { forbidden: ['comma', ';'] }, 'a, b, c')).message).toBe(
    '"," 2 times, must contain no ",", ";"',
  )
})

it('states as a constraint that the mark is absent', async () => {
  expect((await validatorOf(punctuation, { forbidden: 'comma' })).constraints).toEqual([
    { kind: 'excludes', term: ',', caseSensitive: true, wholeWord: false },
  ])
})

it.each([
  [{ forbidden: 'coma' }, '\\"coma\\" is not a punctuation mark; did you mean \\"comma\\"?'],
  [{ forbidden: '' }, 'expected'],
  [{ forbidden: [] }, 'expected'],
  [{}, 'Invalid'],
])('refuses %j', (options, problem) => {
  expect(() => punctuation.options.parse(options)).toThrow(problem)
})
