import { describe, expect, it } from 'vitest'
import type { ProviderErrorKind } from '../../src/core/error-codes.ts'
import { ProviderError } from '../../src/core/errors.ts'
import type { Model } from '../../src/core/ports.ts'
import { testScope } from '../helpers/scope.ts'
import { answer } from '../helpers/scripted.ts'
import { CircuitBreaker } from '../../src/middleware/circuit-breaker.ts'
import { createProviderState } from '../../src/middleware/provider-state.ts'
import { RetryBudget } from '../../src/middleware/retry-policy.ts'
import { newProviderState, stacked, userRequest } from './stacking.ts'

/** A model whose calls fail with an error of this kind between two times. */
function failingHost(kind: ProviderErrorKind, fromMs: number, untilMs: number) {
  const sentMs: number[] = []
  const model: Model = {
    name: 'test:writer',
    async generate(_, { clock, signal }) {
      const nowMs = clock.now()
      sentMs.push(nowMs)
      await clock.sleep(10, signal)
      if (nowMs >= fromMs && nowMs < untilMs) throw new ProviderError(kind, 'failed', { status: 503 })
      return answer()
    },
  }
  return { sentMs, model }
}

/** The state of a provider in a service, which calls it again five seconds after a fatal error. */
const serviceState = () =>
  createProviderState({ name: 'test', maxInFlight: 10, startAtMax: true }, new RetryBudget(), 5000)

const callTogether = (model: Model, count: number, scope = testScope()) =>
  Promise.allSettled(
    Array.from({ length: count }, (_, priority) =>
      model.generate(userRequest(`p${priority}`), { ...scope, priority }),
    ),
  )

/** The model has answered once, and its host fails from then on. */
async function afterFirstAnswer(model: Model, scope = testScope()) {
  const calls = stacked(model)
  await calls.generate(userRequest('first'), scope)
  await scope.clock.sleep(10, scope.signal)
  return calls
}

describe('a failing host', () => {
  it.each(['connection', 'server'] as const)(
    'that never answered (%s) is given up within 4 s, after at most 1.2 requests per call',
    async (kind) => {
      const scope = testScope()
      const { model, sentMs } = failingHost(kind, 0, Infinity)
      const results = await callTogether(stacked(model), 10, scope)
      expect(scope.clock.now()).toBeLessThanOrEqual(4000)
      expect(sentMs.length).toBeLessThanOrEqual(12)
      for (const result of results) {
        expect(result).toMatchObject({ status: 'rejected', reason: { kind: 'down' } })
      }
    },
  )

  it('receives no request of the calls that still wait for a permit', async () => {
    const { model, sentMs } = failingHost('connection', 0, Infinity)
    await callTogether(stacked(model, { providerState: newProviderState({ maxInFlight: 5 }) }), 100)
    expect(sentMs.length).toBeLessThanOrEqual(15)
  })

  it('that has answered before is probed, and all calls succeed once it recovers', async () => {
    const scope = testScope()
    const { model, sentMs } = failingHost('server', 5, 60_000)
    const results = await callTogether(await afterFirstAnswer(model, scope), 100, scope)
    expect(results.every(({ status }) => status === 'fulfilled')).toBe(true)
    expect(sentMs.filter((atMs) => atMs < 60_000).length).toBeLessThanOrEqual(1 + 1.2 * 100)
    // The longest delay between two probes is 15 s.
    expect(scope.clock.now()).toBeLessThanOrEqual(60_000 + 15_000 + 5000)
  })

  it('that has answered before is given up after five minutes', async () => {
    const scope = testScope()
    const { model } = failingHost('server', 5, Infinity)
    const results = await callTogether(await afterFirstAnswer(model, scope), 10, scope)
    expect(results[0]).toMatchObject({
      reason: { kind: 'down', message: expect.stringContaining('not answered for') as string },
    })
    expect(scope.clock.now()).toBeLessThanOrEqual(330_000)
  })

  it('is not probed earlier because a waiting call is aborted', async () => {
    const scope = testScope()
    const { model, sentMs } = failingHost('server', 5, Infinity)
    const calls = await afterFirstAnswer(model, scope)
    const stopped = new AbortController()
    const pending = callTogether(calls, 10, scope)
    const waiting = callTogether(calls, 1, { ...scope, signal: stopped.signal })
    await scope.clock.sleep(5000, scope.signal)
    const sent = sentMs.length
    stopped.abort(new Error('stopped'))
    expect(await waiting).toMatchObject([{ reason: { message: 'stopped' } }])
    await scope.clock.sleep(5, scope.signal)
    expect(sentMs).toHaveLength(sent)
    scope.abort(new Error('stopped'))
    await pending
  })

  describe('that lacks a model', () => {
    /** A host that fails from 1 s to 60 s, with ten calls to a model that it has and a call to one that it lacks. */
    async function failingWithout() {
      const scope = testScope()
      const providerState = newProviderState()
      const { model, sentMs } = failingHost('server', 1000, 60_000)
      const present = stacked(model, { providerState })
      const missing = stacked(
        { ...failingHost('not-found', 0, Infinity).model, name: 'test:missing' },
        { providerState },
      )
      await present.generate(userRequest('first'), scope)
      await expect(missing.generate(userRequest('first'), scope)).rejects.toThrow('failed')
      await scope.clock.sleep(1000, scope.signal)
      return { scope, sentMs, present, missing }
    }

    it('is not taken for working because a call to that model is rejected', async () => {
      const { scope, sentMs, present, missing } = await failingWithout()
      const pending = callTogether(present, 10, scope)
      await scope.clock.sleep(5000, scope.signal)
      const sent = sentMs.length
      await expect(missing.generate(userRequest('again'), scope)).rejects.toThrow('failed')
      await scope.clock.sleep(5, scope.signal)
      expect(sentMs).toHaveLength(sent)
      for (const result of await pending) expect(result).toMatchObject({ status: 'fulfilled' })
    })

    it('is probed by the next call that may be sent', async () => {
      const { scope, present, missing } = await failingWithout()
      const stopped = new AbortController()
      const pending = callTogether(present, 10, { ...scope, signal: stopped.signal })
      await scope.clock.sleep(5000, scope.signal)
      stopped.abort(new Error('stopped'))
      await pending
      await scope.clock.sleep(60_000, scope.signal)
      await expect(missing.generate(userRequest('again'), scope)).rejects.toThrow('failed')
      expect(await present.generate(userRequest('next'), scope)).toMatchObject({ text: 'text' })
    })
  })

  it('does not delay an abort', async () => {
    const scope = testScope()
    const { model } = failingHost('server', 5, Infinity)
    const pending = callTogether(await afterFirstAnswer(model, scope), 10, scope)
    await scope.clock.sleep(20_000, scope.signal)
    scope.abort(new Error('stopped'))
    for (const result of await pending) expect(result).toMatchObject({ reason: { message: 'stopped' } })
  })
})

