import { describe, expect, it } from 'vitest'
import type { PathSegment } from '../../../src/core/events.ts'
import { ProviderError } from '../../../src/core/errors.ts'
import { improve } from '../../../src/core/improve.ts'
import type { Crew, Model } from '../../../src/core/ports.ts'
import type { Outcome } from '../../../src/core/types.ts'
import { testScope } from '../../helpers/scope.ts'
import {
  answer,
  policy,
  prompt,
  scriptedCritic,
  scriptedModel,
  scriptedValidator,
} from '../../helpers/scripted.ts'
import {
  resources,
  timingObserver,
  reportOf,
  component,
  prompts,
  validators,
  critics,
  writer,
} from './timing-runs.ts'

describe('components in a timing report', () => {
  it('show the gain of running in parallel: critics 1.5 s of 2.7 s, validators 100 ms of 225 ms', async () => {
    const report = await reportOf({ generator: writer(), validators, critics: critics() })
    expect(component(report, 'generation')).toMatchObject({ busyMs: 3200, elapsedMs: 3200, parallel: false })
    expect(component(report, 'validation')).toMatchObject({ busyMs: 225, elapsedMs: 100, parallel: true })
    expect(component(report, 'critique')).toMatchObject({ busyMs: 2700, elapsedMs: 1500, parallel: true })
    expect(component(report, 'overhead')).toMatchObject({ busyMs: 0, elapsedMs: 0 })
    expect(report.summary).toMatchObject({ wallMs: 4700, sequentialMs: 6125, idealMs: 4700, efficiency: 1 })
    expect(report.summary.speedup).toBeCloseTo(6125 / 4700)
  })

  it('show the whole table of one prompt with known latencies, by hand calculation', async () => {
    const {
      components,
      scaling,
      validators: checks,
      critics: reviewers,
    } = await reportOf({
      generator: writer(),
      validators,
      critics: critics(),
    })
    const table = components.map(({ component, busyMs, elapsedMs, share, parallel }) => [
      component,
      busyMs,
      elapsedMs,
      share,
      parallel,
    ])
    expect(table).toEqual([
      ['generation', 3200, 3200, 3200 / 6125, false],
      ['validation', 225, 100, 225 / 6125, true],
      ['critique', 2700, 1500, 2700 / 6125, true],
      ['feedback', 0, 0, 0, false],
      ['network', null, null, null, true],
      ['wait', 0, 0, 0, true],
      ['overhead', 0, 0, 0, false],
    ])
    expect(scaling).toEqual([
      { component: 'validation', iterations: 1, sumMs: 225, slowestMs: 100 },
      { component: 'critique', iterations: 1, sumMs: 2700, slowestMs: 1500 },
    ])
    expect(checks.map(({ name, sumMs, slowestMs }) => [name, sumMs, slowestMs])).toEqual([
      ['v50', 50, 50],
      ['v75', 75, 75],
      ['v100', 100, 100],
    ])
    expect(reviewers.map(({ name, sumMs, slowestMs }) => [name, sumMs, slowestMs])).toEqual([
      ['c1', 1200, 1200],
      ['c2', 1500, 1500],
    ])
  })

  it('compare one after another with at the same time in each iteration, also for prompts at once', async () => {
    const { scaling } = await reportOf(
      { generator: writer(), validators, critics: critics() },
      { prompts: prompts(10) },
    )
    expect(scaling).toEqual([
      { component: 'validation', iterations: 10, sumMs: 2250, slowestMs: 1000 },
      { component: 'critique', iterations: 10, sumMs: 27_000, slowestMs: 15_000 },
    ])
  })

  it('have ten times the busy time in the elapsed time of one, for ten prompts at once', async () => {
    const report = await reportOf(
      { generator: writer(), validators, critics: critics() },
      { prompts: prompts(10) },
    )
    expect(component(report, 'generation')).toMatchObject({ busyMs: 32_000, elapsedMs: 3200 })
    expect(component(report, 'validation')).toMatchObject({ busyMs: 2250, elapsedMs: 100 })
    expect(component(report, 'critique')).toMatchObject({ busyMs: 27_000, elapsedMs: 1500 })
    expect(report.summary).toMatchObject({ prompts: 10, wallMs: 4700, idealMs: 4700, efficiency: 1 })
    expect(report.summary.promptsPerSecond).toBeCloseTo(10 / 4.7)
  })

  it('have shares that add up to 1', async () => {
    const report = await reportOf({ generator: writer(), validators, critics: critics() })
    const shares = ['generation', 'validation', 'critique', 'feedback', 'overhead'].map(
      (name) => component(report, name)?.share ?? 0,
    )
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1)
    expect(component(report, 'generation')?.share).toBeCloseTo(3200 / 6125)
  })

  it('count the time before a generation as feedback, and any time without work as overhead', () => {
    const observer = timingObserver()
    const path: PathSegment[] = [{ kind: 'thought', name: 'p1' }]
    const start = (kind: 'thought' | 'iteration' | 'generation', atMs: number) =>
      observer.on({ type: `${kind}-start`, name: '1', path, atMs })
    const fail = (kind: 'thought' | 'iteration' | 'generation', atMs: number) =>
      observer.on({ type: `${kind}-error`, name: '1', path, atMs, error: 'x', durationMs: 0 })
    start('thought', 0)
    start('iteration', 2)
    start('generation', 7)
    fail('generation', 17)
    fail('iteration', 18)
    start('iteration', 20)
    fail('iteration', 21)
    fail('thought', 24)
    const report = observer.report({ wallMs: 24, resources })
    expect(component(report, 'feedback')).toMatchObject({ busyMs: 6, elapsedMs: 6 })
    expect(component(report, 'generation')).toMatchObject({ busyMs: 10, elapsedMs: 10 })
    expect(component(report, 'overhead')).toMatchObject({ busyMs: 8, elapsedMs: 8 })
    expect(report.summary).toMatchObject({ prompts: 1, failed: 1, idealMs: 16 })
  })
})

