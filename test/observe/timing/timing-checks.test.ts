import { describe, expect, it } from 'vitest'
import type { Crew } from '../../../src/core/ports.ts'
import { scriptedCritic, scriptedModel, scriptedValidator } from '../../helpers/scripted.ts'
import { reportOf, component, grade, objecting } from './reporting.ts'

describe('validators and critics', () => {
  it('report runs, rates and time by name, in the order in which they first answered', async () => {
    const checks = [
      scriptedValidator('slow', (text) => text === 'b', { delayMs: 40 }),
      scriptedValidator('fast', () => true, { delayMs: 10 }),
    ]
    const report = await reportOf({
      generator: scriptedModel(['a', 'b']),
      validators: checks,
      critics: [scriptedCritic('c', [false, true], 200)],
    })
    expect(report.validators).toEqual([
      { name: 'fast', runs: 2, passRate: 1, meanMs: 10, p95Ms: 10 },
      { name: 'slow', runs: 2, passRate: 0.5, meanMs: 40, p95Ms: 40 },
    ])
    expect(report.critics).toEqual([
      {
        name: 'c',
        model: 'test:critic',
        runs: 2,
        objectionRate: 0.5,
        precision: 1,
        meanMs: 200,
        p95Ms: 200,
        sumMs: 400,
        slowestMs: 200,
      },
    ])
  })

  it('that fail count as runs, not as passes or objections', async () => {
    const broken = scriptedValidator('broken', () => {
      throw new Error('no')
    })
    const mute = scriptedCritic('mute', [new Error('no')], 300)
    const report = await reportOf(
      { validators: [broken], critics: [mute] },
      { rules: { onCriticError: 'ignore' } },
    )
    expect(report.validators).toMatchObject([{ name: 'broken', runs: 1, passRate: 0 }])
    expect(report.critics).toMatchObject([
      { name: 'mute', model: null, runs: 1, objectionRate: 0, sumMs: 300 },
    ])
    expect(component(report, 'critique')).toMatchObject({ busyMs: 300, elapsedMs: 300 })
  })

  it('names every model that a critic answered by', async () => {
    const critic = scriptedCritic('c', [{ needsImprovement: true, model: 'one' }, { model: 'two' }])
    const report = await reportOf({ generator: scriptedModel(['a', 'b']), critics: [critic] })
    expect(report.critics).toMatchObject([{ model: 'one, two', runs: 2 }])
  })
})

describe("a critic's precision", () => {
  const cases: readonly [string, Partial<Crew>, number | null][] = [
    [
      'every rule kept after it was not',
      { validators: [grade({ a: 0.5, b: 1 })], critics: [objecting()] },
      1,
    ],
    ['a higher score', { validators: [grade({ a: 0.2, b: 0.5 })], critics: [objecting()] }, 1],
    ['a lower score', { validators: [grade({ a: 0.5, b: 0.2 })], critics: [objecting()] }, 0],
    ['as good a score', { validators: [grade({ a: 0.5, b: 0.5 })], critics: [objecting()] }, 0],
    ['fewer objections', { critics: [scriptedCritic('c', [false, true])] }, 1],
    ['as many objections', { critics: [objecting()] }, 0],
    [
      'a broken rule, fewer objections',
      { validators: [grade({ a: 1 })], critics: [scriptedCritic('c', [false, true])] },
      0,
    ],
    [
      'a rule kept less, another much better but not kept',
      {
        validators: [grade({ a: 1, b: 0.9 }), scriptedValidator('other', (text) => (text === 'b' ? 0.9 : 0))],
        critics: [objecting()],
      },
      0,
    ],
    ['no answer of the critic', { critics: [scriptedCritic('c', [false, new Error('no')])] }, null],
    ['no draft', { generator: scriptedModel(['a', new Error('no')]), critics: [objecting()] }, null],
    ['nothing to object to', { critics: [scriptedCritic('c', [true])] }, null],
  ]
  it.each(cases)('after %s', async (_, crew, precision) => {
    const report = await reportOf(
      { generator: scriptedModel(['a', 'b']), ...crew },
      { rules: { maxIterations: 2 } },
    )
    expect(report.critics[0]?.precision).toBe(precision)
  })

  it('is shared among those that objected, and only fewer objections from as many critics are better', async () => {
    const lost = scriptedCritic('lost', [false, new Error('no')])
    const stays = scriptedCritic('stays', [false, false])
    const content = scriptedCritic('content', [true])
    const report = await reportOf(
      { generator: scriptedModel(['a', 'b']), critics: [lost, stays, content] },
      { rules: { maxIterations: 2, onCriticError: 'ignore', quorum: 'unanimous' } },
    )
    const precision = Object.fromEntries(report.critics.map((critic) => [critic.name, critic.precision]))
    expect(precision).toEqual({ lost: 0, stays: 0, content: null })
  })
})
