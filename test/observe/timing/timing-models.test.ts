import { describe, expect, it } from 'vitest'
import { ProviderError } from '../../../src/core/errors.ts'
import type { PathSegment } from '../../../src/core/events.ts'
import { noUsage, noWaste } from '../../../src/core/usage.ts'
import { callPath, waitEnd, waitStart } from '../sample-events.ts'
import { modelWithEvents, component, timingObserver, prompts, reportOf, resources } from './timing-runs.ts'

describe('models in a timing report', () => {
  const usage = {
    ...noUsage,
    calls: 1,
    inputTokens: 100,
    outputTokens: 40,
    cachedInputTokens: 30,
    reasoningTokens: 10,
    costUsd: 0.5,
  }

  it('have calls, tokens, cost, and the time of their calls by place', async () => {
    const generator = modelWithEvents('test:writer', [{ usage, processingMs: 800, waitMs: 500 }])
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
        reasoningTokens: 20,
        costUsd: 1,
        p50Ms: 1500,
        p95Ms: 1500,
        processingMs: 1600,
        networkMs: 400,
        throttled: 2,
        waitMs: 1000,
        earlierHits: 0,
        savedTokens: 0,
        rateLimitUtilisation: null,
        limits: [],
        wasted: noWaste,
      },
    ])
    expect(report.latencyMs.call).toMatchObject({ mean: 1500, max: 1500 })
    expect(component(report, 'network')).toMatchObject({ busyMs: 400, elapsedMs: null })
    expect(component(report, 'wait')).toMatchObject({ busyMs: 1000, elapsedMs: 500 })
    expect(report.waits).toEqual([{ reason: 'retry', waits: 2, busyMs: 1000, elapsedMs: 500 }])
  })

  it('do not count waits towards the ideal time', async () => {
    const generator = modelWithEvents('test:writer', [{ waitMs: 500 }])
    const { summary } = await reportOf({ generator })
    expect(summary).toMatchObject({ wallMs: 1500, idealMs: 1000 })
  })

  it('count neither a cache hit nor its time as a call', async () => {
    const hit = { ...noUsage, cacheHits: 1 }
    const generator = modelWithEvents('test:writer', [
      { usage },
      { usage: hit, cached: true, processingMs: 800 },
    ])
    const report = await reportOf({ generator }, { prompts: prompts(2), concurrency: 1 })
    expect(report.models).toMatchObject([
      { calls: 1, cacheHits: 1, costUsd: 0.5, p50Ms: 1000, processingMs: null },
    ])
    expect(report.latencyMs.call).toMatchObject({ mean: 1000, p50: 1000 })
  })

  it('have an unknown cost if a part of it is unknown', async () => {
    const generator = modelWithEvents('test:writer', [{ usage }, { usage: { ...usage, costUsd: null } }])
    const report = await reportOf({ generator }, { prompts: prompts(2), concurrency: 1 })
    expect(report.models).toMatchObject([{ calls: 2, costUsd: null, inputTokens: 200 }])
  })

  it('count failed calls, and network time only for calls with processing time', async () => {
    const generator = modelWithEvents('test:writer', [
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

  it('have no network time without processing times, and never a negative one', async () => {
    const silent = await reportOf({ generator: modelWithEvents('test:a', [{}]) })
    expect(silent.models).toMatchObject([{ processingMs: null, networkMs: null }])
    expect(component(silent, 'network')).toMatchObject({ busyMs: null, share: null })
    const exaggerated = await reportOf({ generator: modelWithEvents('test:a', [{ processingMs: 9000 }]) })
    expect(exaggerated.models).toMatchObject([{ processingMs: 9000, networkMs: 0 }])
  })

  it('attribute waits to the right call in flight', async () => {
    const generator = modelWithEvents('test:writer', [
      { processingMs: 900, waitMs: 400 },
      { processingMs: 900 },
    ])
    const report = await reportOf({ generator }, { prompts: prompts(2) })
    expect(report.models).toMatchObject([{ networkMs: 200, waitMs: 400 }])
  })

  it('sum the tokens saved by stopping drafts early', async () => {
    const generator = modelWithEvents('test:writer', [{ savedTokens: 40 }, { savedTokens: 2 }, {}])
    const report = await reportOf({ generator }, { prompts: prompts(3) })
    expect(report.models).toMatchObject([{ savedTokens: 42 }])
  })

  it('measure the time to the first text from the last time that a streamed call was sent', () => {
    const observer = timingObserver()
    const path = callPath('p')
    for (const atMs of [1000, 2000]) observer.on({ type: 'call-sent', path, atMs })
    for (const atMs of [2250, 2300]) observer.on({ type: 'text-delta', text: 'a', path, atMs })
    const { latencyMs } = observer.report({ wallMs: 3000, resources })
    expect(latencyMs.firstToken).toMatchObject({ mean: 250, max: 250 })
  })

  it('end the waits of cancelled calls', () => {
    const observer = timingObserver()
    observer.on(waitStart('p', 'slot', 0))
    const path: PathSegment[] = [...callPath('p'), { kind: 'wait', name: 'slot' }]
    const error = 'cancelled'
    observer.on({ type: 'wait-error', name: 'slot', path, atMs: 300, durationMs: 300, error })
    observer.on(waitStart('p', 'slot', 900))
    observer.on(waitEnd('p', 'slot', 1000))
    const { waits } = observer.report({ wallMs: 1000, resources })
    expect(waits).toEqual([{ reason: 'slot', waits: 2, busyMs: 400, elapsedMs: 400 }])
  })
})
