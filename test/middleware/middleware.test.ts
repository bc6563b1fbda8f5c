import { describe, expect, it } from 'vitest'
import { ProviderError } from '../../src/core/errors.ts'
import type { Model } from '../../src/core/ports.ts'
import { stack } from '../../src/middleware/stack.ts'
import { withRetry } from '../../src/middleware/with-retry.ts'
import { withSampling } from '../../src/middleware/with-sampling.ts'
import { withTimeout } from '../../src/middleware/with-timeout.ts'
import { testScope } from '../helpers/scope.ts'
import { scriptedModel } from '../helpers/scripted.ts'

const request = { messages: [{ role: 'user', content: 'Write.' }] } as const
const failing = (kind: 'server' | 'throttle' | 'auth' | 'input', retryAfterMs?: number) =>
  new ProviderError(kind, `${kind} trouble`, { retryAfterMs })

describe('retry', () => {
  it('tries again what may go better, and counts it', async () => {
    const scope = testScope()
    const model = withRetry(scriptedModel([failing('server'), failing('server'), 'text']), 2)
    expect(await model.generate(request, scope)).toMatchObject({
      text: 'text',
      usage: { calls: 1, retries: 2 },
    })
    expect(scope.events).toMatchObject([
      { type: 'call-retry', attempt: 1, delayMs: 500, kind: 'server', reason: 'server trouble' },
      { type: 'call-retry', attempt: 2, delayMs: 1000 },
    ])
  })

  it('gives up after so many further attempts', async () => {
    const inner = scriptedModel([failing('server')])
    await expect(withRetry(inner, 2).generate(request, testScope())).rejects.toThrow('server trouble')
    expect(inner.requests).toHaveLength(3)
  })

  it.each(['auth', 'input'] as const)('does not repeat what cannot go better: %s', async (kind) => {
    const inner = scriptedModel([failing(kind)])
    await expect(withRetry(inner, 5).generate(request, testScope())).rejects.toThrow(kind)
    expect(inner.requests).toHaveLength(1)
  })

  it.each([
    [7000, 7000],
    [0, 250],
  ])('waits as the provider asks: %i ms means %i', async (hint, waited) => {
    const scope = testScope()
    await withRetry(scriptedModel([failing('throttle', hint), 'text']), 1).generate(request, scope)
    expect(scope.clock.now()).toBe(waited)
  })

  it('does not wait for hours, whoever asks', async () => {
    const scope = testScope()
    const model = withRetry(scriptedModel([failing('throttle', 3_600_000)]), 5)
    await expect(model.generate(request, scope)).rejects.toThrow('throttle')
    expect(scope.clock.now()).toBe(0)
  })

  it('wakes from a wait as soon as the run is aborted', async () => {
    const scope = testScope()
    const pending = withRetry(scriptedModel([failing('throttle', 100_000)]), 5).generate(request, scope)
    await Promise.resolve()
    scope.abort(new Error('stopped'))
    await expect(pending).rejects.toThrow('stopped')
    expect(scope.clock.sleeping()).toBe(0)
  })
})

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

it('the stack times a call with all its attempts, each with a limit of its own', async () => {
  const scope = testScope()
  let attempts = 0
  const inner: Model = {
    name: 'test:writer',
    generate: (ask, inside) => scriptedModel(['text'], ++attempts === 1 ? 99_000 : 10).generate(ask, inside),
  }
  await stack(inner, { timeoutMs: 1000, retries: 1 }).generate(request, scope)
  expect(scope.events.map(({ type }) => type)).toEqual(['call-start', 'call-retry', 'call-end'])
  expect(scope.clock.now()).toBe(1000 + 500 + 10)
})
