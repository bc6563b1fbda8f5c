/** What is specific to each critic; `critics.test.ts` has what is common to all. */
import { describe, expect, it } from 'vitest'
import type { CriticDefinition, CriticNeeds } from '../../src/core/definitions.ts'
import type { Iteration } from '../../src/core/types.ts'
import { constitutional } from '../../src/critics/constitutional.ts'
import { reflexion } from '../../src/critics/reflexion.ts'
import { selfRefine } from '../../src/critics/self-refine.ts'
import { critique, prompt, scriptedModel, validation } from '../helpers/scripted.ts'
import { testScope } from '../helpers/scope.ts'

const TEXT = 'Solar power is cheap.\nIt is  always safe.'

async function ask(
  definition: CriticDefinition,
  answer: object,
  { options = {}, history = [] }: { options?: object; history?: Iteration[] } = {},
) {
  const judge = scriptedModel([JSON.stringify(answer)], 0, 'test:judge')
  const writer = scriptedModel([JSON.stringify(answer)], 0, 'test:writer')
  const named = scriptedModel([JSON.stringify(answer)], 0, 'test:named')
  const needs: CriticNeeds = {
    critic: (name) => (name === undefined ? judge : named),
    generator: writer,
  }
  const critic = await definition.create(definition.options.parse(options), needs)
  const given = critic.critique({ prompt: prompt(), text: TEXT }, { history, sample: 0 }, testScope())
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

  it('rejects an objection without feedback and suggestions', async () => {
    const silent = { ...reflection, diagnosis: ' ', plan: [''] }
    await expect((await ask(reflexion, silent)).critique).rejects.toThrow('it objects but names no fault')
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

const verdict = (principle: number, more: object = {}) => ({
  principle,
  quote: '',
  violated: false,
  severity: 'low',
  fix: '',
  ...more,
})

describe('constitutional', () => {
  const options = { principles: ['It is honest.', 'It is clear.'] }
  const violation = { violated: true, severity: 'critical', quote: 'It is always  safe.', fix: 'Say when.' }
  const invented = { violated: true, severity: 'medium', quote: 'It is free.', fix: 'Drop it.' }
  const judged = async (first: object, second: object = {}, confidence = 0.8) => {
    const verdicts = [verdict(1, first), verdict(2, second)]
    return (await ask(constitutional, { verdicts, confidence }, { options })).critique
  }

  it('objects if any principle is violated, with the highest severity, and names the principle', async () => {
    expect(await judged(violation)).toMatchObject({
      needsImprovement: true,
      severity: 'critical',
      confidence: 0.8,
      feedback: '"It is always  safe." violates principle 1: It is honest.',
      suggestions: ['Say when. (principle 1: It is honest.)'],
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
    expect(await judged(invented, violation)).toMatchObject({ severity: 'critical' })
    expect(await judged(violation, invented)).toMatchObject({
      severity: 'critical',
      details: { verdicts: [{ principle: 1, ...violation }, { principle: 2 }], unproven: [2] },
    })
  })

  it.each([
    ['no verdict on a principle', [verdict(1)], 'expected one verdict for each principle'],
    ['two verdicts on one', [verdict(1), verdict(1)], 'expected one verdict for each principle'],
    ['a verdict too many', [verdict(1), verdict(2), verdict(2)], 'expected one verdict for each principle'],
    ['an unknown principle', [verdict(1), verdict(3)], 'verdicts: 1: principle: Invalid option'],
    ['a violation without a fix', [verdict(1, { violated: true }), verdict(2)], 'expected a fix'],
  ])('rejects %s', async (_, verdicts, problem) => {
    const { critique } = await ask(constitutional, { verdicts, confidence: 1 }, { options })
    await expect(critique).rejects.toThrow(problem)
  })

  it('lists the principles by number', async () => {
    const { question } = await ask(constitutional, {}, { options })
    expect(question).toMatch(/\nPrinciples:\n1\. It is honest\.\n2\. It is clear\.$/)
  })
})

describe('self-refine', () => {
  const options = { aspects: ['tone', 'facts'] }
  const refined = async (tone: number, facts: number, more: object = {}, settings: object = {}) => {
    const scores = [
      { aspect: 'tone', evidence: 'cheap', score: tone, fix: 'Use a warmer word.' },
      { aspect: 'facts', evidence: 'always', score: facts, fix: 'Name the source.' },
    ]
    const answer = { scores, stop: false, severity: 'low', confidence: 1, ...more }
    return (await ask(selfRefine, answer, { options: { ...options, ...settings } })).critique
  }

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

  it('suggests fixes for the weakest aspect first, and returns the scores in the details', async () => {
    expect(await refined(3, 2)).toMatchObject({
      feedback: 'tone 3/5: cheap\nfacts 2/5: always',
      suggestions: ['facts: Name the source.', 'tone: Use a warmer word.'],
      details: { total: 5, stop: false, scores: [{ aspect: 'tone', score: 3 }, { aspect: 'facts' }] },
    })
  })

  it.each([
    ['a score beyond the scale', { scores: [6, 4] }, 'score: Invalid'],
    ['half a score', { scores: [3.5, 4] }, 'score: Invalid'],
    ['an aspect left out', { scores: [4] }, 'expected one score for each aspect'],
    ['a low score without a fix', { scores: [2, 4], fix: ' ' }, 'expected a fix for a low score'],
  ])('rejects %s', async (_, { scores, fix = 'Mend it.' }: { scores: number[]; fix?: string }, problem) => {
    const given = scores.map((score, index) => ({ aspect: options.aspects[index], evidence: '', score, fix }))
    const answer = { scores: given, stop: false, severity: 'low', confidence: 1 }
    await expect((await ask(selfRefine, answer, { options })).critique).rejects.toThrow(problem)
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
