import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { likeness, MEASURES } from '../../../src/validators/text/likeness.ts'
import { similarity } from '../../../src/validators/text/similarity.ts'
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

describe.each(MEASURES)('likeness in %s', (measure) => {
  const like = likeness[measure]

  it('is 1 for the same text and near 0 for texts with nothing in common', () => {
    expect(like(SOURCE, SOURCE)).toBeCloseTo(1)
    expect(like('abc def ghi jkl mno', 'zzz yyy xxx www vvv')).toBeLessThan(0.3)
  })

  it('falls from an edit to a paraphrase to another matter', () => {
    expect(like(EDITED, SOURCE)).toBeGreaterThan(like(PARAPHRASE, SOURCE))
    expect(like(EDITED, SOURCE)).toBeGreaterThan(0.4)
    expect(like(OTHER, SOURCE)).toBeLessThan(0.35)
  })

  it('is always 0 to 1', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 60 }), (text, reference) => {
        const value = like(text, reference)
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(1)
      }),
    )
  })
})

it('finds unrelated texts unlike, in spite of the words that all texts share', () => {
  expect(likeness.words(OTHER, SOURCE)).toBeLessThan(0.1)
})

it('counts as copied what stands in the source, however long the source is', () => {
  const long = `${OTHER} ${SOURCE} ${OTHER}`
  expect(likeness.copied(SOURCE, long)).toBe(1)
  expect(likeness.copied(`${SOURCE} ${OTHER}`, SOURCE)).toBeGreaterThan(0.4)
  expect(likeness.copied(PARAPHRASE, SOURCE)).toBe(0)
})

it.each([
  ['kitten', 'sitting', 1 - 3 / 7],
  ['', '', 1],
  ['', 'abc', 0],
  ['👍🏽', '👍🏽', 1],
])('counts the edits between %j and %j', (text, reference, expected) => {
  expect(likeness.characters(text, reference)).toBeCloseTo(expected)
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

  it('states what was measured and the bound', async () => {
    expect(await validate(similarity, { source: SOURCE, max: 0.5, measure: 'copied' }, SOURCE)).toEqual({
      validator: 'similarity',
      passed: false,
      score: 0.5,
      measured: 1,
      bound: 'share of copied text with the source at most 0.5',
      message: 'share of copied text with the source 1, must be at most 0.5',
    })
  })

  it('does not count the edits of long texts', async () => {
    const options = { source: SOURCE, min: 0.5, measure: 'characters' }
    await expect(validate(similarity, options, 'a'.repeat(5001))).rejects.toMatchObject({ code: 'too-long' })
  })

  it('is done with five megabytes', { timeout: 10_000 }, async () => {
    for (const measure of ['words', 'copied']) {
      for (const piece of [SOURCE, 'a', '  ']) {
        const options = { source: SOURCE, min: 0, measure }
        expect(await validate(similarity, options, piece.repeat(5_000_000 / piece.length))).toMatchObject({
          passed: true,
        })
      }
    }
  })

  it.each([
    [{ max: 0.5 }, 'expected either source or to'],
    [{ source: 'a', to: 'prompt', max: 0.5 }, 'expected either source or to'],
    [{ source: 'a' }, 'expected min, max or both'],
    [{ source: 'a', min: 0.6, max: 0.5 }, 'expected max to be at least min'],
    [{ source: ' ', max: 0.5 }, 'expected a text'],
    [{ source: 'a', max: 50 }, 'expected number to be <=1'],
    [{ to: 'draught', max: 0.5 }, 'Invalid option'],
  ])('refuses %j', (options, problem) => {
    expect(() => similarity.options.parse(options)).toThrow(problem)
  })
})