describe('the ideal time', () => {
  it.each([
    [1, 4 * 4700],
    [2, 2 * 4700],
    [3, (4 * 4700) / 3],
    [8, 4700],
  ])('of four equal prompts, %i at once, is %d ms', async (concurrency, idealMs) => {
    const report = await reportOf(
      { generator: writer(), critics: critics() },
      { prompts: prompts(4), concurrency },
    )
    expect(report.summary.idealMs).toBeCloseTo(idealMs, 2)
    expect(report.summary.efficiency).toBeLessThanOrEqual(1)
  })
})

describe('the summary', () => {
  const bad = scriptedValidator('bad', () => false)
  const aborted = new ProviderError('server', 'no')
  const endings: readonly [Outcome, Partial<Crew>][] = [
    ['accepted', {}],
    ['exhausted', { validators: [bad] }],
    ['unreviewed', { critics: [scriptedCritic('c', [new Error('no')])] }],
    ['failed', { generator: scriptedModel([aborted]) }],
    ['refused', { generator: scriptedModel([{ finishReason: 'refusal' }]) }],
    ['truncated', { generator: scriptedModel([{ finishReason: 'length', text: '' }]) }],
    ['empty', { generator: scriptedModel(['']) }],
  ]
  it.each(endings)('counts a prompt that ends as %s exactly once', async (outcome, crew) => {
    const { summary } = await reportOf(crew)
    expect(summary).toMatchObject({ prompts: 1, [outcome]: 1, successRate: outcome === 'accepted' ? 1 : 0 })
    const { accepted, exhausted, unreviewed, failed, refused, truncated, empty, cancelled } = summary
    expect(accepted + exhausted + unreviewed + failed + refused + truncated + empty + cancelled).toBe(1)
  })

  it('counts a cancelled prompt as pending, not as a failure', async () => {
    const observer = timingObserver()
    const scope = testScope({ emit: (event) => observer.on(event) })
    const working = improve(prompt(), { generator: writer(), validators: [], critics: [] }, policy(), scope)
    await scope.clock.sleep(100, scope.signal)
    scope.abort()
    await working
    expect(observer.report({ wallMs: 100, resources, total: 1 }).summary).toMatchObject({
      prompts: 0,
      cancelled: 0,
      pending: 1,
    })
  })

  it('has the share of prompts accepted by each iteration', async () => {
    const asked = new Map<string, number>()
    const generator: Model = {
      name: 'test:writer',
      async generate({ messages }) {
        const ask = messages[0]?.content.slice(0, 1) ?? ''
        const turn = (asked.get(ask) ?? 0) + 1
        asked.set(ask, turn)
        return answer({ text: Number(ask) === turn ? 'good' : `draft ${turn}` })
      },
    }
    const good = scriptedValidator('good', (text) => text === 'good')
    const asks = ['1', '2', '3', '9'].map((turn, index) => prompt(turn, { id: turn, index }))
    const report = await reportOf(
      { generator, validators: [good] },
      { prompts: asks, rules: { maxIterations: 4 } },
    )
    expect(report.quality).toMatchObject({ successRate: 0.75, passByIteration: [0.25, 0.5, 0.75, 0.75] })
    expect(report.quality.iterations).toMatchObject([
      { iteration: 1, prompts: 4, accepted: 1, fixed: 0, broke: 0, tokens: 60, costUsd: null },
      { iteration: 2, prompts: 3, accepted: 1, fixed: 1, broke: 0, tokens: 45 },
      { iteration: 3, prompts: 2, accepted: 1, fixed: 1, broke: 0, tokens: 30 },
      { iteration: 4, prompts: 1, accepted: 0, fixed: 0, broke: 0, tokens: 15 },
    ])
    expect(report.quality.flips).toEqual([
      { iteration: 2, check: 'good', fixed: 1, broke: 0 },
      { iteration: 3, check: 'good', fixed: 1, broke: 0 },
    ])
    expect(report.summary).toMatchObject({ accepted: 3, exhausted: 1, meanIterations: 2.5 })
  })

  it('has no rates without prompts', () => {
    const report = timingObserver().report({ wallMs: 0, resources })
    expect(report.summary).toMatchObject({
      prompts: 0,
      successRate: null,
      meanIterations: null,
      speedup: null,
      promptsPerSecond: null,
      efficiency: null,
    })
    expect(report.latencyMs.prompt.mean).toBeNull()
    expect(report.components.every(({ share }) => share === null)).toBe(true)
    expect(report).toMatchObject({ validators: [], critics: [], models: [], resources })
    expect(report.quality).toEqual({ successRate: null, passByIteration: [], iterations: [], flips: [] })
  })

  it('measures the latency of prompts and iterations', async () => {
    const never = scriptedValidator('never', () => false, { delayMs: 100 })
    const generator = scriptedModel(['a', 'b', 'c'], 900)
    const { latencyMs } = await reportOf({ generator, validators: [never] })
    expect(latencyMs.prompt).toMatchObject({ mean: 3000, p50: 3000, max: 3000 })
    expect(latencyMs.iteration).toMatchObject({ mean: 1000, p99: 1000 })
  })
})
