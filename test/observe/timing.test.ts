import { describe, expect, it } from 'vitest'
import type { SifakaEvent } from '../../src/core/events.ts'
import { ProviderError } from '../../src/core/errors.ts'
import { improve } from '../../src/core/improve.ts'
import type { Crew, Model } from '../../src/core/ports.ts'
import { note, span } from '../../src/core/scope.ts'
import type { Answer, Outcome, Policy, Prompt } from '../../src/core/types.ts'
import { noUsage } from '../../src/core/usage.ts'
import { timing } from '../../src/observe/timing.ts'
import { testScope } from '../helpers/scope.ts'
import {
  answer,
  policy,
  prompt,
  scriptedCritic,
  scriptedModel,
  scriptedValidator,
} from '../helpers/scripted.ts'

const resources = { peakRssMb: 80, cpuMs: 120, connectionsOpened: null }

const observe = (concurrency = 1) =>
  timing({
    id: 'run-1',
    startedAt: '2026-01-01T00:00:00.000Z',
    model: 'test:writer',
    profile: null,
    concurrency,
    settings: {},
  })

/** Works on the prompts, so many at once, and reports. */
async function reportOf(
  crew: Partial<Crew>,
  {
    prompts = [prompt()],
    rules = {},
    concurrency = prompts.length,
  }: {
    prompts?: readonly Prompt[]
    rules?: Partial<Policy>
    concurrency?: number
  } = {},
) {
  const observer = observe(concurrency)
  const scope = testScope({ emit: (event) => observer.on(event) })
  const all: Crew = { generator: scriptedModel(['draft']), validators: [], critics: [], ...crew }
  const waiting = [...prompts]
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      await improve(next, all, policy(rules), scope)
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  return observer.report({ wallMs: scope.clock.now(), resources })
}

type Report = Awaited<ReturnType<typeof reportOf>>
const component = (report: Report, name: string) => report.components.find((each) => each.component === name)
const prompts = (count: number): Prompt[] =>
  Array.from({ length: count }, (_, index) => prompt('Write.', { id: `p${index}`, index }))

const validators = [50, 75, 100].map((delayMs) => scriptedValidator(`v${delayMs}`, () => true, { delayMs }))
const critics = () => [scriptedCritic('c1', [true], 1200), scriptedCritic('c2', [true], 1500)]
const writer = () => scriptedModel(['draft'], 3200)

