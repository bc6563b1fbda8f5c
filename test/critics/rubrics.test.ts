/** What is specific to each critic; `critics.test.ts` has what is common to all. */
import { askAboutDraft } from '../../src/critics/ask.ts'
import { describe, expect, it } from 'vitest'
import type { CriticDefinition, CriticNeeds } from '../../src/core/definitions.ts'
import type { Iteration, Validation } from '../../src/core/types.ts'
import { constitutional } from '../../src/critics/constitutional.ts'
import { reflexion } from '../../src/critics/reflexion.ts'
import { selfRefine } from '../../src/critics/self-refine.ts'
import { answer as scriptedAnswer, critique, prompt, scriptedModel, validation } from '../helpers/scripted.ts'
import { testScope } from '../helpers/scope.ts'

const TEXT = 'Solar power is cheap.\nIt is  always safe.'

async function ask(
  definition: CriticDefinition,
  answer: object,
  {
    options = {},
    history = [],
    validations = [],
  }: { options?: object; history?: Iteration[]; validations?: Validation[] } = {},
) {
  const judge = scriptedModel([JSON.stringify(answer)], 0, 'test:judge')
  const writer = scriptedModel([JSON.stringify(answer)], 0, 'test:writer')
  const named = scriptedModel([JSON.stringify(answer)], 0, 'test:named')
  const needs: CriticNeeds = {
    critic: (name) => (name === undefined ? judge : named),
    generator: writer,
    ask: askAboutDraft,
  }
  const critic = await definition.create(definition.options.parse(options), needs)
  const given = critic.critique(
    { prompt: prompt(), text: TEXT },
    { history, sample: 0, validations: Promise.resolve(validations) },
    testScope(),
  )
  await given.catch(() => undefined)
  const [request] = [judge, writer, named].flatMap(({ requests }) => requests)
  return { model: critic.model, critique: given, question: request?.messages.at(-1)?.content ?? '' }
}

const attempt = (index: number): Iteration => ({
  index,
  generation: null,
  validations: [
    { ...validation({ passed: false, message: `${index} words, must be 9 words` }), durationMs: 0 },
    { ...validation({ validator: 'json', message: 'valid JSON' }), durationMs: 0 },
  ],
  critiques: [{ ...critique({ lesson: `lesson ${index}` }), durationMs: 0 }],
  failures: [],
})

describe('reflexion', () => {
  const reflection = {
    diagnosis: 'It lacks an example.',
    plan: ['Add an example.'],
    lesson: 'I show what I claim.',
    needsImprovement: true,
    severity: 'high',
    confidence: 0.5,
  }

  it('returns a lesson only with an objection', async () => {
    expect(await (await ask(reflexion, reflection)).critique).toMatchObject({
      feedback: 'It lacks an example.',
      suggestions: ['Add an example.'],
      lesson: 'I show what I claim.',
      severity: 'high',
      confidence: 0.5,
    })
    const praised = await ask(reflexion, { ...reflection, needsImprovement: false })
    expect(await praised.critique).not.toHaveProperty('lesson')
  })

  it('keeps an objection without feedback and suggestions', async () => {
    const silent = { ...reflection, diagnosis: ' ', plan: [''] }
    expect(await (await ask(reflexion, silent)).critique).toMatchObject({
      needsImprovement: true,
      feedback: 'The text does not do what the task asks for.',
    })
  })

  it('waits for the instant validators, and names those that failed', async () => {
    const failed = validation({ passed: false, message: '5 words, must be 9 words' })
    const { question } = await ask(reflexion, reflection, { validations: [failed, validation()] })
    expect(question).toContain('\nThis attempt failed: [length] 5 words, must be 9 words\n')
  })

  it('sends earlier failures and the last three lessons, as data', async () => {
    const history = [1, 2, 3, 4].map(attempt)
    const { question } = await ask(reflexion, reflection, { history })
    const memory = /<(memory-[\da-f]{16})>\n([^]*)\n<\/\1>/.exec(question)?.[2]
    expect(memory?.split('\n')).toEqual([
      'Attempt 1 failed: [length] 1 words, must be 9 words',
      'Attempt 2 failed: [length] 2 words, must be 9 words',
      'Attempt 3 failed: [length] 3 words, must be 9 words',
      'Attempt 4 failed: [length] 4 words, must be 9 words',
      'Lesson: lesson 2',
      'Lesson: lesson 3',
      'Lesson: lesson 4',
    ])
    expect((await ask(reflexion, reflection)).question).not.toContain('memory-')
  })
})

