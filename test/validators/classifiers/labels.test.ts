import { describe, expect, it } from 'vitest'
import type { Validation } from '../../../src/core/types.ts'
import { classifierValidators } from '../../../src/validators/classifiers/index.ts'
import { createLabelValidator, type LabelRules } from '../../../src/validators/classifiers/labels.ts'
import { prompt } from '../../helpers/scripted.ts'
import { testScope } from '../../helpers/scope.ts'
import { validate, validatorOf } from '../validate.ts'

/** Judges by a classifier that gives every text the same label. */
async function judge(label: string, confidence: number, rules: Partial<LabelRules>): Promise<Validation> {
  const classify = () => ({ label, confidence })
  const validator = createLabelValidator({ name: 'mood' }, classify, { threshold: 0.5, ...rules })
  return validator.validate({ prompt: prompt(), text: '' }, testScope())
}

describe('rules about labels', () => {
  it.each([
    // A forbidden label fails if its confidence reaches the threshold.
    ['negative', 0.9, { forbidden: 'negative' }, false],
    ['negative', 0.5, { forbidden: 'negative' }, false],
    ['negative', 0.49, { forbidden: 'negative' }, true],
    ['negative', 0.7, { forbidden: 'negative', threshold: 0.8 }, true],
    // An allowed label passes with any confidence.
    ['positive', 0.1, { forbidden: 'negative' }, true],
    ['positive', 0.1, { forbidden: 'negative', threshold: 0.99 }, true],
    // Neutral is a label of its own, not a weak negative.
    ['neutral', 0.9, { forbidden: 'negative' }, true],
    ['neutral', 0.9, { forbidden: ['negative', 'positive'] }, true],
    ['neutral', 0.9, { required: 'neutral' }, true],
    ['neutral', 0.9, { required: 'positive' }, false],
    // A required label must reach the threshold.
    ['positive', 0.5, { required: 'positive' }, true],
    ['positive', 0.49, { required: 'positive' }, false],
    ['positive', 0.7, { required: 'positive', threshold: 0.8 }, false],
    ['neutral', 0.6, { required: ['positive', 'neutral'] }, true],
    ['positive', 0.9, { required: ['positive', 'neutral'], forbidden: 'negative' }, true],
    ['negative', 0.9, { required: 'positive', forbidden: 'negative' }, false],
  ])('%s at %d under %j passes: %s', async (label, confidence, rules, passed) => {
    const validation = await judge(label, confidence, rules)
    expect(validation.passed).toBe(passed)
    expect(validation.score === 1).toBe(passed)
    expect(validation.score).toBeGreaterThanOrEqual(0)
  })

  it('gives texts closer to the rule a higher score', async () => {
    const scoreOf = async (label: string, confidence: number, rules: Partial<LabelRules>) =>
      (await judge(label, confidence, rules)).score
    const required = { required: 'positive', threshold: 0.8 }
    const nearlyConfident = await scoreOf('positive', 0.75, required)
    const guess = await scoreOf('positive', 0.5, required)
    const barelyWrong = await scoreOf('negative', 0.5, required)
    const clearlyWrong = await scoreOf('negative', 0.95, required)
    expect([nearlyConfident, guess, barelyWrong, clearlyWrong].toSorted((a, b) => b - a)).toEqual([
      nearlyConfident,
      guess,
      barelyWrong,
      clearlyWrong,
    ])
    const forbidden = { forbidden: 'negative' }
    expect(await scoreOf('negative', 0.95, forbidden)).toBeLessThan(
      await scoreOf('negative', 0.55, forbidden),
    )
  })

  it('states label, confidence and bound', async () => {
    expect(await judge('neutral', 0.789, { required: ['positive', 'negative'], threshold: 0.6 })).toEqual({
      validator: 'mood',
      passed: false,
      score: expect.closeTo(0.1055, 5),
      measured: 'neutral with a confidence of 0.78',
      bound: 'mood: positive or negative with a confidence of at least 0.6',
      message:
        'neutral with a confidence of 0.78, must be positive or negative with a confidence of at least 0.6',
    })
    expect((await judge('negative', 0.9, { forbidden: 'negative' })).message).toBe(
      'negative with a confidence of 0.9, must not be negative with a confidence of 0.5 or more',
    )
    expect((await judge('positive', 0.9, { required: 'positive', forbidden: 'negative' })).message).toContain(
      'positive with a confidence of 0.9; positive with a confidence of 0.9, as required',
    )
  })

  it('rounds a confidence below the bound down, so that it does not look equal to the bound', async () => {
    expect((await judge('positive', 0.7999, { required: 'positive', threshold: 0.8 })).message).toContain(
      '0.79',
    )
  })
})

