import { describe, expect, it } from 'vitest'
import { ProviderError } from '../../src/core/errors.ts'
import type { Model } from '../../src/core/ports.ts'
import { withDefaults } from '../../src/middleware/with-defaults.ts'
import { withTimeout } from '../../src/middleware/with-timeout.ts'
import { testScope } from '../helpers/scope.ts'
import { scriptedModel } from '../helpers/scripted.ts'
import { stacked, userRequest } from './stacking.ts'

const request = userRequest('Write.')

it('the stack times a call with all its attempts and gives each attempt its own time limit', async () => {
  const scope = testScope()
  let attempts = 0
  const inner: Model = {
    name: 'test:writer',
    generate: (...args) => scriptedModel(['text'], ++attempts === 1 ? 99_000 : 10).generate(...args),
  }
  await stacked(inner, { timeoutMs: 1000 }).generate(request, scope)
  expect(scope.events.map(({ type }) => type)).toEqual([
    'call-start',
    'call-request',
    'call-sent',
    'call-wasted',
    'call-retry',
    'wait-start',
    'wait-end',
    'call-sent',
    'call-end',
  ])
  expect(scope.clock.now()).toBe(1000 + 500 + 10)
})

describe('withTimeout', () => {
  it('aborts an attempt that takes too long', async () => {
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

it('withDefaults adds defaults and keeps what the request sets', async () => {
  const inner = scriptedModel(['text'])
  const model = withDefaults(inner, { temperature: 0.2, seed: 7 })
  await model.generate({ ...request, temperature: 0.9 }, testScope())
  expect(inner.requests[0]).toMatchObject({ temperature: 0.9, seed: 7 })
})

it.each([
  ['a second', 1000, 1000, 1300],
  ['five seconds', 5000, 5000, 5300],
  ['an unknown time', undefined, 250, 800],
])(
  'a call that is refused at first and told to wait %s goes on then',
  async (_, retryAfterMs, minMs, maxMs) => {
    const refusal = new ProviderError('throttle', 'slow down', { retryAfterMs })
    const scope = testScope()
    const model = stacked(scriptedModel([refusal, 'text'], 10))
    expect(await model.generate(userRequest('x'), scope)).toMatchObject({ text: 'text' })
    expect(scope.clock.now()).toBeGreaterThanOrEqual(minMs)
    expect(scope.clock.now()).toBeLessThanOrEqual(maxMs)
  },
)
