import { describe, expect, it } from 'vitest'
import { ProviderError, type ProviderErrorKind } from '../../src/core/errors.ts'
import { RetryBudget } from '../../src/middleware/retry-policy.ts'
import { withRetry } from '../../src/middleware/with-retry.ts'
import { testScope } from '../helpers/scope.ts'
import { scriptedModel } from '../helpers/scripted.ts'
import { accountOf, ask } from './stacking.ts'

const request = ask('Write.')
const failing = (kind: ProviderErrorKind, retryAfterMs?: number, message = `${kind} trouble`) =>
  new ProviderError(kind, message, { retryAfterMs, status: 500 })
const repeat = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item)

describe('a failed call', () => {
  it('is tried again when that may help, and the retries are counted', async () => {
    const scope = testScope()
    const model = withRetry(scriptedModel([failing('server'), failing('connection'), 'text']), 5, accountOf())
    expect(await model.generate(request, scope)).toMatchObject({
      text: 'text',
      usage: { calls: 1, retries: 2 },
    })
    expect(scope.events.filter(({ type }) => type === 'call-retry')).toMatchObject([
      { attempt: 1, kind: 'server', reason: 'server trouble' },
      { attempt: 2, kind: 'connection' },
    ])
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
  ] as const)('of the kind %s is sent %i times at the most', async (kind, times) => {
    const inner = scriptedModel([failing(kind)])
    await expect(withRetry(inner, 5, accountOf()).generate(request, testScope())).rejects.toThrow(kind)
    expect(inner.requests).toHaveLength(times)
  })

  it('waits longer and longer, at random, between a quarter of a second and twenty', async () => {
    const delays = async (random: () => number) => {
      const scope = testScope({ random })
      await withRetry(scriptedModel([failing('server')]), 9, accountOf())
        .generate(request, scope)
        .catch(() => undefined)
      return scope.events.flatMap((event) => (event.type === 'call-retry' ? [Math.round(event.delayMs)] : []))
    }
    expect(await delays(() => 0)).toEqual(repeat(9, 250))
    expect(await delays(() => 0.9999999)).toEqual([750, 2250, 6750, ...repeat(6, 20_000)])
  })

  it('is no failure of its own while the provider throttles: it waits, within ten minutes', async () => {
    const scope = testScope()
    const patient = withRetry(
      scriptedModel([...repeat(30, failing('throttle', 10_000)), 'text']),
      2,
      accountOf(),
    )
    expect(await patient.generate(request, scope)).toMatchObject({ text: 'text' })
    expect(scope.clock.now()).toBeGreaterThanOrEqual(300_000)
    const endless = withRetry(scriptedModel([failing('throttle', 10_000)]), 2, accountOf())
    const later = testScope()
    await expect(endless.generate(request, later)).rejects.toThrow('throttle')
    expect(later.clock.now()).toBeLessThanOrEqual(620_000)
  })

  it.each([
    [7000, 7000, 7250],
    [0, 250, 250],
    [1, 250, 251],
    [120_000, 120_000, 120_250],
  ])('waits as long as the provider asks: %i ms', async (hint, least, most) => {
    const scope = testScope()
    await withRetry(scriptedModel([failing('throttle', hint), 'text']), 1, accountOf()).generate(
      request,
      scope,
    )
    expect(scope.clock.now()).toBeGreaterThanOrEqual(least)
    expect(scope.clock.now()).toBeLessThanOrEqual(most)
  })

  it('stops the run, at once, when the provider asks to come back another day', async () => {
    const scope = testScope()
    const model = withRetry(scriptedModel([failing('throttle', 3_600_000)]), 5, accountOf())
    await expect(model.generate(request, scope)).rejects.toMatchObject({
      kind: 'quota',
      message: 'throttle trouble; the provider asks to wait 60 min',
    })
    expect(scope.clock.now()).toBe(0)
  })

  it('wakes from a wait as soon as the run is aborted', async () => {
    const scope = testScope()
    const pending = withRetry(scriptedModel([failing('throttle', 100_000)]), 5, accountOf()).generate(
      request,
      scope,
    )
    await Promise.resolve()
    scope.abort(new Error('stopped'))
    await expect(pending).rejects.toThrow('stopped')
    expect(scope.clock.now()).toBe(0)
    expect(scope.clock.sleeping()).toBe(0)
  })
})

describe('the budget of retries', () => {
  it('is shared by all calls: in an outage few of them are tried again', async () => {
    const account = accountOf()
    const inner = scriptedModel([failing('server')])
    const model = withRetry(inner, 5, account)
    for (let call = 0; call < 1000; call++) {
      await expect(model.generate(request, testScope())).rejects.toThrow(/./)
    }
    expect(inner.requests.length).toBeLessThanOrEqual(1200)
  })

  it('is filled again by answers, so that ordinary trouble never empties it', async () => {
    const budget = new RetryBudget(10)
    const account = { ...accountOf(), budget }
    for (let call = 0; call < 100; call++) {
      const model = withRetry(scriptedModel([failing('server'), failing('server'), 'text']), 5, account)
      await model.generate(request, testScope())
    }
    expect(budget.take(10)).toBe(true)
    expect(budget.take(1)).toBe(false)
  })
})

describe('the same error three times in a row', () => {
  const poisoned = () => withRetry(scriptedModel([failing('server', undefined, 'boom')]), 5, account)
  let account = accountOf()

  it('quarantines a request while nearly all others succeed', async () => {
    account = accountOf()
    account.record.answers = 200
    await expect(poisoned().generate(request, testScope())).rejects.toMatchObject({
      kind: 'poison',
      message: 'boom; 3 times in a row, while other calls succeed',
    })
  })

  it('may be an accident where others fail as well', async () => {
    account = accountOf()
    Object.assign(account.record, { answers: 190, failures: 10 })
    await expect(poisoned().generate(request, testScope())).rejects.toMatchObject({ kind: 'server' })
  })
})
