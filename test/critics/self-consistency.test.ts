import { describe, expect, it } from 'vitest'
import { ProviderError } from '../../src/core/errors.ts'
import { selfConsistency } from '../../src/critics/self-consistency.ts'
import { askCritic, type Respond } from './ask-critic.ts'

const ballot = (unclear: unknown, wrong: unknown = false) => {
  const vote = (present: unknown) => ({
    present,
    quote: '',
    severity: 'medium',
    fix: present ? 'Mend it.' : '',
  })
  return { reasoning: 'Thought.', faults: { unclear: vote(unclear), wrong: vote(wrong) } }
}
const options = { faults: ['unclear', 'wrong'] }

/** Samples answer in the order of their numbers. */
const vote = async (ballots: readonly object[], more: object = {}) => {
  const respond: Respond = (_question, _model, { sample = 0 }) =>
    ballots[sample] ?? new Error(`no ballot ${sample}`)
  return askCritic(selfConsistency, respond, { options: { ...options, ...more } })
}

describe('self-consistency', () => {
  it('asks the same question in parallel, at a temperature of 0.7, with different sample numbers', async () => {
    const { requests, mostInFlight } = await vote([ballot(false), ballot(false), ballot(false)])
    expect(requests.map(({ sample }) => sample)).toEqual([0, 1, 2])
    expect(requests.map(({ temperature }) => temperature)).toEqual([0.7, 0.7, 0.7])
    expect(new Set(requests.map(({ messages }) => JSON.stringify(messages)))).toHaveLength(1)
    expect(mostInFlight()).toBe(3)
  })

  it('asks for the reasoning before the votes', async () => {
    const { requests } = await vote([ballot(false), ballot(false), ballot(false)])
    expect(Object.keys(Object(requests[0]?.schema?.schema['properties']) as object)).toEqual([
      'reasoning',
      'faults',
    ])
  })

  it.each<[string, object[], number, boolean, number]>([
    ['three of three approve', [ballot(false), ballot(false), ballot(false)], 3, false, 1],
    ['three of three object', [ballot(true), ballot(true), ballot(true)], 3, true, 1],
    ['2:1, then 3:1', [ballot(true), ballot(true), ballot(false), ballot(true)], 4, true, 3 / 4],
    [
      '2:1, then 2:2, then 2:3',
      [true, true, false, false, false].map((each) => ballot(each)),
      5,
      false,
      3 / 5,
    ],
    [
      'one fault is decided, the other not',
      [ballot(true, true), ballot(true), ballot(true), ballot(true)],
      4,
      true,
      1,
    ],
  ])(
    'stops early when the majority is decided: %s',
    async (_, ballots, calls, needsImprovement, confidence) => {
      const { critique, requests } = await vote(ballots)
      const found = await critique
      expect(requests).toHaveLength(calls)
      expect(found.needsImprovement).toBe(needsImprovement)
      expect(found.confidence).toBeCloseTo(confidence)
      expect(found.usage.calls).toBe(calls)
    },
  )

  it('votes on each fault apart, and suggests only what the majority sees', async () => {
    const { critique } = await vote([
      ballot(true, false),
      ballot(true, true),
      ballot(true, false),
      ballot(true, false),
    ])
    expect(await critique).toMatchObject({
      feedback: 'unclear: 4 of 4 samples',
      suggestions: ['Mend it. (unclear)'],
      score: 0.5,
    })
  })

  it('lets a sample that fails abstain, and fails if half of them do', async () => {
    const down = new ProviderError('server', 'down')
    const one = await vote([down, ballot(false), ballot(false), ballot(false)])
    expect(await one.critique).toMatchObject({ needsImprovement: false })
    const most = await vote([down, down, down])
    await expect(most.critique).rejects.toBe(down)
  })

  it('never approves if no sample votes on one of the faults', async () => {
    const incomplete = { reasoning: '', faults: { unclear: ballot(false).faults.unclear } }
    await expect((await vote([incomplete, incomplete, incomplete])).critique).rejects.toThrow('faults: wrong')
  })

  it.each([{ samples: 2 }, { samples: 41 }, { temperature: 0.6 }, { faults: ['a', 'a'] }])(
    'refuses the options %j',
    (given) => {
      expect(selfConsistency.options.safeParse(given).success).toBe(false)
    },
  )
})
