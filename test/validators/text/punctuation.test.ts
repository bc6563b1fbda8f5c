import { expect, it } from 'vitest'
import { punctuation } from '../../../src/validators/text/punctuation.ts'
import { validate, validatorOf } from '../validate.ts'

it.each([
  [{ forbidden: 'comma' }, 'no commas here', 1],
  [{ forbidden: ',' }, 'one, two', 0.5],
  [{ forbidden: 'comma' }, 'one, two, three', 1 / 3],
  [{ forbidden: 'comma' }, '我买了苹果，香蕉、梨', 1 / 3],
  [{ forbidden: ',' }, 'نعم، شكرا', 0.5],
  [{ forbidden: ['exclamation', 'question'] }, '好！是吗？', 1 / 3],
  [{ forbidden: ['colon', 'semicolon'] }, '一：二；三', 1 / 3],
  [{ forbidden: 'period' }, '再见。', 0.5],
  [{ forbidden: 'parenthesis' }, '（好）', 1 / 3],
  [{ forbidden: 'period' }, 'नमस्ते।', 0.5],
  [{ forbidden: 'question' }, 'հարց՞', 0.5],
  [{ forbidden: 'quote' }, '「はい」', 1 / 3],
  [{ forbidden: 'ellipsis' }, 'wait. . .', 0.5],
  [{ forbidden: 'hyphen' }, 'well\u2011known', 0.5],
  [{ forbidden: 'ellipsis' }, 'well... then…', 1 / 3],
  [{ forbidden: 'ellipsis' }, 'well.....', 0.5],
  [{ forbidden: '...' }, 'One. Two… Three.', 0.5],
  [{ forbidden: 'ellipsis' }, 'One. Two..', 1],
  [{ forbidden: '，' }, 'one, two', 1],
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
    '"," is forbidden (2 times)',
  )
})

it('states as a constraint that the mark is absent', async () => {
  const { constraints } = await validatorOf(punctuation, { forbidden: 'comma' })
  const how = { kind: 'excludes', caseSensitive: true, wholeWord: false }
  expect(constraints).toEqual([',', '，', '､', '、', '،', '፣'].map((term) => ({ ...how, term })))
})

it.each([
  [{ forbidden: 'coma' }, '\\"coma\\" is not a punctuation mark; did you mean \\"comma\\"?'],
  [{ forbidden: '' }, 'expected'],
  [{ forbidden: [] }, 'expected'],
  [{}, 'Invalid'],
])('refuses %j', (options, problem) => {
  expect(() => punctuation.options.parse(options)).toThrow(problem)
})
