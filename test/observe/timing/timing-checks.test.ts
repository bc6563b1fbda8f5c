import { describe, expect, it } from 'vitest'
import type { Crew } from '../../../src/core/ports.ts'
import { noUsage } from '../../../src/core/usage.ts'
import { seededRandom } from '../../../src/util/random.ts'
import { answer, scriptedCritic, scriptedModel, scriptedValidator } from '../../helpers/scripted.ts'
import { reportOf, component, grade, objecting, prompts } from './timing-runs.ts'

describe('validators and critics in a timing report', () => {
  it('have runs, rates and times by name, in order of their first answer', async () => {
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
      { name: 'fast', runs: 2, passRate: 1, meanMs: 10, p95Ms: 10, sumMs: 20, slowestMs: 10 },
      { name: 'slow', runs: 2, passRate: 0.5, meanMs: 40, p95Ms: 40, sumMs: 80, slowestMs: 40 },
    ])
    expect(report.critics).toEqual([
      {
        name: 'c',
        model: 'test:critic',
        runs: 2,
        objections: 1,
        objectionRate: 0.5,
        precision: 1,
        extraAccepted: 1,
        costUsd: null,
        costPerExtraAcceptedUsd: null,
        meanMs: 200,
        p95Ms: 200,
        sumMs: 400,
        slowestMs: 200,
      },
    ])
  })

  it('count failures as runs, not as passes or objections', async () => {
    const broken = scriptedValidator('broken', () => {
      throw new Error('no')
    })
    const failing = scriptedCritic('failing', [new Error('no')], 300)
    const report = await reportOf(
      { validators: [broken], critics: [failing] },
      { rules: { onCriticError: 'ignore' } },
    )
    expect(report.validators).toMatchObject([{ name: 'broken', runs: 1, passRate: 0 }])
    expect(report.critics).toMatchObject([
      { name: 'failing', model: null, runs: 1, objectionRate: 0, sumMs: 300 },
    ])
    expect(component(report, 'critique')).toMatchObject({ busyMs: 300, elapsedMs: 300 })
  })

  it('list every model that a critic used', async () => {
    const critic = scriptedCritic('c', [{ needsImprovement: true, model: 'one' }, { model: 'two' }])
    const report = await reportOf({ generator: scriptedModel(['a', 'b']), critics: [critic] })
    expect(report.critics).toMatchObject([{ model: 'one, two', runs: 2 }])
  })
})

describe('the price of a critic', () => {
  const paid = (needsImprovement: boolean, costUsd: number) => ({
    needsImprovement,
    usage: { ...noUsage, calls: 1, costUsd },
  })

  it('is its cost per prompt that was accepted after it had objected to an earlier draft', async () => {
    const report = await reportOf(
      {
        generator: scriptedModel(['a', 'b', 'c', 'd']),
        critics: [
          scriptedCritic('useful', [paid(true, 0.25), paid(false, 0.25)]),
          scriptedCritic('idle', [paid(false, 0.5)]),
        ],
      },
      { prompts: prompts(2), rules: { quorum: 'unanimous' }, concurrency: 1 },
    )
    expect(report.critics).toMatchObject([
      { name: 'useful', objections: 1, extraAccepted: 1, costUsd: 0.75, costPerExtraAcceptedUsd: 0.75 },
      { name: 'idle', objections: 0, extraAccepted: 0, costUsd: 1.5, costPerExtraAcceptedUsd: null },
    ])
  })

  it('does not count a prompt that was accepted despite the objection', async () => {
    const report = await reportOf({
      critics: [
        scriptedCritic('overruled', [false]),
        scriptedCritic('b', [true]),
        scriptedCritic('c', [true]),
      ],
    })
    expect(report.critics[0]).toMatchObject({ objections: 1, extraAccepted: 0 })
  })
})

describe("a critic's precision", () => {
  const cases: readonly [string, Partial<Crew>, number | null][] = [
    [
      'every validation passing where one failed',
      { validators: [grade({ a: 0.5, b: 1 })], critics: [objecting()] },
      1,
    ],
    ['a higher score', { validators: [grade({ a: 0.2, b: 0.5 })], critics: [objecting()] }, 1],
    ['a lower score', { validators: [grade({ a: 0.5, b: 0.2 })], critics: [objecting()] }, 0],
    ['an equal score', { validators: [grade({ a: 0.5, b: 0.5 })], critics: [objecting()] }, 0],
    ['fewer objections', { critics: [scriptedCritic('c', [false, true])] }, 1],
    ['equally many objections', { critics: [objecting()] }, 0],
    [
      'a validation failing where it passed, fewer objections',
      { validators: [grade({ a: 1 })], critics: [scriptedCritic('c', [false, true])] },
      0,
    ],
    [
      'one validation failing where it passed, another with a much better score',
      {
        validators: [grade({ a: 1, b: 0.9 }), scriptedValidator('other', (text) => (text === 'b' ? 0.9 : 0))],
        critics: [objecting()],
      },
      0,
    ],
    ['no answer from the critic', { critics: [scriptedCritic('c', [false, new Error('no')])] }, null],
    ['no draft', { generator: scriptedModel(['a', new Error('no')]), critics: [objecting()] }, null],
    ['nothing to object to', { critics: [scriptedCritic('c', [true])] }, null],
  ]
  it.each(cases)('after a draft with %s', async (_, crew, precision) => {
    const report = await reportOf(
      { generator: scriptedModel(['a', 'b']), ...crew },
      { rules: { maxIterations: 2 } },
    )
    expect(report.critics[0]?.precision).toBe(precision)
  })

  it('counts a better score of the critic, if the verdicts are equal', async () => {
    const scores = [0.2, 0.5, 0.4].map((score) => ({ needsImprovement: true, score }))
    const report = await reportOf(
      { generator: scriptedModel(['a', 'b', 'c']), critics: [scriptedCritic('c', scores)] },
      { rules: { maxIterations: 3 } },
    )
    expect(report.critics[0]).toMatchObject({ objections: 3, precision: 0.5 })
  })

  it('is that of a simulated critic, within the error of the sample', async () => {
    const random = seededRandom(3)
    const truth = 0.7
    let drafts = 0
    const better = scriptedValidator('better', (text) => Number(text))
    const generator = {
      name: 'test:writer',
      // Each second draft follows an objection, which helps with the given probability.
      generate: async () => answer({ text: String(drafts++ % 2 === 0 ? 0.5 : random() < truth ? 0.6 : 0.4) }),
    }
    const report = await reportOf(
      { generator, validators: [better], critics: [objecting()] },
      { prompts: prompts(400), rules: { maxIterations: 2 }, concurrency: 1 },
    )
    expect(Math.abs((report.critics[0]?.precision ?? 0) - truth)).toBeLessThan(
      3 * Math.sqrt((truth * (1 - truth)) / 400),
    )
  })

  it('applies to every critic that objected, and needs answers from as many critics', async () => {
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
