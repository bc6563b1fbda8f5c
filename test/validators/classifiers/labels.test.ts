import { describe, expect, it } from 'vitest'
import type { Classification, Classifier } from '../../../src/classifiers/classifier.ts'
import type { Validation } from '../../../src/core/types.ts'
import { classifier } from '../../../src/validators/classifiers/classifier.ts'
import { emotion } from '../../../src/validators/classifiers/emotion.ts'
import { intent } from '../../../src/validators/classifiers/intent.ts'
import { labelValidator, type LabelRules } from '../../../src/validators/classifiers/labels.ts'
import { sentiment } from '../../../src/validators/classifiers/sentiment.ts'
import { spam } from '../../../src/validators/classifiers/spam.ts'
import { toxicity } from '../../../src/validators/classifiers/toxicity.ts'
import { prompt } from '../../helpers/scripted.ts'
import { testScope } from '../../helpers/scope.ts'
import { validate, validatorOf } from '../validate.ts'

/** Labels every text alike. */
const fixed = (found: Classification): Classifier => ({
  name: 'mood',
  labels: ['positive', 'neutral', 'negative'],
  classify: () => found,
})

async function judge(label: string, confidence: number, rules: Partial<LabelRules>): Promise<Validation> {
  const validator = labelValidator('mood', {}, fixed({ label, confidence }), { threshold: 0.5, ...rules })
  return validator.validate({ prompt: prompt(), text: '' }, testScope())
}

describe('rules about labels', () => {
  it.each([
    // A rule that only forbids fails when a forbidden label is found, and is sure enough.
    ['negative', 0.9, { forbidden: 'negative' }, false],
    ['negative', 0.5, { forbidden: 'negative' }, false],
    ['negative', 0.49, { forbidden: 'negative' }, true],
    ['negative', 0.7, { forbidden: 'negative', threshold: 0.8 }, true],
    // A doubtful label that is allowed breaks nothing.
    ['positive', 0.1, { forbidden: 'negative' }, true],
    ['positive', 0.1, { forbidden: 'negative', threshold: 0.99 }, true],
    // Neutral is a class of its own, not a weak negative.
    ['neutral', 0.9, { forbidden: 'negative' }, true],
    ['neutral', 0.9, { forbidden: ['negative', 'positive'] }, true],
    ['neutral', 0.9, { required: 'neutral' }, true],
    ['neutral', 0.9, { required: 'positive' }, false],
    // A required label must be found, and be sure enough.
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

  it('scores what is nearer to the rule higher', async () => {
    const scoreOf = async (label: string, confidence: number, rules: Partial<LabelRules>) =>
      (await judge(label, confidence, rules)).score
    const required = { required: 'positive', threshold: 0.8 }
    const nearlySure = await scoreOf('positive', 0.75, required)
    const guess = await scoreOf('positive', 0.5, required)
    const doubtfullyWrong = await scoreOf('negative', 0.5, required)
    const surelyWrong = await scoreOf('negative', 0.95, required)
    expect([nearlySure, guess, doubtfullyWrong, surelyWrong].toSorted((a, b) => b - a)).toEqual([
      nearlySure,
      guess,
      doubtfullyWrong,
      surelyWrong,
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
      'negative with a confidence of 0.9, must be not negative with a confidence of 0.5 or more',
    )
    expect((await judge('positive', 0.9, { required: 'positive', forbidden: 'negative' })).message).toContain(
      'positive with a confidence of 0.9; positive with a confidence of 0.9, as required',
    )
  })

  it('never shows a confidence as if it had reached a bound that it missed', async () => {
    expect((await judge('positive', 0.7999, { required: 'positive', threshold: 0.8 })).message).toContain(
      '0.79',
    )
  })
})

const definitions = [sentiment, toxicity, spam, emotion, intent, classifier]
const named = (name: string) => definitions.find((each) => each.name === name) ?? classifier

describe('the validators', () => {
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
  ])('%s with %j', async (name, options, text, passed) => {
    const definition = named(name)
    expect(await validate(definition, options, text)).toMatchObject({ validator: definition.name, passed })
  })

  it.each([
    ['sentiment', {}, 'expected required, forbidden or both'],
    ['sentiment', { required: 'postive' }, 'no label is called \\"postive\\" (did you mean \\"positive\\"?)'],
    [
      'sentiment',
      { forbidden: ['negative', 'angry'] },
      'no label is called \\"angry\\" (known: positive, neutral',
    ],
    ['sentiment', { forbidden: [] }, 'expected array to have >=1 items'],
    ['sentiment', { required: 'neutral', forbidden: 'neutral' }, '\\"neutral\\" is required and forbidden'],
    ['sentiment', { required: 'neutral', threshold: 0 }, 'expected number to be >0'],
    ['sentiment', { required: 'neutral', threshold: 1.1 }, 'expected number to be <=1'],
    ['sentiment', { required: 'neutral', positiveFrom: -0.5 }, 'expected negativeFrom to be less than'],
    ['sentiment', { required: 'neutral', minimum: 0.5 }, 'Unrecognized key'],
    ['toxicity', { forbidden: 'non_toxic' }, 'did you mean \\"non-toxic\\"?'],
    ['classifier', { use: 'sentimant', required: 'neutral' }, 'did you mean \\"sentiment\\"?'],
    ['classifier', { use: 'sentiment' }, 'expected required, forbidden or both'],
    ['classifier', { use: 'sentiment', required: 'ham' }, 'no label is called \\"ham\\"'],
    ['classifier', { use: 'spam', forbidden: ['spam', 'eggs'] }, 'no label is called \\"eggs\\"'],
  ])('%s refuses %j', (name, options, problem) => {
    expect(() => named(name).options.parse(options)).toThrow(problem)
  })

  it('asks a writer for what the rule is about', async () => {
    expect((await validatorOf(toxicity, {})).requirement).toBe(
      'toxicity: not toxic with a confidence of 0.5 or more',
    )
    expect((await validatorOf(sentiment, { required: 'positive', threshold: 0.8 })).requirement).toBe(
      'sentiment: positive with a confidence of at least 0.8',
    )
  })
})
