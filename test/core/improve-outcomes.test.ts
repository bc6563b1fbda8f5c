import { describe, expect, it } from 'vitest'
import { drafts, never, run } from '../helpers/loop.ts'
import { policy, scriptedCritic, scriptedModel, scriptedValidator } from '../helpers/scripted.ts'

describe('rule 4: accepted means that every validator passed and enough critics approve', () => {
  it('accepts at once without validators and critics', async () => {
    expect(await run({})).toMatchObject({ outcome: 'accepted', stopReason: 'accepted', bestIteration: 1 })
  })

  it('does not let a critic overrule a validator', async () => {
    const thought = await run({ validators: [never], critics: [scriptedCritic('fan', [true])] })
    expect(thought.outcome).toBe('exhausted')
  })

  it.each([
    ['majority', [true, true, false], true],
    ['majority', [true, false], false],
    ['majority', [true, new Error('down')], true],
    ['unanimous', [true, true, false], false],
    ['unanimous', [true, new Error('down')], true],
    [1, [true, false, false], true],
    [2, [true, false, false], false],
  ] as const)('quorum %s with %j accepts: %s', async (quorum, opinions, accepted) => {
    const critics = opinions.map((opinion, index) => scriptedCritic(`c${index}`, [opinion]))
    const thought = await run({ critics }, { quorum, maxIterations: 1 })
    expect(thought.outcome === 'accepted').toBe(accepted)
  })

  it('is unreviewed if fewer critics answered than must approve', async () => {
    const critics = [scriptedCritic('fan', [true]), scriptedCritic('down', [new Error('down')])]
    expect(await run({ critics }, { quorum: 2 })).toMatchObject({
      outcome: 'unreviewed',
      stopReason: 'error',
    })
  })
})

describe('rule 6: the best draft of all iterations is returned', () => {
  it('never returns a draft that is worse than an earlier one', async () => {
    const scores: Record<string, number> = { 'draft 1': 0.4, 'draft 2': 0.9, 'draft 3': 0.2 }
    const validators = [scriptedValidator('score', (text) => scores[text] ?? 0)]
    const thought = await run({ generator: scriptedModel(drafts(3)), validators })
    expect(thought).toMatchObject({ text: 'draft 2', bestIteration: 2, outcome: 'exhausted' })
  })

  it('prefers the earlier one of equals', async () => {
    const thought = await run({ generator: scriptedModel(drafts(3)), validators: [never] })
    expect(thought.bestIteration).toBe(1)
  })
})

it('contains the advice of earlier iterations as the context window says, the newest first', async () => {
  const advice = ['Add one example.', 'Name two sources.', 'Mention three risks.']
  const request = async (contextWindow: number) => {
    const critic = scriptedCritic(
      'critic',
      advice.map((each) => ({ needsImprovement: true, suggestions: [each] })),
    )
    const writer = scriptedModel(['a', 'b', 'c', 'd'])
    const feedback = { ...policy().feedback, contextWindow }
    await run({ generator: writer, critics: [critic] }, { maxIterations: 4, plateau: 9, feedback })
    return writer.requests
      .at(-1)
      ?.messages.at(-1)
      ?.content.match(/\[critic\] (Add|Name|Mention)/g)
  }
  expect(await request(1)).toEqual(['[critic] Mention'])
  expect(await request(2)).toEqual(['[critic] Mention', '[critic] Name'])
})
