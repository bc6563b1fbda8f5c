import { describe, expect, it } from 'vitest'
import { askAboutDraft } from '../../src/critics/ask.ts'
import { eloRatings, metaRewarding } from '../../src/critics/meta-rewarding.ts'
import { critique as opinion } from '../helpers/scripted.ts'
import { askCritic, dataIn, type Respond } from './ask-critic.ts'

const CRITERIA = ['relevant', 'substantial', 'useful', 'well_written', 'expert']
const judgment = (points: number, name: string) => ({
  criteria: Object.fromEntries(CRITERIA.map((key, index) => [key, { reason: '', meets: index < points }])),
  feedback: `Judgment ${name}.`,
  suggestions: [`Suggestion ${name}.`],
  severity: 'medium',
})

/** The meta-judge prefers the judgment whose feedback comes first in `order`. */
const scripted =
  (points: readonly number[], order: string, decide?: (first: string, second: string) => string): Respond =>
  (question, _model, { sample = 0 }) => {
    const [first, second] = ['first', 'second'].map(
      (place) => /(?:Judgment|Critique) (\w)\./.exec(dataIn(question, `${place}-judgment`) ?? '')?.[1] ?? '',
    )
    if (!first || !second) return judgment(points[sample] ?? 0, 'ABCDEFG'.charAt(sample))
    const better = order.indexOf(first) < order.indexOf(second) ? 'first' : 'second'
    return { reasoning: '', better: decide?.(first, second) ?? better }
  }

describe('meta-rewarding', () => {
  it('samples the judgments in parallel, then compares each pair in both orders', async () => {
    const { questions, requests, mostInFlight } = await askCritic(metaRewarding, scripted([5, 5, 5], 'ABC'))
    expect(questions).toHaveLength(3 + 3 * 2)
    expect(requests.slice(0, 3).map(({ sample, temperature }) => [sample, temperature])).toEqual([
      [0, 0.7],
      [1, 0.7],
      [2, 0.7],
    ])
    const pairs = questions
      .slice(3)
      .map((question) =>
        ['first', 'second']
          .map((place) => /Judgment (\w)/.exec(dataIn(question, `${place}-judgment`) ?? '')?.[1])
          .join(''),
      )
    expect(pairs.toSorted()).toEqual(['AB', 'AC', 'BA', 'BC', 'CA', 'CB'])
    expect(mostInFlight()).toBe(6)
  })

  it('ends with the opinion of the judgment with the highest Elo rating', async () => {
    const { critique } = await askCritic(metaRewarding, scripted([5, 2, 5], 'BCA'))
    expect(await critique).toMatchObject({
      needsImprovement: true,
      feedback: 'Judgment B.',
      suggestions: ['Suggestion B.'],
      score: 12 / 15,
      details: {
        ranking: [{ by: 'judgment 2', points: 2 }, { by: 'judgment 3' }, { by: 'judgment 1' }],
        flips: 0,
      },
    })
    expect((await critique).confidence).toBeCloseTo(1 / 3)
  })

  it('takes a preference for a place as a tie; of equal ratings, an objection wins', async () => {
    const respond = scripted([5, 1, 5], '', () => 'first')
    const { critique } = await askCritic(metaRewarding, respond)
    const found = await critique
    expect(found).toMatchObject({ needsImprovement: true, details: { flips: 3, comparisons: 3 } })
    expect(found.confidence).toBeCloseTo(1 / 6)
  })

  it('takes the critiques of the other critics for judgments, beside at least one of its own', async () => {
    const critiques = ['X', 'Y', 'Z'].map((name) =>
      opinion({ critic: name, needsImprovement: true, feedback: `Critique ${name}.`, suggestions: [name] }),
    )
    const respond = scripted([5], 'YXA')
    const { critique, questions } = await askCritic(metaRewarding, respond, { request: { critiques } })
    expect(questions).toHaveLength(1 + 6)
    expect(await critique).toMatchObject({
      needsImprovement: true,
      feedback: 'Critique Y.',
      suggestions: ['Y'],
    })
  })

  it.each([
    [3, 4, true],
    [4, 4, false],
    [4, 5, true],
  ])(
    'with %d points and a threshold of %d, needs improvement: %s',
    async (points, threshold, needsImprovement) => {
      const respond = scripted([points, points], 'AB')
      const { critique } = await askCritic(metaRewarding, respond, { options: { judgments: 2, threshold } })
      expect(await critique).toMatchObject({ needsImprovement })
    },
  )

  it('judges critiques, so that it runs after other critics', async () => {
    const needs = {
      ask: askAboutDraft,
      critic: () => ({ name: 'test:judge', generate: () => Promise.reject(new Error()) }),
    }
    const critic = await metaRewarding.create(metaRewarding.options.parse({}), {
      ...needs,
      generator: needs.critic(),
    })
    expect(critic.judgesCritiques).toBe(true)
  })
})

describe('Elo ratings', () => {
  const win = (first: number, second: number) => ({ first, second, result: 1 })

  it('rank by wins, whatever the order of the matches', () => {
    const matches = [win(0, 1), win(1, 2), win(0, 2)]
    const [best = 0, middle = 0, worst = 0] = eloRatings(3, matches)
    expect(best).toBeGreaterThan(middle)
    expect(middle).toBeGreaterThan(worst)
    expect(eloRatings(3, matches.toReversed()).map(Math.round)).toEqual(
      eloRatings(3, matches).map(Math.round),
    )
  })

  it('leave those that tie equal, and always have the same mean', () => {
    expect(eloRatings(2, [{ first: 0, second: 1, result: 0.5 }])).toEqual([1000, 1000])
    const ratings = eloRatings(3, [win(2, 0), win(2, 1)])
    expect(ratings.reduce((sum, each) => sum + each, 0) / 3).toBeCloseTo(1000)
  })
})