it.each([
  { pauseMs: 0, callMs: 360_000, isGivenUp: true },
  { pauseMs: 300_001, callMs: 10, isGivenUp: false },
])('counts failures together unless a pause lies between them: $pauseMs, $callMs', async (each) => {
  const { clock, signal } = testScope()
  const breaker = new CircuitBreaker('test')
  for (let count = 0; count < 5; count++) {
    await clock.sleep(each.pauseMs, signal)
    const sentMs = clock.now()
    await clock.sleep(each.callMs, signal)
    breaker.recordFailure(new ProviderError('timeout', 'failed'), 'test:writer', sentMs, clock)
  }
  expect(breaker.fatalError('test:writer') !== undefined).toBe(each.isGivenUp)
})

describe('an account error', () => {
  it.each(['auth', 'quota'] as const)('of the kind %s rejects every waiting call', async (kind) => {
    const { model, sentMs } = failingHost(kind, 0, Infinity)
    const results = await callTogether(
      stacked(model, { providerState: newProviderState({ maxInFlight: 10 }) }),
      300,
    )
    expect(sentMs).toHaveLength(10)
    for (const result of results) expect(result).toMatchObject({ reason: { kind } })
  })

  it.each(['auth', 'quota', 'server'] as const)('of the kind %s ends in a service', async (kind) => {
    const scope = testScope()
    const { model, sentMs } = failingHost(kind, 0, 20_000)
    const providerState = serviceState()
    const calls = stacked(model, { providerState })
    await expect(calls.generate(userRequest('first'), scope)).rejects.toThrow('failed')
    const sent = sentMs.length
    await scope.clock.sleep(4999, scope.signal)
    await expect(calls.generate(userRequest('early'), scope)).rejects.toThrow('failed')
    expect(sentMs).toHaveLength(sent)
    await scope.clock.sleep(1, scope.signal)
    await expect(calls.generate(userRequest('second'), scope)).rejects.toThrow('failed')
    expect(sentMs).toHaveLength(sent + 1)
    await scope.clock.sleep(20_000, scope.signal)
    expect(await calls.generate(userRequest('third'), scope)).toMatchObject({ text: 'text' })
  })

  it('is followed by a single probe in a service', async () => {
    const { model, sentMs } = failingHost('server', 0, 20_000)
    const providerState = serviceState()
    const calls = stacked(model, { providerState })
    const scope = testScope()
    await expect(calls.generate(userRequest('first'), scope)).rejects.toThrow('failed')
    const sent = sentMs.length
    await scope.clock.sleep(5000, scope.signal)
    const waiting = ['a', 'b', 'c'].map((text) => calls.generate(userRequest(text), scope))
    for (const each of await Promise.allSettled(waiting)) expect(each.status).toBe('rejected')
    expect(sentMs).toHaveLength(sent + 1)
  })

  it('is forgotten by a service that was not used for long: the next failure is retried', async () => {
    const providerState = serviceState()
    const scope = testScope()
    const down = stacked(failingHost('server', 0, 20_000).model, { providerState })
    await expect(down.generate(userRequest('first'), scope)).rejects.toThrow('failed')
    await scope.clock.sleep(7_200_000, scope.signal)
    const { model, sentMs } = failingHost('server', 0, scope.clock.now() + 1)
    expect(await stacked(model, { providerState }).generate(userRequest('later'), scope)).toMatchObject({
      text: 'text',
    })
    expect(sentMs).toHaveLength(2)
  })

  it('of one model does not affect other models', async () => {
    const providerState = newProviderState()
    const missing = failingHost('not-found', 0, Infinity)
    await callTogether(stacked(missing.model, { providerState }), 2)
    const other = stacked({ ...failingHost('server', 1, 0).model, name: 'test:other' }, { providerState })
    expect(await other.generate(userRequest('Hi'), testScope())).toMatchObject({ text: 'text' })
  })
})
