import { describe, expect, it } from 'vitest'
import { selfTaughtEvaluator } from '../../src/critics/self-taught-evaluator.ts'
import { askCritic, dataIn, TEXT, type Respond } from './ask-critic.ts'

const contrast = { better: 'Panels save money.', task: 'Describe sand.', worse: 'Sand is old.' }

/** `fails`: the judges that prefer the first text in both orders; `ratings`: of the draft, by judge. */
const scripted =
  (ratings: readonly number[], fails: readonly number[] = []): Respond =>
  (question, _model, { sample = 0 }) => {
    if (question.includes('Write two other texts')) return contrast
    const first = dataIn(question, 'first-text')
    if (first !== undefined) {
      const right = first === contrast.better ? 'first' : 'second'
      return {
        criteria: [`Criterion ${sample}.`],
        reasoning: '',
        better: fails.includes(sample) ? 'first' : right,
      }
    }
    const judge = Number(/Criterion (\d)/.exec(dataIn(question, 'criteria') ?? '')?.[1])
    const rating = ratings[judge] ?? 0
    return {
      reasoning: `Judge ${judge}.`,
      faults: rating < 5 ? [`Mend ${judge}.`] : [],
      rating,
      severity: 'medium',
    }
  }

describe('self-taught-evaluator', () => {
  it('writes a contrast, tests each judge in both orders, and then lets them judge the draft', async () => {
    const { questions, requests } = await askCritic(selfTaughtEvaluator, scripted([5, 5, 5, 5, 5]))
    expect(questions).toHaveLength(1 + 5 * 2 + 5)
    const orders = questions.slice(1, 11).map((question) => dataIn(question, 'first-text'))
    expect(orders.filter((text) => text === contrast.better)).toHaveLength(5)
    expect(orders.filter((text) => text === contrast.worse)).toHaveLength(5)
    expect(questions.slice(11).every((question) => !question.includes(contrast.worse))).toBe(true)
    expect(new Set(requests.slice(1).map(({ temperature }) => temperature))).toEqual(new Set([0.7]))
    expect(requests[1]?.messages.some(({ content }) => content.includes(TEXT))).toBe(true)
  })

  it('reminds each judge of its own criteria', async () => {
    const { questions } = await askCritic(selfTaughtEvaluator, scripted([5, 5, 5], []), {
      options: { judges: 3 },
    })
    expect(questions.slice(7).map((question) => dataIn(question, 'criteria')?.trim())).toEqual([
      'Criterion 0.',
      'Criterion 1.',
      'Criterion 2.',
    ])
  })

  it('drops judges that prefer the text that is known to be worse in either order', async () => {
    const { critique, questions } = await askCritic(selfTaughtEvaluator, scripted([2, 2, 5, 5, 2], [0, 1, 4]))
    expect(questions).toHaveLength(1 + 10 + 2)
    expect(await critique).toMatchObject({
      needsImprovement: false,
      confidence: 2 / 5,
      score: 1,
      details: { judges: 5, reliable: 2, ratings: [5, 5] },
    })
  })

  it.each([
    [[3, 5, 5], false],
    [[3, 3, 5], true],
    [[3, 5], true],
  ])('decides by the majority of ratings %j, and a tie is no approval', async (ratings, needsImprovement) => {
    const fails = ratings.length === 2 ? [2] : []
    const { critique } = await askCritic(selfTaughtEvaluator, scripted(ratings, fails), {
      options: { judges: 3 },
    })
    expect(await critique).toMatchObject({
      needsImprovement,
      suggestions: needsImprovement ? expect.arrayContaining(['Mend 0.']) : [],
    })
  })

  it('has no opinion if all judges fail', async () => {
    const { critique } = await askCritic(selfTaughtEvaluator, scripted([5], [0, 1, 2, 3, 4]))
    await expect(critique).rejects.toThrow('each of 5 judges prefers a text that is known to be worse')
  })
})
