import { describe, expect, it } from 'vitest'
import { ProviderError } from '../../src/core/errors.ts'
import type { Model } from '../../src/core/ports.ts'
import { memoryCache } from '../helpers/memory-cache.ts'
import { testScope } from '../helpers/scope.ts'
import { answer, scriptedModel, validation } from '../helpers/scripted.ts'
import { stacked, userRequest } from './stacking.ts'

const request = userRequest('Write.')
const withMemoryCache = (model: Model, refresh = false) =>
  stacked(model, { cache: { cache: memoryCache(), refresh, run: () => 'run 1' } })

describe('the cache', () => {
  it('answers an equal request without a second call and without further cost', async () => {
    const inner = scriptedModel(['one', 'two'])
    const scope = testScope()
    const model = withMemoryCache(inner)
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

  it('answers equal requests in flight by one call', async () => {
    const inner = scriptedModel(['one'], 100)
    const scope = testScope()
    const model = withMemoryCache(inner)
    const answers = await Promise.all([1, 2, 3].map(() => model.generate(request, scope)))
    expect(answers.map(({ text }) => text)).toEqual(['one', 'one', 'one'])
    expect(answers.reduce((sum, { usage }) => sum + usage.calls, 0)).toBe(1)
    expect(inner.requests).toHaveLength(1)
  })

  it('sends a new call for the requests that shared an aborted one', async () => {
    const inner = scriptedModel(['one', 'two'], 100)
    const model = withMemoryCache(inner)
    const scope = testScope()
    const abortedScope = testScope()
    const first = model.generate(request, { ...abortedScope, clock: scope.clock })
    const second = model.generate(request, scope)
    await scope.clock.sleep(50, scope.signal)
    abortedScope.abort(new Error('aborted'))
    await expect(first).rejects.toThrow('aborted')
    expect(await second).toMatchObject({ text: 'two', cached: false })
  })

  it.each([
    ['message', userRequest('Other.')],
    ['temperature', { ...request, temperature: 0 }],
    ['token limit', { ...request, maxTokens: 10 }],
    ['seed', { ...request, seed: 1 }],
    ['sample number', { ...request, sample: 1 }],
    ['effort', { ...request, effort: 'high' as const }],
    ['service tier', { ...request, serviceTier: 'flex' as const }],
    ['schema', { ...request, schema: { name: 'verdict', schema: {} } }],
  ])('treats requests that differ in the %s as different', async (_, other) => {
    const model = withMemoryCache(scriptedModel(['one', 'two']))
    await model.generate(request, testScope())
    expect(await model.generate(other, testScope())).toMatchObject({ text: 'two' })
  })

  it('treats requests that differ in streaming and callbacks as equal', async () => {
    const model = withMemoryCache(scriptedModel(['one', 'two']))
    await model.generate(request, testScope())
    const observed = { ...request, stream: true, onDelta: () => {}, onLimits: () => {}, onRestart: () => {} }
    expect(await model.generate(observed, testScope())).toMatchObject({ text: 'one' })
  })

  it('treats models with different names or addresses as different', async () => {
    const cache = { cache: memoryCache(), refresh: false, run: () => '' }
    const generate = (name: string, address: string, text: string) =>
      stacked({ ...scriptedModel([text], 0, name), address }, { cache }).generate(request, testScope())
    await generate('a:m', 'http://one', 'one')
    expect(await generate('a:m', 'http://two', 'two')).toMatchObject({ text: 'two' })
    expect(await generate('a:n', 'http://one', 'three')).toMatchObject({ text: 'three' })
  })

  it.each([
    ['an error', new ProviderError('input', 'no')],
    ['a refusal', { text: 'No.', finishReason: 'refusal' }],
    ['a truncated answer', { text: 'half', finishReason: 'length' }],
    ['a blank answer', { text: ' \u200b' }],
  ] as const)('does not store %s', async (_, line) => {
    const model = withMemoryCache(scriptedModel([line, 'whole']))
    await model.generate(request, testScope()).catch(() => undefined)
    expect(await model.generate(request, testScope())).toMatchObject({ text: 'whole', cached: false })
  })

  it('reuses a draft that was stopped early only under the same prefix checks', async () => {
    const cut = answer({ text: 'half', finishReason: 'cut', cut: validation({ passed: false }) })
    const inner = scriptedModel([cut, 'whole', 'other'])
    const model = withMemoryCache(inner)
    const checked = (prefixChecks?: string) => ({ ...request, validatePrefix: () => undefined, prefixChecks })
    await model.generate(checked('a'), testScope())
    expect(await model.generate(checked('a'), testScope())).toMatchObject({ text: 'half', cached: true })
    expect(await model.generate(checked('b'), testScope())).toMatchObject({ text: 'whole', cached: false })
    expect(inner.requests).toHaveLength(2)
  })

  it('tells the answers of earlier runs from its own', async () => {
    const cache = memoryCache()
    const generate = async (run: string) => {
      const scope = testScope()
      await stacked(scriptedModel(['one']), { cache: { cache, refresh: false, run: () => run } }).generate(
        request,
        scope,
      )
      return scope.events.flatMap((event) => (event.type === 'call-cached' ? [event.earlier] : []))
    }
    expect([await generate('1'), await generate('1'), await generate('2')]).toEqual([[], [false], [true]])
  })

  it('is not read in refresh mode', async () => {
    const model = withMemoryCache(scriptedModel(['one', 'two']), true)
    await model.generate(request, testScope())
    expect(await model.generate(request, testScope())).toMatchObject({ text: 'two', cached: false })
  })
})
