import { expect, it } from 'vitest'
import { length } from '../../../src/validators/text/length.ts'
import { validate, validatorOf } from '../validate.ts'

const words = (count: number) => 'word '.repeat(count)

it.each([
  [{ min: 3, max: 5 }, words(3), 3, true, 1],
  [{ min: 3, max: 5 }, words(5), 5, true, 1],
  [{ min: 3, max: 5 }, words(2), 2, false, 2 / 3],
  [{ min: 3, max: 5 }, words(10), 10, false, 0.5],
  [{ min: 3 }, '', 0, false, 0],
  [{ max: 3 }, '', 0, true, 1],
  [{ max: 0 }, 'a', 1, false, 0],
  [{ min: 4 }, 'one\r\ntwo\tthree\u00a0four', 4, true, 1],
  [{ min: 4, max: 4 }, '我喜欢吃苹果。', 4, true, 1],
  [{ min: 3, max: 3 }, '日本語の文', 3, true, 1],
  [{ min: 3, max: 3 }, 'ฉันรักเธอ', 3, true, 1],
  [{ min: 3, max: 3 }, '我 -- 你', 3, true, 1],
  [{ min: 4, max: 4 }, 'the word 日本語 means', 4, true, 1],
  [{ max: 4 }, '나는 사과를 좋아한다', 3, true, 1],
  [{ max: 2 }, "don't -- stop", 3, false, 2 / 3],
  [{ unit: 'characters', max: 4 }, '👍🏽é', 3, true, 1],
  [{ unit: 'characters', max: 4 }, 'a\r\nb', 4, true, 1],
  [{ unit: 'characters', min: 5 }, 'four', 4, false, 0.8],
  [{ unit: 'sentences', min: 2, max: 2 }, 'One. Two!', 2, true, 1],
  [{ unit: 'sentences', min: 2 }, 'One', 1, false, 0.5],
  [{ unit: 'paragraphs', min: 2, max: 2 }, '\n# One\r\n\r\nTwo\nmore\n \t\n\n---\n', 2, true, 1],
  [{ unit: 'paragraphs', max: 1 }, 'One.\n\nTwo.', 2, false, 0.5],
  [{ unit: 'tokens', max: 4 }, 'The quick brown fox', 4, true, 1],
  [{ unit: 'tokens', min: 20 }, '<|endoftext|>', 7, false, 0.35],
  [{ unit: 'tokens', max: 1 }, '', 0, true, 1],
])('%j of %j', async (options, text, measured, passed, score) => {
  expect(await validate(length, options, text)).toMatchObject({ measured, passed, score })
})

it.each([
  [{ min: 400, max: 600 }, '400 to 600 words'],
  [{ min: 400 }, 'at least 400 words'],
  [{ max: 600 }, 'at most 600 words'],
  [{ min: 0, max: 600 }, 'at most 600 words'],
  [{ min: 5, max: 5, unit: 'sentences' }, 'exactly 5 sentences'],
  [{ min: 1, unit: 'characters' }, 'at least 1 character'],
])('the requirement of %j is "%s"', async (options, requirement) => {
  expect((await validatorOf(length, options)).requirement).toBe(requirement)
})

it.each(['characters', 'words', 'sentences', 'paragraphs', 'tokens'])(
  'counts the %s of a megabyte',
  async (unit) => {
    expect(await validate(length, { max: 1_000_000, unit }, words(200_000))).toMatchObject({ passed: true })
  },
)

it('states the measured value and the bound', async () => {
  const range = { min: 400, max: 600 }
  expect(await validate(length, range, words(388))).toEqual({
    validator: 'length',
    passed: false,
    score: 0.97,
    measured: 388,
    bound: '400 to 600 words',
    message: '388 words, must be 400 to 600 words',
  })
  expect(await validate(length, range, words(450))).toMatchObject({
    message: '450 words, as required: 400 to 600 words',
  })
})

it('says that it counted the words of a text without spaces by segmentation', async () => {
  expect((await validate(length, { max: 3 }, '我喜欢吃苹果。')).message).toBe(
    '4 words (counted by Intl.Segmenter), must be at most 3 words',
  )
})

it('rejects no unfinished text whose continuation is in a script with spaces', async () => {
  const validator = await validatorOf(length, { max: 3 })
  expect(validator.validatePrefix?.('我喜欢吃苹果')).toBeUndefined()
  expect(await validate(length, { max: 3 }, '我喜欢吃苹果 means something')).toMatchObject({ measured: 3 })
})

it('counts the words of a Chinese text of 400,000 characters', async () => {
  const { measured } = await validate(length, { max: 3 }, '我喜欢吃苹果。'.repeat(57_000))
  expect(measured).toBe(228_000)
})

it('counts the tokens of a run of 200,000 letters in time', async () => {
  const { measured } = await validate(length, { max: 1, unit: 'tokens' }, 'ab'.repeat(100_000))
  expect(measured).toBeGreaterThan(25_000)
})

it('is instant unless it must load the tokenizer', async () => {
  expect((await validatorOf(length, { max: 1 })).tier).toBe('instant')
  expect((await validatorOf(length, { max: 1, unit: 'tokens' })).tier).toBe('local')
})

it('states its count as a constraint, open ends included', async () => {
  expect((await validatorOf(length, { min: 5, unit: 'sentences' })).constraints).toEqual([
    { kind: 'count', unit: 'sentences', min: 5, max: Infinity },
  ])
})

it.each([
  [{}, 'needs min, max or both'],
  [{ min: 6, max: 5 }, 'must be at least min'],
  [{ min: -1 }, 'expected number to be >=0'],
  [{ min: 1.5 }, 'expected int'],
  [{ max: 5, unit: 'word' }, 'Invalid option'],
  [{ max: 5, maximum: 5 }, 'Unrecognized key'],
])('refuses %j', (options, problem) => {
  expect(() => length.options.parse(options)).toThrow(problem)
})
