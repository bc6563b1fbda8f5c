import { describe, expect, it } from 'vitest'
import { coherence } from '../../../src/validators/language/coherence.ts'
import {
  paragraphImbalance,
  linkedShare,
  repetition,
  transitionShare,
} from '../../../src/validators/language/cohesion.ts'
import { labelled } from '../../classifiers/sets.ts'
import { validate, validatorOf } from '../validate.ts'

const ESSAY = `Solar power has become the cheapest source of electricity in many countries. A panel turns sunlight into current, and it does so without moving parts. Because of this, it needs little care.

However, the sun does not shine at night. Batteries can bridge some hours, but they are still expensive. In addition, they wear out after some thousand cycles. For example, a home battery is often replaced after twelve years.

Wind is a good partner, since it often blows when the sky is dark. Together, the two can supply most of what a village uses. As a result, fewer fossil plants have to run, and the air gets cleaner.`

/** Thousands of words without a loop. */
const longText = (['tuning', 'held-out'] as const)
  .flatMap((part) => labelled('readability', part))
  .filter(({ label }) => label === 'simple')
  .map(({ text }) => text)
  .join(' ')

describe('the measures', () => {
  it('measure repetition independent of the length', () => {
    const sentences = longText.split(/(?<=\.)\s/)
    expect(sentences.length).toBeGreaterThan(100)
    expect(repetition(sentences)).toBeLessThan(0.05)
    expect(repetition(sentences.slice(0, 20))).toBeLessThan(0.05)
    expect(repetition(Array<string>(50).fill('The panel makes power from the sun.'))).toBeGreaterThan(0.9)
  })

  it('find a loop that is longer than a stretch', () => {
    expect(repetition([...Array<null>(5)].flatMap(() => longText.split(/(?<=\.)\s/)))).toBeGreaterThan(0.7)
  })

  it.each([
    ['However, it rained.', 1],
    ['On the other hand, it rained.', 1],
    ['As a result it rained.', 1],
    ['“Nevertheless”, he said.', 1],
    ['It was late. She stayed, however, until noon.', 1],
    ['The however is a word.', 0],
    ['Thusly it went.', 0],
    ['The rain fell.', 0],
  ])('find transitions in %j: %d', (sentence, share) => {
    expect(transitionShare([sentence.split(/(?<=\.)\s/).at(-1) ?? ''])).toBe(share)
  })

  it('link sentences by transitions, pronouns and words', () => {
    expect(
      linkedShare(['Copper is red.', 'It conducts heat.', 'Therefore cooks like it.', 'Red pots sell well.']),
    ).toBe(1)
    expect(linkedShare(['Bananas are yellow.', 'Parliament adjourned.', 'Whales migrate.'])).toBe(0)
    expect(linkedShare(['One.'])).toBe(1)
  })

  it('compare only paragraphs of prose', () => {
    expect(paragraphImbalance('One two three.\n\nOne two three.\n\nOne two three.')).toBe(1)
    expect(paragraphImbalance(`One two.\n\nOne two.\n\n${'one '.repeat(26)}`)).toBeCloseTo(2.6)
    expect(paragraphImbalance(`# Title\n\n- ${'one '.repeat(100)}\n\nOne two.\n\nThree four.`)).toBe(1)
    expect(paragraphImbalance('One.\n\nTwo.')).toBe(1)
  })
})

describe('the validator', () => {
  it.each([
    ['an essay', ESSAY, true],
    ['a long text', longText, true],
    ['two sentences', 'It rained. We stayed at home.', true],
    ['one sentence', 'It rained.', false],
    ['nothing', '', false],
    ['a loop', 'The panel makes power from the sun. It is clean. '.repeat(30), false],
    ['an essay that loops', `${ESSAY}\n\n`.repeat(6), false],
    [
      'transitions only',
      'However, therefore, in addition. Moreover, as a result. On the other hand, furthermore.',
      false,
    ],
    [
      'sentences about nothing in common',
      'The sky is blue. Bananas are yellow. Quantum physics is hard. Turtles sleep. The king of France is bald.',
      false,
    ],
    ['one endless paragraph among short ones', `${'Yes it is. No.\n\n'.repeat(30)}${longText}`, false],
  ])('validates %s', async (_, text, passed) => {
    const validation = await validate(coherence, {}, text)
    expect(validation.passed, validation.message).toBe(passed)
    expect(validation.score === 1).toBe(passed)
  })

  it.each([
    [{ minSentences: 1 }, 'It rained.', true],
    [{ minSentences: 0 }, '', true],
    [{ minTransitions: 0.3 }, ESSAY, true],
    [{ minTransitions: 0.9 }, ESSAY, false],
    [{ maxRepetition: 0 }, 'The dog ran home. The dog ran home.', false],
    [{ maxRepetition: 1 }, 'The dog ran home. The dog ran home.', true],
    [{ maxImbalance: 1 }, ESSAY, false],
    [{ minLinked: 1 }, 'The sky is blue. It is wide. Bananas are yellow. They are bent.', false],
  ])('%j with the text %j: passed %s', async (options, text, passed) => {
    expect(await validate(coherence, options, text)).toMatchObject({ passed })
  })

  it('does not require transitions of other languages', async () => {
    const german =
      'Kupfer leitet Wärme. Bananen wachsen überall. Könige schlafen lange. Wale ziehen südwärts.'
    expect(await validate(coherence, { minTransitions: 0.5 }, german)).toMatchObject({ passed: true })
  })

  it('states the measured value and the bound', async () => {
    expect((await validate(coherence, {}, 'It rained.')).message).toBe(
      '1 sentence, must be at least 2 sentences',
    )
    expect((await validatorOf(coherence, { minTransitions: 0.1 })).requirement).toBe(
      'at least 2 sentences; at most 30 % repeated; at least 20 % of the sentences linked; ' +
        'at least 10 % of the sentences with transitions; no paragraph more than 20 times the mean',
    )
  })

  // Quadratic time would take hours.
  it('validates five megabytes in linear time', async () => {
    for (const piece of [`${ESSAY}\n\n`, 'a', '. ', '\n \n', ', '])
      expect((await validate(coherence, {}, piece.repeat(5_000_000 / piece.length))).validator).toBe(
        'coherence',
      )
  })

  it.each([
    [{ minSentences: -1 }, 'expected number to be >=0'],
    [{ maxRepetition: 30 }, 'expected number to be <=1'],
    [{ maxImbalance: 0.5 }, 'expected number to be >=1'],
    [{ minWords: 5 }, 'Unrecognized key'],
  ])('rejects the options %j', (options, problem) => {
    expect(() => coherence.options.parse(options)).toThrow(problem)
  })
})
