import { describe, expect, it } from 'vitest'
import { memoryCache } from '../../src/cache/memory.ts'
import { ProviderError } from '../../src/core/errors.ts'
import type { Model } from '../../src/core/ports.ts'
import { withSampling } from '../../src/middleware/with-sampling.ts'
import { withTimeout } from '../../src/middleware/with-timeout.ts'
import { testScope } from '../helpers/scope.ts'
import { answer, scriptedModel } from '../helpers/scripted.ts'
import { ask, stacked } from './stacking.ts'

const request = ask('Write.')

describe('timeout', () => {
  it('bounds the whole attempt and cancels it', async () => {
    const scope = testScope()
    const slow = withTimeout(scriptedModel(['text'], 90_000), 60_000)
    await expect(slow.generate(request, scope)).rejects.toMatchObject({
      kind: 'timeout',
      message: 'test:writer: no complete answer within 60 s',
    })
    expect(scope.clock.now()).toBe(60_000)
  })

  it('leaves no timer behind', async () => {
    const scope = testScope()
    await withTimeout(scriptedModel(['text']), 60_000).generate(request, scope)
    expect(scope.clock.sleeping()).toBe(0)
  })
})

it('sampling fills in what the request does not say', async () => {
  const inner = scriptedModel(['text'])
  const model = withSampling(inner, { temperature: 0.2, seed: 7 })
  await model.generate({ ...request, temperature: 0.9 }, testScope())
  expect(inner.requests[0]).toMatchObject({ temperature: 0.9, seed: 7 })
})

describe('the stack', () => {
  it('times a call with all its attempts, each with a limit of its own', async () => {
    const scope = testScope()
    let attempts = 0
    const inner: Model = {
      name: 'test:writer',
      generate: (ask, inside) =>
        scriptedModel(['text'], ++attempts === 1 ? 99_000 : 10).generate(ask, inside),
    }
    await stacked(inner, { timeoutMs: 1000 }).generate(request, scope)
    expect(scope.events.map(({ type }) => type)).toEqual([
      'call-start',
      'call-retry',
      'wait-start',
      'wait-end',
      'call-end',
    ])
    expect(scope.clock.now()).toBe(1000 + 500 + 10)
  })
})

describe('the cache', () => {
  const cached = (model: Model, refresh = false) =>
    stacked(model, { cache: { cache: memoryCache(), refresh } })

  it('answers equal requests by one call, at no further cost', async () => {
    const inner = scriptedModel(['one', 'two'])
    const scope = testScope()
    const model = cached(inner)
    const first = await model.generate(request, scope)
    expect(await model.generate(request, scope)).toMatchObject({
      text: 'one',
      cached: true,
      usage: { calls: 0, inputTokens: 0, outputTokens: 0, costUsd: 0, cacheHits: 1 },
    })
    expect(first).toMatchObject({ cached: false, usage: { calls: 1, cacheHits: 0 } })
    expect(inner.requests).toHaveLength(1)
    expect(scope.events).toContainEqual(expect.objectContaining({ type: 'call-cached', shared: false }))
  })

  it('lets those that ask at the same time share the call under way', async () => {
    const inner = scriptedModel(['one'], 100)
    const scope = testScope()
    const model = cached(inner)
    const answers = await Promise.all([1, 2, 3].map(() => model.generate(request, scope)))
    expect(answers.map(({ text }) => text)).toEqual(['one', 'one', 'one'])
    expect(answers.reduce((sum, { usage }) => sum + usage.calls, 0)).toBe(1)
    expect(inner.requests).toHaveLength(1)
  })

  it('asks anew for those that shared a call which was called off', async () => {
    const inner = scriptedModel(['one', 'two'], 100)
    const model = cached(inner)
    const scope = testScope()
    const leaving = testScope()
    const first = model.generate(request, { ...leaving, clock: scope.clock })
    const second = model.generate(request, scope)
    await scope.clock.sleep(50, scope.signal)
    leaving.abort(new Error('called off'))
    await expect(first).rejects.toThrow('called off')
    expect(await second).toMatchObject({ text: 'two', cached: false })
  })

  it.each([
    ['another message', ask('Other.')],
    ['a temperature', { ...request, temperature: 0 }],
    ['a limit', { ...request, maxTokens: 10 }],
    ['a seed', { ...request, seed: 1 }],
    ['another sample', { ...request, sample: 1 }],
    ['a schema', { ...request, schema: { name: 'verdict', schema: {} } }],
  ])('takes %s for another request', async (_, other) => {
    const inner = scriptedModel(['one', 'two'])
    const model = cached(inner)
    await model.generate(request, testScope())
    expect(await model.generate(other, testScope())).toMatchObject({ text: 'two' })
  })

  it('tells models and their addresses apart', async () => {
    const cache = { cache: memoryCache(), refresh: false }
    const at = (name: string, address: string, text: string) =>
      stacked({ ...scriptedModel([text], 0, name), address }, { cache })
    await at('a:m', 'http://one', 'one').generate(request, testScope())
    expect(await at('a:m', 'http://two', 'two').generate(request, testScope())).toMatchObject({ text: 'two' })
    expect(await at('a:n', 'http://one', 'three').generate(request, testScope())).toMatchObject({
      text: 'three',
    })
  })

  it.each([
    ['an error', new ProviderError('input', 'no')],
    ['a refusal', { text: 'No.', finishReason: 'refusal' }],
    ['a truncated answer', { text: 'half', finishReason: 'length' }],
    ['an empty answer', { text: ' \u200b' }],
  ] as const)('never keeps %s', async (_, line) => {
    const inner = scriptedModel([line, 'whole'])
    const model = cached(inner)
    await model.generate(request, testScope()).catch(() => undefined)
    expect(await model.generate(request, testScope())).toMatchObject({ text: 'whole', cached: false })
  })

  it('that is to be refreshed asks anew', async () => {
    const inner = scriptedModel(['one', 'two'])
    const model = cached(inner, true)
    await model.generate(request, testScope())
    expect(await model.generate(request, testScope())).toMatchObject({ text: 'two', cached: false })
  })

  it('drops what was not used for longest when it is full', async () => {
    // Each takes a thousand besides.
    const cache = memoryCache(2500)
    await cache.set('a', answer({ text: '12345' }))
    await cache.set('b', answer({ text: '12345' }))
    await cache.get('a')
    await cache.set('c', answer({ text: '12345' }))
    expect(await cache.get('b')).toBeUndefined()
    expect(await cache.get('a')).toMatchObject({ text: '12345' })
  })
})