function definitionOf(name: string) {
  const definition = Object.values(classifierValidators).find((each) => each.name === name)
  if (!definition) throw new Error(`no validator is called ${name}`)
  return definition
}

describe('the validators of classifiers', () => {
  it.each([
    ['sentiment', { required: 'positive' }, 'I love this camera, it takes wonderful pictures.', true],
    ['sentiment', { required: 'positive' }, 'The meeting is on Monday.', false],
    ['sentiment', { forbidden: 'negative' }, 'The meeting is on Monday.', true],
    ['sentiment', { forbidden: 'negative' }, 'This is the worst phone that I ever had.', false],
    ['sentiment', { forbidden: ['negative', 'neutral'] }, 'The meeting is on Monday.', false],
    ['sentiment', { required: 'positive', positiveFrom: 0.9 }, 'It is a nice phone.', false],
    ['toxicity', {}, 'You are an idiot.', false],
    ['toxicity', {}, 'Thank you for your help.', true],
    ['toxicity', { required: 'non-toxic' }, 'You are an idiot.', false],
    ['toxicity', { required: 'toxic' }, 'You are an idiot.', true],
    ['toxicity', { threshold: 0.9 }, 'What a fucking great concert that was!', true],
    ['spam', {}, 'Congratulations! You have WON $1000. Click here to claim your prize now!', false],
    ['spam', {}, 'The meeting has been moved to 3 pm.', true],
    ['emotion', { required: ['joy', 'surprise'] }, 'I am so happy to see you!', true],
    ['emotion', { forbidden: 'anger' }, 'I am furious about this.', false],
    ['intent', { required: 'question' }, 'What time does the store close?', true],
    ['intent', { forbidden: 'command' }, 'Close the door.', false],
    ['classifier', { use: 'readability', required: 'simple' }, 'The cat sat by the fire. It was warm.', true],
    ['classifier', { use: 'toxicity' }, 'You are an idiot.', false],
    ['classifier', { use: 'sentiment', forbidden: 'negative' }, 'The meeting is on Monday.', true],
  ])('%s with %j of %j passes: %s', async (name, options, text, passed) => {
    expect(await validate(definitionOf(name), options, text)).toMatchObject({ validator: name, passed })
  })

  it.each([
    ['sentiment', {}, 'needs required, forbidden or both'],
    ['sentiment', { required: 'postive' }, 'no label is called \\"postive\\" (did you mean \\"positive\\"?)'],
    [
      'sentiment',
      { forbidden: ['negative', 'angry'] },
      'no label is called \\"angry\\" (known: positive, neutral',
    ],
    ['sentiment', { forbidden: [] }, 'expected array to have >=1 items'],
    [
      'sentiment',
      { required: 'neutral', forbidden: 'neutral' },
      '\\"neutral\\" is both required and forbidden',
    ],
    ['sentiment', { required: 'neutral', threshold: 0 }, 'expected number to be >0'],
    ['sentiment', { required: 'neutral', threshold: 1.1 }, 'expected number to be <=1'],
    ['sentiment', { required: 'neutral', positiveFrom: -0.5 }, 'must be less than'],
    ['sentiment', { required: 'neutral', minimum: 0.5 }, 'Unrecognized key'],
    ['toxicity', { forbidden: 'non_toxic' }, 'did you mean \\"non-toxic\\"?'],
    ['classifier', { use: 'sentimant', required: 'neutral' }, 'did you mean \\"sentiment\\"?'],
    ['classifier', { use: 'sentiment' }, 'needs required, forbidden or both'],
    ['classifier', { use: 'sentiment', required: 'ham' }, 'no label is called \\"ham\\"'],
    ['classifier', { use: 'spam', forbidden: ['spam', 'eggs'] }, 'no label is called \\"eggs\\"'],
  ])('%s refuses %j', (name, options, problem) => {
    expect(() => definitionOf(name).options.parse(options)).toThrow(problem)
  })

  it('states a requirement that includes the default rule', async () => {
    expect((await validatorOf(definitionOf('toxicity'), {})).requirement).toBe(
      'toxicity: not toxic with a confidence of 0.5 or more',
    )
    expect(
      (await validatorOf(definitionOf('sentiment'), { required: 'positive', threshold: 0.8 })).requirement,
    ).toBe('sentiment: positive with a confidence of at least 0.8')
  })
})
