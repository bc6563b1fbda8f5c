import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measureSimilarity, SIMILARITY_MEASURES } from '../../../src/validators/text/similarity-measures.ts'
import { similarity } from '../../../src/validators/text/similarity.ts'
import { expectLinearTime } from '../../helpers/linear-time.ts'
import { prompt } from '../../helpers/scripted.ts'
import { testScope } from '../../helpers/scope.ts'
import { validate, validatorOf } from '../validate.ts'

const SOURCE =
  'The old station was closed in 1974, but its clock still runs. Every Sunday a retired driver climbs the tower and winds it.'
const EDITED =
  'The old station was closed in 1974, yet its clock still runs. Each Sunday a retired driver climbs the tower and winds it up.'
const PARAPHRASE =
  'Although no train has stopped there since the seventies, somebody keeps the timepiece going.'
const OTHER = 'Mix the flour with the milk, add an egg and bake the cake for half an hour.'

describe.each(SIMILARITY_MEASURES)('the similarity in %s', (measure) => {
  const similarityOf = measureSimilarity[measure]

  it('is 1 for the same text and near 0 for texts with nothing in common', () => {
    expect(similarityOf(SOURCE, SOURCE)).toBeCloseTo(1)
    expect(similarityOf('abc def ghi jkl mno', 'zzz yyy xxx www vvv')).toBeLessThan(0.3)
  })

  it('decreases from an edit to a paraphrase to a text about something else', () => {
    expect(similarityOf(EDITED, SOURCE)).toBeGreaterThan(similarityOf(PARAPHRASE, SOURCE))
    expect(similarityOf(EDITED, SOURCE)).toBeGreaterThan(0.4)
    expect(similarityOf(OTHER, SOURCE)).toBeLessThan(0.35)
  })

  it('is always 0 to 1', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 60 }), (text, reference) => {
        const value = similarityOf(text, reference)
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(1)
      }),
    )
  })
})

it('ignores words that all texts share', () => {
  expect(measureSimilarity.words(OTHER, SOURCE)).toBeLessThan(0.1)
})

it('counts passages of the source as copied, however long the source is', () => {
  const long = `${OTHER} ${SOURCE} ${OTHER}`
  expect(measureSimilarity.copied(SOURCE, long)).toBe(1)
  expect(measureSimilarity.copied(`${SOURCE} ${OTHER}`, SOURCE)).toBeGreaterThan(0.4)
  expect(measureSimilarity.copied(PARAPHRASE, SOURCE)).toBe(0)
})

it.each([
  ['kitten', 'sitting', 1 - 3 / 7],
  ['', '', 1],
  ['', 'abc', 0],
  ['👍🏽', '👍🏽', 1],
  ['👍👎', '👍', 0.5],
  ['\ud83d\udc4d', '\ud83d\udc4e', 0],
  ['\ud83d', '\ude00', 0],
])('counts the edits between %j and %j in code points', (text, reference, expected) => {
  expect(measureSimilarity.characters(text, reference)).toBeCloseTo(expected)
})

describe('the validator', () => {
  it.each([
    [{ source: SOURCE, max: 0.5 }, SOURCE, false],
    [{ source: SOURCE, max: 0.5 }, PARAPHRASE, true],
    [{ source: SOURCE, min: 0.6 }, EDITED, true],
    [{ source: SOURCE, min: 0.6 }, OTHER, false],
    [{ source: SOURCE, min: 0.3, max: 0.99 }, EDITED, true],
    [{ source: SOURCE, max: 0.2, measure: 'copied' }, EDITED, false],
    [{ source: SOURCE, max: 0.2, measure: 'copied' }, OTHER, true],
    [{ source: SOURCE, min: 0.9, measure: 'characters' }, EDITED, true],
    [{ source: SOURCE, max: 0.5 }, '', true],
  ])('%j of %j passes: %s', async (options, text, passed) => {
    const validation = await validate(similarity, options, text)
    expect(validation.passed).toBe(passed)
    expect(validation.score === 1).toBe(passed)
  })

  it('compares with the prompt or with its draft', async () => {
    const judge = async (options: object, draft: string | undefined, text: string) =>
      (await validatorOf(similarity, options)).validate(
        { prompt: { ...prompt(), text: SOURCE, draft }, text },
        testScope(),
      )
    expect(await judge({ to: 'prompt', max: 0.5 }, undefined, SOURCE)).toMatchObject({ passed: false })
    expect(await judge({ to: 'draft', min: 0.5 }, OTHER, OTHER)).toMatchObject({ passed: true, measured: 1 })
    await expect(judge({ to: 'draft', min: 0.5 }, undefined, OTHER)).rejects.toMatchObject({
      code: 'no-draft',
    })
  })

  it('states the measured value and the bound', async () => {
    expect(await validate(similarity, { source: SOURCE, max: 0.5, measure: 'copied' }, SOURCE)).toEqual({
      validator: 'similarity',
      passed: false,
      score: 0.5,
      measured: 1,
      bound: 'share of copied text with the source at most 0.5',
      message: 'share of copied text with the source 1, must be at most 0.5',
    })
  })

  it('refuses to count the edits of long texts', async () => {
    const options = { source: SOURCE, min: 0.5, measure: 'characters' }
    await expect(validate(similarity, options, 'a'.repeat(5001))).rejects.toMatchObject({ code: 'too-long' })
  })

  it.each(['words', 'copied'])('takes linear time to compare %s', { timeout: 300_000 }, async (measure) => {
    const options = { source: SOURCE, min: 0, measure }
    for (const piece of [SOURCE, 'a', '  ']) {
      await expectLinearTime({
        name: JSON.stringify(piece),
        maxLength: 5_000_000,
        textOf: (length) => piece.repeat(Math.ceil(length / piece.length)),
        work: async (text) =>
          expect(await validate(similarity, options, text)).toMatchObject({ passed: true }),
      })
    }
  })

  it.each([
    [{ max: 0.5 }, 'needs either source or to'],
    [{ source: 'a', to: 'prompt', max: 0.5 }, 'needs either source or to'],
    [{ source: 'a' }, 'needs min, max or both'],
    [{ source: 'a', min: 0.6, max: 0.5 }, 'must be at least min'],
    [{ source: ' ', max: 0.5 }, 'must be a non-blank string'],
    [{ source: 'a', max: 50 }, 'expected number to be <=1'],
    [{ to: 'draught', max: 0.5 }, 'Invalid option'],
  ])('refuses %j', (options, problem) => {
    expect(() => similarity.options.parse(options)).toThrow(problem)
  })
})
