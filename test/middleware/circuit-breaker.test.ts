import { describe, expect, it } from 'vitest'
import { ProviderError, type ProviderErrorKind } from '../../src/core/errors.ts'
import type { Model } from '../../src/core/ports.ts'
import { testScope } from '../helpers/scope.ts'
import { answer } from '../helpers/scripted.ts'
import { accountOf, ask, stacked } from './stacking.ts'

/** A host that is in trouble, of a kind, between two times. */
function host(kind: ProviderErrorKind, fromMs: number, untilMs: number) {
  const requests: number[] = []
  const model: Model = {
    name: 'test:writer',
    async generate(_, { clock, signal }) {
      const nowMs = clock.now()
      requests.push(nowMs)
      await clock.sleep(10, signal)
      if (nowMs >= fromMs && nowMs < untilMs) throw new ProviderError(kind, 'trouble', { status: 503 })
      return answer()
    },
  }
  return { requests, model }
}

const together = (model: Model, count: number, scope = testScope()) =>
  Promise.allSettled(
    Array.from({ length: count }, (_, rank) => model.generate(ask(`p${rank}`), { ...scope, rank })),
  )

describe('a host that does not answer', () => {
  it.each(['connection', 'server'] as const)(
    'and never did (%s) is given up within 4 s, for at most 1.2 requests a call',
    async (kind) => {
      const scope = testScope()
      const { model, requests } = host(kind, 0, Infinity)
      const results = await together(stacked(model), 10, scope)
      expect(scope.clock.now()).toBeLessThanOrEqual(4000)
      expect(requests.length).toBeLessThanOrEqual(12)
      for (const result of results) {
        expect(result).toMatchObject({ status: 'rejected', reason: { kind: 'down' } })
      }
    },
  )

  it('is not asked by those that still wait for a slot', async () => {
    const { model, requests } = host('connection', 0, Infinity)
    await together(stacked(model, { account: accountOf({ mostCalls: 5 }) }), 100)
    expect(requests.length).toBeLessThanOrEqual(15)
  })

  it('and did before is probed now and then; all calls succeed once it is back', async () => {
    const scope = testScope()
    const { model, requests } = host('server', 5, 60_000)
    const call = stacked(model)
    await call.generate(ask('first'), scope)
    await scope.clock.sleep(10, scope.signal)
    const results = await together(call, 100, scope)
    expect(results.every(({ status }) => status === 'fulfilled')).toBe(true)
    expect(requests.filter((atMs) => atMs < 60_000).length).toBeLessThanOrEqual(1 + 1.2 * 100)
    // The longest pause between two probes is 15 s.
    expect(scope.clock.now()).toBeLessThanOrEqual(60_000 + 15_000 + 5000)
  })

  it('is waited for no longer than five minutes', async () => {
    const scope = testScope()
    const { model } = host('server', 5, Infinity)
    const call = stacked(model)
    await call.generate(ask('first'), scope)
    await scope.clock.sleep(10, scope.signal)
    const results = await together(call, 10, scope)
    expect(results[0]).toMatchObject({
      reason: { kind: 'down', message: expect.stringContaining('not answered for') as string },
    })
    expect(scope.clock.now()).toBeLessThanOrEqual(330_000)
  })

  it('stops nobody who aborts', async () => {
    const scope = testScope()
    const { model } = host('server', 5, Infinity)
    const call = stacked(model)
    await call.generate(ask('first'), scope)
    await scope.clock.sleep(10, scope.signal)
    const pending = together(call, 10, scope)
    await scope.clock.sleep(20_000, scope.signal)
    scope.abort(new Error('stopped'))
    for (const result of await pending) expect(result).toMatchObject({ reason: { message: 'stopped' } })
  })
})

describe('an account that is refused', () => {
  it.each(['auth', 'quota'] as const)('is not asked again after %s, whoever waits', async (kind) => {
    const { model, requests } = host(kind, 0, Infinity)
    const results = await together(stacked(model, { account: accountOf({ mostCalls: 10 }) }), 300)
    expect(requests).toHaveLength(10)
    for (const result of results) expect(result).toMatchObject({ reason: { kind } })
  })

  it('by one model serves the others', async () => {
    const account = accountOf()
    const missing = host('not-found', 0, Infinity)
    await together(stacked(missing.model, { account }), 2)
    const other = stacked({ ...host('server', 1, 0).model, name: 'test:other' }, { account })
    expect(await other.generate(ask('Hi'), testScope())).toMatchObject({ text: 'text' })
  })
})