const innocent = { quote: '', violated: false, severity: 'low', fix: '' }

describe('constitutional', () => {
  const options = { principles: ['It is honest.', 'It is clear.'] }
  const violation = { violated: true, severity: 'critical', quote: 'It is always  safe.', fix: 'Say when.' }
  const invented = { violated: true, severity: 'medium', quote: 'It is free.', fix: 'Drop it.' }
  const judged = async (first?: object, second: object = {}, confidence = 0.8) => {
    const verdicts = {
      principle_1: first && { ...innocent, ...first },
      principle_2: { ...innocent, ...second },
    }
    return (await ask(constitutional, { verdicts, confidence }, { options })).critique
  }

  it('objects if any principle is violated, with the highest severity, and names the principle', async () => {
    expect(await judged(violation)).toMatchObject({
      needsImprovement: true,
      severity: 'critical',
      confidence: 0.8,
      feedback: '"It is always  safe." violates principle 1: It is honest.',
      suggestions: ['Say when. (principle 1: It is honest.)'],
      score: 0.5,
    })
  })

  it.each([
    ['all quotes occur, white space aside', violation, {}, 0.8],
    ['something is missing, which cannot be quoted', { ...violation, quote: '' }, {}, 0.8],
    ['no quote occurs', invented, {}, 0.4],
    ['one quote of two occurs', violation, invented, 0.6],
    ['nothing is violated', { quote: 'It is free.' }, {}, 0.8],
  ])('adapts its confidence if %s', async (_, first, second, confidence) => {
    expect((await judged(first, second)).confidence).toBeCloseTo(confidence)
  })

  it('returns the verdicts in the details, with those whose quote does not occur', async () => {
    const [first, second] = options.principles.map((text, index) => `principle ${index + 1}: ${text}`)
    expect(await judged(violation, invented)).toMatchObject({
      severity: 'critical',
      details: { verdicts: [{ principle: first, ...violation }, { principle: second }], unproven: [second] },
    })
  })

  it('counts a violation although the other principle has no verdict, and says so', async () => {
    const critique = await judged(undefined, violation)
    expect(critique).toMatchObject({ needsImprovement: true, usage: { calls: 1 } })
    expect(critique.faults).toEqual([expect.stringContaining('verdicts: principle_1')])
  })

  it.each<[string, object | undefined]>([
    ['is missing', undefined],
    ['is malformed', { violated: 'false' }],
  ])('never approves if a verdict %s', async (_, first) => {
    await expect(judged(first)).rejects.toThrow('verdicts: principle_1')
  })

  it('uses the revision of the principle as the fix of a violation without one', async () => {
    expect((await judged({ ...violation, fix: '' })).suggestions).toEqual([
      'Make this true: It is honest. (principle 1: It is honest.)',
    ])
  })

  it('lists the principles by their keys', async () => {
    const { question } = await ask(constitutional, {}, { options })
    expect(question).toMatch(/\nPrinciples:\nprinciple_1\. It is honest\.\nprinciple_2\. It is clear\.$/)
  })

  it('has sixteen pairs of a critique and a revision', async () => {
    const { question } = await ask(constitutional, {})
    expect(question.match(/^principle_\d+\. [a-z]+: .+\? Revision: .+\.$/gm)).toHaveLength(16)
  })

  it('draws principles by the seed, others in the next iteration', async () => {
    const drawn = async (seed: number, history: Iteration[] = []) => {
      const { question } = await ask(constitutional, {}, { options: { draw: 3, seed }, history })
      return question.match(/principle_\d+/g)
    }
    expect(await drawn(1)).toHaveLength(3)
    expect(await drawn(1)).toEqual(await drawn(1))
    const others = await Promise.all([drawn(2), drawn(3), drawn(1, [attempt(1)])])
    for (const other of others) expect(other).not.toEqual(await drawn(1))
  })
})

