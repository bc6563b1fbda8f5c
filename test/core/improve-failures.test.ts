import { describe, expect, it } from 'vitest'
import { CritiqueError, ProviderError, SifakaError } from '../../src/core/errors.ts'
import { noUsage } from '../../src/core/usage.ts'
import { never, run } from '../helpers/loop.ts'
import { scriptedCritic, scriptedModel, scriptedValidator } from '../helpers/scripted.ts'

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
    ['refused', { text: 'Here is how', finishReason: 'filtered' }],
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
