import { describe, expect, it } from 'vitest'
import type { ProviderErrorKind } from '../../src/core/error-codes.ts'
import { ProviderError } from '../../src/core/errors.ts'
import { RetryBudget } from '../../src/middleware/retry-policy.ts'
import { withRetry } from '../../src/middleware/with-retry.ts'
import { testScope } from '../helpers/scope.ts'
import { scriptedModel } from '../helpers/scripted.ts'
import { newProviderState, userRequest } from './stacking.ts'

const request = userRequest('Write.')
const failing = (kind: ProviderErrorKind, retryAfterMs?: number, message = `${kind} error`) =>
  new ProviderError(kind, message, { retryAfterMs, status: 500 })
const repeat = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item)
const retrying = (script: Parameters<typeof scriptedModel>[0], maxRetries = 5, state = newProviderState()) =>
  withRetry(scriptedModel(script), maxRetries, state)

describe('a failed call', () => {
  it('is retried when it may succeed, and its retries are counted', async () => {
    const scope = testScope()
    const model = retrying([failing('server'), failing('connection'), 'text'])
    expect(await model.generate(request, scope)).toMatchObject({
      text: 'text',
      usage: { calls: 1, retries: 2 },
    })
    expect(scope.events.filter(({ type }) => type === 'call-retry')).toMatchObject([
      { attempt: 1, kind: 'server', reason: 'server error' },
      { attempt: 2, kind: 'connection' },
    ])
  })

  it('calls onRestart before each further attempt', async () => {
    let restarts = 0
    const model = retrying([failing('stream'), failing('stream'), 'text'])
    await model.generate({ ...request, onRestart: () => restarts++ }, testScope())
    expect(restarts).toBe(2)
  })

  it.each([
    ['auth', 1],
    ['quota', 1],
    ['not-found', 1],
    ['input', 1],
    ['down', 1],
    ['poison', 1],
    ['timeout', 3],
    ['protocol', 3],
    ['connection', 6],
    ['server', 6],
    ['stream', 6],
  ] as const)('with an error of the kind %s is attempted at most %i times', async (kind, times) => {
    const inner = scriptedModel([failing(kind)])
    await expect(withRetry(inner, 5, newProviderState()).generate(request, testScope())).rejects.toThrow(kind)
    expect(inner.requests).toHaveLength(times)
  })

  it('is retried after growing, random delays between 250 ms and 20 s', async () => {
    const delays = async (random: () => number) => {
      const scope = testScope({ random })
      await retrying([failing('server')], 9)
        .generate(request, scope)
        .catch(() => undefined)
      return scope.events.flatMap((event) => (event.type === 'call-retry' ? [Math.round(event.delayMs)] : []))
    }
    expect(await delays(() => 0)).toEqual(repeat(9, 250))
    expect(await delays(() => 0.9999999)).toEqual([750, 2250, 6750, ...repeat(6, 20_000)])
  })

  it('is retried for up to ten minutes while the provider throttles, beyond the maximum of retries', async () => {
    const scope = testScope()
    const throttledForLong = retrying([...repeat(30, failing('throttle', 10_000)), 'text'], 2)
    expect(await throttledForLong.generate(request, scope)).toMatchObject({ text: 'text' })
    expect(scope.clock.now()).toBeGreaterThanOrEqual(300_000)
    const throttledForever = retrying([failing('throttle', 10_000)], 2)
    const later = testScope()
    await expect(throttledForever.generate(request, later)).rejects.toThrow('throttle')
    expect(later.clock.now()).toBeLessThanOrEqual(620_000)
  })

  it.each([
    [7000, 7000, 7250],
    [1, 250, 251],
    [120_000, 120_000, 120_250],
  ])('is retried after the delay that the provider asks for: %i ms', async (retryAfterMs, minMs, maxMs) => {
    const scope = testScope()
    await retrying([failing('throttle', retryAfterMs), 'text'], 1).generate(request, scope)
    expect(scope.clock.now()).toBeGreaterThanOrEqual(minMs)
    expect(scope.clock.now()).toBeLessThanOrEqual(maxMs)
  })

  it('ends the run at once when the provider asks for a delay of more than two minutes', async () => {
    const scope = testScope()
    await expect(retrying([failing('throttle', 3_600_000)]).generate(request, scope)).rejects.toMatchObject({
      kind: 'quota',
      message: 'throttle error; the provider asks to wait 60 min',
    })
    expect(scope.clock.now()).toBe(0)
  })

  it('ends its delay as soon as the run is aborted', async () => {
    const scope = testScope()
    const pending = retrying([failing('throttle', 100_000)]).generate(request, scope)
    await Promise.resolve()
    scope.abort(new Error('stopped'))
    await expect(pending).rejects.toThrow('stopped')
    expect(scope.clock.now()).toBe(0)
    expect(scope.clock.sleeping()).toBe(0)
  })
})

describe('the retry budget', () => {
  it('is shared by all calls, so that few of them are retried in an outage', async () => {
    const inner = scriptedModel([failing('server')])
    const model = withRetry(inner, 5, newProviderState())
    for (let call = 0; call < 1000; call++) {
      await expect(model.generate(request, testScope())).rejects.toThrow(/./)
    }
    expect(inner.requests.length).toBeLessThanOrEqual(1200)
  })

  it('is refilled by answers, so that occasional errors never use it up', async () => {
    const retryBudget = new RetryBudget(10)
    const state = { ...newProviderState(), retryBudget }
    for (let call = 0; call < 100; call++) {
      await retrying([failing('server'), failing('server'), 'text'], 5, state).generate(request, testScope())
    }
    expect(retryBudget.tryAcquire(10)).toBe(true)
    expect(retryBudget.tryAcquire(1)).toBe(false)
  })
})

describe('a server error that is repeated three times', () => {
  const callAfter = (answered: number, failed: number) => {
    const state = { ...newProviderState(), attempts: { answered, failed } }
    return retrying([failing('server', undefined, 'boom')], 5, state).generate(request, testScope())
  }

  it('ends the call as poison while nearly all other calls succeed', async () => {
    await expect(callAfter(200, 0)).rejects.toMatchObject({
      kind: 'poison',
      message: 'boom; 3 times in a row, while other calls succeed',
    })
  })

  it('is an ordinary error while other calls fail as well', async () => {
    await expect(callAfter(190, 10)).rejects.toMatchObject({ kind: 'server' })
  })
})
