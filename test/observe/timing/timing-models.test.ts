import { describe, expect, it } from 'vitest'
import { ProviderError } from '../../../src/core/errors.ts'
import { noUsage } from '../../../src/core/usage.ts'
import { callPath, waitEnd, waitStart } from './happenings.ts'
import { announced, component, observe, prompts, reportOf, resources } from './reporting.ts'

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
        savedTokens: 0,
        rateLimitUtilisation: null,
      },
    ])
    expect(report.latencyMs.call).toMatchObject({ mean: 1500, max: 1500 })
    expect(component(report, 'network')).toMatchObject({ busyMs: 400, elapsedMs: null })
    expect(component(report, 'wait')).toMatchObject({ busyMs: 1000, elapsedMs: 500 })
    expect(report.waits).toEqual([{ reason: 'retry', waits: 2, busyMs: 1000, elapsedMs: 500 }])
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

  it('tell what was saved by giving drafts up', async () => {
    const generator = announced('test:writer', [{ savedTokens: 40 }, { savedTokens: 2 }, {}])
    const report = await reportOf({ generator }, { prompts: prompts(3) })
    expect(report.models).toMatchObject([{ savedTokens: 42 }])
  })

  it('end the waits of calls that were called off', () => {
    const observer = observe()
    observer.on(waitStart('p', 'slot', 0))
    const path = [...callPath('p'), 'wait:slot']
    const error = 'called off'
    observer.on({ type: 'wait-error', name: 'slot', path, atMs: 300, durationMs: 300, error })
    observer.on(waitStart('p', 'slot', 900))
    observer.on(waitEnd('p', 'slot', 1000))
    const { waits } = observer.report({ wallMs: 1000, resources })
    expect(waits).toEqual([{ reason: 'slot', waits: 2, busyMs: 400, elapsedMs: 400 }])
  })
})
