import { describe, expect, it } from 'vitest'
import { CritiqueError, ProviderError, SifakaError } from '../../src/core/errors.ts'
import { noUsage } from '../../src/core/usage.ts'
import { drafts, never, run } from '../helpers/loop.ts'
import { testScope } from '../helpers/scope.ts'
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

describe('rule 5: a failure is a third state', () => {
  it('runs a failed critic a second time', async () => {
    const critic = scriptedCritic('critic', [new Error('down'), true])
    const thought = await run({ critics: [critic] })
    expect(thought).toMatchObject({ outcome: 'accepted', iterations: [{ failures: [] }] })
    expect(critic.asked()).toBe(2)
  })

  it.each([
    ['retry', 'unreviewed', 2],
    ['ignore', 'unreviewed', 1],
    ['fail', 'failed', 1],
  ] as const)(
    'onCriticError: %s ends as %s after %i tries if no critic can answer',
    async (rule, outcome, asked) => {
      const critic = scriptedCritic('critic', [new Error('down')])
      const thought = await run({ critics: [critic] }, { onCriticError: rule })
      expect(thought).toMatchObject({ outcome, stopReason: 'error', text: 'draft' })
      expect(thought.iterations[0]?.failures).toMatchObject([
        { role: 'critic', name: 'critic', message: 'down' },
      ])
      expect(critic.asked()).toBe(asked)
    },
  )

  it('does not retry a critic after a permanent error', async () => {
    const critic = scriptedCritic('critic', [new ProviderError('auth', 'wrong key')])
    await run({ critics: [critic] })
    expect(critic.asked()).toBe(1)
  })

  it('continues without a critic that cannot answer', async () => {
    const critics = [scriptedCritic('down', [new Error('down')]), scriptedCritic('fan', [true])]
    const thought = await run({ critics })
    expect(thought).toMatchObject({ outcome: 'accepted', iterations: [{ failures: [{ name: 'down' }] }] })
  })

  it('includes the usage of unusable opinions', async () => {
    const spent = { ...noUsage, calls: 1, inputTokens: 7, costUsd: null }
    const critic = scriptedCritic('critic', [new CritiqueError('no JSON', spent)])
    const thought = await run({ critics: [critic] })
    expect(thought.usage).toMatchObject({ calls: 2, inputTokens: 17 })
    // The critic has already asked its model to repair the answer.
    expect(critic.asked()).toBe(1)
  })

  it('includes the usage of a failed first try if the second succeeds', async () => {
    const spent = { ...noUsage, calls: 1, inputTokens: 7, costUsd: null }
    const critic = scriptedCritic('critic', [new SifakaError('error', 'down', { usage: spent }), true])
    const thought = await run({ critics: [critic] })
    expect(thought).toMatchObject({ outcome: 'accepted', usage: { calls: 3, inputTokens: 10 + 7 + 20 } })
  })

  it('never counts a validator that throws as passed', async () => {
    const broken = scriptedValidator('broken', () => {
      throw new Error('oops')
    })
    const thought = await run({ validators: [broken] })
    expect(thought).toMatchObject({
      outcome: 'failed',
      stopReason: 'error',
      error: { message: 'broken: oops' },
      iterations: [{ validations: [], failures: [{ role: 'validator', name: 'broken' }] }],
    })
  })

  it('ends as failed on a generation error, keeping the best draft so far', async () => {
    const generator = scriptedModel(['first', new ProviderError('server', '500 down')])
    const thought = await run({ generator, validators: [never] })
    expect(thought).toMatchObject({
      outcome: 'failed',
      stopReason: 'error',
      text: 'first',
      bestIteration: 1,
      error: { code: 'server', message: '500 down' },
    })
    expect(thought.iterations[1]?.generation).toBeNull()
  })

  it('has no text if the first generation fails', async () => {
    const thought = await run({ generator: scriptedModel([new Error('boom')]) })
    expect(thought).toMatchObject({ text: '', bestIteration: null, outcome: 'failed' })
  })

  it.each([
    ['refused', { text: 'I cannot help.', finishReason: 'refusal' }],
    ['empty', { text: ' \u200b\n', finishReason: 'stop' }],
    ['truncated', { text: '', finishReason: 'length' }],
  ] as const)('ends as %s without running critics', async (outcome, line) => {
    const critic = scriptedCritic('critic', [true])
    const thought = await run({ generator: scriptedModel([line]), critics: [critic] })
    expect(thought).toMatchObject({ outcome, stopReason: 'error', text: '' })
    expect(critic.asked()).toBe(0)
  })

  it('never accepts a truncated draft, and requests a shorter one', async () => {
    const generator = scriptedModel([{ text: 'cut of', finishReason: 'length' }, 'whole'])
    const thought = await run({ generator })
    expect(thought).toMatchObject({ outcome: 'accepted', text: 'whole' })
    expect(generator.requests[1]?.messages.at(-1)?.content).toContain('cut off at the token limit')
  })

  it('ends as truncated if the best draft is truncated', async () => {
    const generator = scriptedModel([{ text: 'cut', finishReason: 'length' }])
    expect(await run({ generator }, { maxIterations: 1 })).toMatchObject({
      outcome: 'truncated',
      text: 'cut',
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

describe('rule 8: it stops early if further iterations are unlikely to help, for exactly one reason', () => {
  it.each([
    ['fixpoint', ['same', 'same'], 2],
    ['cycle', ['a', 'b', 'a'], 3],
    ['plateau', drafts(20), 4],
    ['max-iterations', drafts(20), 3],
  ] as const)('%s', async (stopReason, lines, iterations) => {
    const rules = { maxIterations: stopReason === 'max-iterations' ? 3 : 20 }
    const thought = await run({ generator: scriptedModel(lines), validators: [never] }, rules)
    expect(thought).toMatchObject({ stopReason, outcome: 'exhausted' })
    expect(thought.iterations).toHaveLength(iterations)
  })

  it('does not pay twice for the critique of the same text', async () => {
    const critic = scriptedCritic('critic', [false])
    const thought = await run({ generator: scriptedModel(['same']), critics: [critic] })
    expect(critic.asked()).toBe(1)
    expect(thought.iterations[1]?.critiques).toHaveLength(1)
    expect(thought.usage.calls).toBe(3)
  })

  it('spends nothing if constraints exclude each other', async () => {
    const long = {
      ...never,
      constraints: [{ kind: 'count', unit: 'words', min: 400, max: Infinity }],
    } as const
    const short = {
      ...never,
      constraints: [{ kind: 'count', unit: 'characters', min: 0, max: 300 }],
    } as const
    const generator = scriptedModel(['draft'])
    const thought = await run({ generator, validators: [long, short] })
    expect(thought).toMatchObject({ outcome: 'failed', stopReason: 'infeasible', iterations: [], text: '' })
    expect(thought.error?.message).toContain('at least 400 words do not fit in 300 characters')
    expect(generator.requests).toHaveLength(0)
  })

  it.each([
    ['cancelled', undefined, 'cancelled'],
    ['deadline', new SifakaError('deadline', 'out of time'), 'exhausted'],
    ['budget', new SifakaError('budget', 'out of money'), 'exhausted'],
  ] as const)('%s, keeping the best draft so far', async (stopReason, reason, outcome) => {
    const scope = testScope()
    const generator = scriptedModel(drafts(9), 1000)
    const promise = run({ generator, validators: [never] }, { maxIterations: 9, plateau: 99 }, scope)
    void scope.clock.sleep(2500, new AbortController().signal).then(() => scope.abort(reason))
    expect(await promise).toMatchObject({ stopReason, outcome, text: 'draft 1', durationMs: 2500 })
  })
})

it('resolves if it is aborted between two iterations', async () => {
  const base = testScope()
  const emit: typeof base.emit = ({ type }) => void (type === 'iteration-end' && base.abort())
  const thought = await run({ validators: [never] }, {}, { ...base, emit })
  expect(thought).toMatchObject({ stopReason: 'cancelled', text: 'draft', iterations: { length: 1 } })
})

describe('forced improvements', () => {
  const generator = () => scriptedModel(['good', 'better', 'worse'])
  const scored = (score: number) => ({ needsImprovement: false, score })

  it('revise accepted drafts until the limit, and return the best', async () => {
    const critic = scriptedCritic('critic', [0.5, 0.9, 0.3].map(scored))
    const thought = await run({ generator: generator(), critics: [critic] }, { forceImprovements: true })
    expect(thought).toMatchObject({ outcome: 'accepted', stopReason: 'accepted', text: 'better' })
    expect(thought.iterations).toHaveLength(3)
    expect(thought.iterations[1]?.generation?.messages.at(-1)?.content).toContain('improve what can still')
  })

  it('stay accepted if later drafts are not', async () => {
    const critic = scriptedCritic('critic', [true, false, false])
    const thought = await run({ generator: generator(), critics: [critic] }, { forceImprovements: true })
    expect(thought).toMatchObject({ outcome: 'accepted', text: 'good' })
  })

  it('end at the first accepted draft if they are not asked for', async () => {
    const thought = await run({ generator: generator(), critics: [scriptedCritic('critic', [true])] })
    expect(thought.iterations).toHaveLength(1)
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
