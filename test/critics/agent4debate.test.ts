import { describe, expect, it } from 'vitest'
import { agent4debate } from '../../src/critics/agent4debate.ts'
import { askCritic, dataIn, type Respond } from './ask-critic.ts'

type Role = 'analyzer' | 'writer' | 'reviewer' | 'judge'
const roleOf = (question: string): Role =>
  (['analyzer', 'writer', 'reviewer'] as const).find((role) => question.includes(`You are the ${role} of`)) ??
  'judge'
const sideOf = (question: string) => (question.includes('You defend the text') ? 'keep' : 'revise')
const stageOf = (question: string) => /^(Opening|Rebuttal|Summary):/m.exec(question)?.[1] ?? ''

/** `points`: what the judge gives the sides, by side, or by place. */
const scripted =
  (points: (place: 'first' | 'second', side: string) => number, decision = 'finished'): Respond =>
  (question) => {
    const [side, stage] = [sideOf(question), stageOf(question)]
    const grade = (place: 'first' | 'second') =>
      points(place, dataIn(question, `${place}-side`)?.includes('[keep]') ? 'keep' : 'revise')
    const scores = (place: 'first' | 'second') =>
      Object.fromEntries(['evidence', 'argument', 'task'].map((each) => [`${place}_${each}`, grade(place)]))
    switch (roleOf(question)) {
      case 'analyzer':
        return { points: [`Point of ${side}.`], concessions: [`Concession of ${side}.`] }
      case 'writer':
        return {
          speech: `Speech of ${side}, ${stage}.`,
          edits: side === 'revise' ? [`Edit in ${stage}.`] : [],
        }
      case 'reviewer':
        return { remarks: ['Quote more.'], decision }
      default:
        return { reasoning: 'Weighed.', ...scores('first'), ...scores('second'), severity: 'high' }
    }
  }
const forSide = (winner: string) => (_place: string, side: string) => (side === winner ? 4 : 2)

describe('agent4debate', () => {
  it('lets both sides speak at once in three stages, each with analyzer, writer and reviewer, then asks a judge twice', async () => {
    const { questions, mostInFlight } = await askCritic(agent4debate, scripted(forSide('keep')))
    expect(questions).toHaveLength(2 * 3 * 3 + 2)
    expect(mostInFlight()).toBe(2)
    expect(questions.slice(0, -2).map((question) => `${stageOf(question)} ${roleOf(question)}`)).toEqual(
      ['Opening', 'Rebuttal', 'Summary'].flatMap((stage) =>
        ['analyzer', 'writer', 'reviewer'].flatMap((role) => [`${stage} ${role}`, `${stage} ${role}`]),
      ),
    )
    expect(questions.slice(-2).map(roleOf)).toEqual(['judge', 'judge'])
  })

  it('shows each side the earlier stages of both sides, but not the stage that is going on', async () => {
    const { questions } = await askCritic(agent4debate, scripted(forSide('keep')))
    const [opening, rebuttal] = ['Opening', 'Rebuttal'].map((stage) =>
      questions.find((each) => stageOf(each) === stage),
    )
    expect(dataIn(opening ?? '', 'debate')).toBeUndefined()
    expect(dataIn(rebuttal ?? '', 'debate')).toBe(
      '[keep] Opening\nSpeech of keep, Opening.\n\n[revise] Opening\nSpeech of revise, Opening.',
    )
  })

  it.each([0, 1, 2])('sends a speech back at most %d times', async (revisions) => {
    const { questions } = await askCritic(agent4debate, scripted(forSide('keep'), 'revise'), {
      options: { revisions },
    })
    expect(questions).toHaveLength(2 * 3 * (2 + 2 * revisions) + 2)
  })

  it('objects with the edits of the side for a revision if that wins, newest first', async () => {
    const { critique } = await askCritic(agent4debate, scripted(forSide('revise')))
    expect(await critique).toMatchObject({
      needsImprovement: true,
      severity: 'high',
      score: 1 / 3,
      suggestions: ['Edit in Summary.', 'Edit in Rebuttal.', 'Edit in Opening.'],
      details: { winner: 'revise', points: { keep: 12, revise: 24 }, concessions: ['Concession of revise.'] },
    })
  })

  it('approves if the side for the text wins', async () => {
    const { critique } = await askCritic(agent4debate, scripted(forSide('keep')))
    expect(await critique).toMatchObject({
      needsImprovement: false,
      suggestions: [],
      details: { winner: 'keep' },
    })
  })

  it('hears the sides in both orders, so that a judge that prefers a place decides nothing, and a tie is no approval', async () => {
    const byPlace = (place: string) => (place === 'first' ? 5 : 1)
    const { critique, questions } = await askCritic(agent4debate, scripted(byPlace))
    expect(questions.slice(-2).map((question) => dataIn(question, 'first-side')?.slice(0, 6))).toEqual([
      '[keep]',
      '[revis',
    ])
    expect(await critique).toMatchObject({
      needsImprovement: true,
      confidence: 0.25,
      details: { points: { keep: 18, revise: 18 } },
    })
  })

  it('asks the judge of its options', async () => {
    const options = { model: 'test:sides', judge: 'test:independent' }
    const { models } = await askCritic(agent4debate, scripted(forSide('keep')), { options })
    expect([new Set(models.slice(0, -2)), models.slice(-2)]).toEqual([
      new Set(['test:sides']),
      ['test:independent', 'test:independent'],
    ])
  })
})