describe('components', () => {
  it('show what running at once gains: critics 1.5 s of 2.7 s, validators 100 ms of 225 ms', async () => {
    const report = await reportOf({ generator: writer(), validators, critics: critics() })
    expect(component(report, 'generation')).toMatchObject({ busyMs: 3200, elapsedMs: 3200, parallel: false })
    expect(component(report, 'validation')).toMatchObject({ busyMs: 225, elapsedMs: 100, parallel: true })
    expect(component(report, 'critique')).toMatchObject({ busyMs: 2700, elapsedMs: 1500, parallel: true })
    expect(component(report, 'overhead')).toMatchObject({ busyMs: 0, elapsedMs: 0 })
    expect(report.summary).toMatchObject({ wallMs: 4700, sequentialMs: 6125, idealMs: 4700, efficiency: 1 })
    expect(report.summary.speedup).toBeCloseTo(6125 / 4700)
  })

  it('of ten prompts at once sum to ten times the work in the time of one', async () => {
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

  it('have shares that make up the whole', async () => {
    const report = await reportOf({ generator: writer(), validators, critics: critics() })
    const shares = ['generation', 'validation', 'critique', 'feedback', 'overhead'].map(
      (name) => component(report, name)?.share ?? 0,
    )
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1)
    expect(component(report, 'generation')?.share).toBeCloseTo(3200 / 6125)
  })

  it('tell feedback from overhead: before a generation, and wherever nothing runs', () => {
    const observer = observe()
    const at = (type: string, atMs: number, ...path: string[]) =>
      observer.on({
        type,
        name: path.at(-1),
        path: ['thought:p1', ...path],
        atMs,
        error: 'x',
        durationMs: 0,
      } as unknown as SifakaEvent)
    at('thought-start', 0)
    at('iteration-start', 2, 'iteration:1')
    at('generation-start', 7, 'iteration:1', 'generation:w')
    at('generation-error', 17, 'iteration:1', 'generation:w')
    at('iteration-error', 18, 'iteration:1')
    at('iteration-start', 20, 'iteration:2')
    at('iteration-error', 21, 'iteration:2')
    at('thought-error', 24)
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
  it.each(endings)('counts a prompt that ends as %s there and nowhere else', async (outcome, crew) => {
    const { summary } = await reportOf(crew)
    expect(summary).toMatchObject({ prompts: 1, [outcome]: 1, successRate: outcome === 'accepted' ? 1 : 0 })
    const { accepted, exhausted, unreviewed, failed, refused, truncated, empty, cancelled } = summary
    expect(accepted + exhausted + unreviewed + failed + refused + truncated + empty + cancelled).toBe(1)
  })

  it('counts a cancelled prompt', async () => {
    const observer = observe()
    const scope = testScope({ emit: (event) => observer.on(event) })
    const working = improve(prompt(), { generator: writer(), validators: [], critics: [] }, policy(), scope)
    await scope.clock.sleep(100, scope.signal)
    scope.abort()
    await working
    expect(observer.report({ wallMs: 100, resources }).summary).toMatchObject({ prompts: 1, cancelled: 1 })
  })

  it('knows by which iteration how many prompts were accepted', async () => {
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
    expect(report.quality).toEqual({ successRate: 0.75, passByIteration: [0.25, 0.5, 0.75, 0.75] })
    expect(report.summary).toMatchObject({ accepted: 3, exhausted: 1, meanIterations: 2.5 })
  })

  it('of a run without prompts is empty and claims no rate', () => {
    const report = observe().report({ wallMs: 0, resources })
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
    expect(report.quality).toEqual({ successRate: null, passByIteration: [] })
  })

  it('measures the latency of prompts and iterations', async () => {
    const never = scriptedValidator('never', () => false, { delayMs: 100 })
    const generator = scriptedModel(['a', 'b', 'c'], 900)
    const { latencyMs } = await reportOf({ generator, validators: [never] })
    expect(latencyMs.prompt).toMatchObject({ mean: 3000, p50: 3000, max: 3000 })
    expect(latencyMs.iteration).toMatchObject({ mean: 1000, p99: 1000 })
  })
})

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

const grade = (grades: Record<string, number>) => scriptedValidator('grade', (text) => grades[text] ?? 0)
const objecting = () => scriptedCritic('c', [false])

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

/** A model whose calls are announced, as those of a real run are; each takes the time that it says. */
const announced = (
  name: string,
  calls: readonly (Partial<Answer> & { waitMs?: number; failure?: Error })[],
): Model => {
  let asked = 0
  return {
    name,
    generate: (_, outer) =>
      span(outer, 'call', name, async (scope) => {
        const { waitMs, failure, ...more } = calls[Math.min(asked++, calls.length - 1)] ?? {}
        if (waitMs !== undefined) {
          note(scope, 'call-retry', { attempt: 1, delayMs: waitMs, kind: 'throttle', reason: 'slow down' })
          await scope.clock.sleep(waitMs, scope.signal)
        }
        if (!more.cached) await scope.clock.sleep(1000, scope.signal)
        if (failure) throw failure
        return answer(more)
      }),
  }
}

describe('models', () => {
  const usage = {
    ...noUsage,
    calls: 1,
    inputTokens: 100,
    outputTokens: 40,
    cachedInputTokens: 30,
    costUsd: 0.5,
  }

  it('report calls, tokens, cost and where the time of a call went', async () => {
    const generator = announced('test:writer', [{ usage, processingMs: 800, waitMs: 500 }])
    const report = await reportOf({ generator }, { prompts: prompts(2) })
    expect(report.models).toEqual([
      {
        model: 'test:writer',
        calls: 2,
        retries: 2,
        hedges: 0,
        cacheHits: 0,
        inputTokens: 200,
        outputTokens: 80,
        cachedInputTokens: 60,
        costUsd: 1,
        p50Ms: 1500,
        p95Ms: 1500,
        processingMs: 1600,
        networkMs: 400,
        throttled: 2,
        waitMs: 1000,
        rateLimitUtilisation: null,
      },
    ])
    expect(report.latencyMs.call).toMatchObject({ mean: 1500, max: 1500 })
    expect(component(report, 'network')).toMatchObject({ busyMs: 400, elapsedMs: null })
    expect(component(report, 'wait')).toMatchObject({ busyMs: 1000, elapsedMs: 500 })
  })

  it('leave waits out of the ideal time', async () => {
    const generator = announced('test:writer', [{ waitMs: 500 }])
    const { summary } = await reportOf({ generator })
    expect(summary).toMatchObject({ wallMs: 1500, idealMs: 1000 })
  })

  it('do not count a cache hit as a call, nor its time', async () => {
    const hit = { ...noUsage, cacheHits: 1 }
    const generator = announced('test:writer', [{ usage }, { usage: hit, cached: true, processingMs: 800 }])
    const report = await reportOf({ generator }, { prompts: prompts(2), concurrency: 1 })
    expect(report.models).toMatchObject([
      { calls: 1, cacheHits: 1, costUsd: 0.5, p50Ms: 1000, processingMs: null },
    ])
    expect(report.latencyMs.call).toMatchObject({ mean: 1000, p50: 1000 })
  })

  it('do not know a cost of which a part is unknown', async () => {
    const generator = announced('test:writer', [{ usage }, { usage: { ...usage, costUsd: null } }])
    const report = await reportOf({ generator }, { prompts: prompts(2), concurrency: 1 })
    expect(report.models).toMatchObject([{ calls: 2, costUsd: null, inputTokens: 200 }])
  })

  it('count failed calls, and the network of those that tell', async () => {
    const generator = announced('test:writer', [
      { failure: new ProviderError('throttle', 'slow down') },
      { processingMs: 700 },
      {},
    ])
    const report = await reportOf({ generator }, { prompts: prompts(3), concurrency: 1 })
    expect(report.summary).toMatchObject({ accepted: 2, failed: 1 })
    expect(report.models).toMatchObject([
      { calls: 3, throttled: 1, p95Ms: 1000, processingMs: 700, networkMs: 300, waitMs: 0 },
    ])
  })

  it('have no network time when no answer tells, and none below zero', async () => {
    const silent = await reportOf({ generator: announced('test:a', [{}]) })
    expect(silent.models).toMatchObject([{ processingMs: null, networkMs: null }])
    expect(component(silent, 'network')).toMatchObject({ busyMs: null, share: null })
    const boasting = await reportOf({ generator: announced('test:a', [{ processingMs: 9000 }]) })
    expect(boasting.models).toMatchObject([{ processingMs: 9000, networkMs: 0 }])
  })

  it('keep the waits of calls in flight apart', async () => {
    const generator = announced('test:writer', [{ processingMs: 900, waitMs: 400 }, { processingMs: 900 }])
    const report = await reportOf({ generator }, { prompts: prompts(2) })
    expect(report.models).toMatchObject([{ networkMs: 200, waitMs: 400 }])
  })
})