describe('self-refine', () => {
  const options = { aspects: ['Tone of voice', 'facts'] }
  const answerWith = (tone: unknown, facts: unknown, more: object = {}) => ({
    scores: {
      tone_of_voice: { quote: 'cheap', score: tone, fix: 'Use a warmer word.' },
      facts: { quote: 'always', score: facts, fix: 'Name the source.' },
    },
    stop: false,
    severity: 'low',
    confidence: 1,
    ...more,
  })
  const refined = async (tone: unknown, facts: unknown, more: object = {}, settings: object = {}) =>
    (await ask(selfRefine, answerWith(tone, facts, more), { options: { ...options, ...settings } })).critique

  it.each([
    [4, 5, false, 4, false],
    [3, 5, false, 4, true],
    [1, 1, true, 4, false],
    [4, 5, false, 5, true],
    [2, 3, false, 2, false],
  ])(
    'scores %d and %d, stop %s, threshold %d: needs improvement %s',
    async (tone, facts, stop, threshold, needed) => {
      expect(await refined(tone, facts, { stop }, { threshold })).toMatchObject({ needsImprovement: needed })
    },
  )

  it('suggests fixes for the weakest aspect first, and returns the scores and their total', async () => {
    expect(await refined(3, 2)).toMatchObject({
      feedback: 'Tone of voice 3/5: cheap\nfacts 2/5: always',
      suggestions: ['facts: Name the source.', 'Tone of voice: Use a warmer word.'],
      score: 0.5,
      details: {
        total: 5,
        stop: false,
        scores: [{ aspect: 'Tone of voice', score: 3 }, { aspect: 'facts' }],
      },
    })
  })

  it.each([6, 3.5, '4', null, undefined])('lets only the aspect with the score %j abstain', async (score) => {
    expect(await refined(score, 2)).toMatchObject({
      needsImprovement: true,
      suggestions: ['facts: Name the source.'],
      details: { total: 2 },
    })
    await expect(refined(score, 5)).rejects.toThrow('scores: tone_of_voice: score')
  })

  it('shows earlier attempts with their scores, the best one last', async () => {
    const attemptWith = (index: number, text: string, score: number): Iteration => ({
      ...attempt(index),
      generation: { ...scriptedAnswer({ text }), messages: [], durationMs: 0 },
      critiques: [
        {
          ...critique({ critic: 'self-refine', score, feedback: `facts ${score}`, suggestions: ['Add.'] }),
          durationMs: 0,
        },
      ],
    })
    const history = [attemptWith(1, 'Best.', 0.9), attemptWith(2, 'Worst.', 0.2)]
    const { question } = await ask(selfRefine, answerWith(4, 4), { options, history })
    const attempts = /<(attempts-[\da-f]{16})>\n([^]*)\n<\/\1>/.exec(question)?.[2]
    expect(attempts).toBe(
      'Worst.\nScores of this attempt:\nfacts 0.2\nAdvice: Add.\n\nBest.\nScores of this attempt:\nfacts 0.9\nAdvice: Add.',
    )
  })
})

it.each([
  [reflexion, 'test:judge'],
  [constitutional, 'test:judge'],
  [selfRefine, 'test:writer'],
])('$name asks the model of its options, else $1', async (definition, model) => {
  expect((await ask(definition, {})).model).toBe(model)
  expect((await ask(definition, {}, { options: { model: 'test:named' } })).model).toBe('test:named')
})

it.each([
  [reflexion, { model: 'gpt-4o-mini' }, 'must be provider:model'],
  [reflexion, { memory: 3 }, 'Unrecognized key'],
  [constitutional, { principles: [] }, 'expected array to have >=1 items'],
  [constitutional, { principles: [' '] }, 'must be a sentence'],
  [selfRefine, { aspects: ['a', 'a'] }, 'must not contain an aspect twice'],
  [selfRefine, { threshold: 6 }, 'expected number to be <=5'],
])('$name rejects the options %j', (definition, options, problem) => {
  expect(() => definition.options.parse(options)).toThrow(problem)
})
