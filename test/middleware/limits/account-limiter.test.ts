import { describe, expect, it } from 'vitest'
import type { Model } from '../../../src/core/ports.ts'
import { note } from '../../../src/core/scope.ts'
import type { RateLimit } from '../../../src/core/types.ts'
import { testScope } from '../../helpers/scope.ts'
import { answer } from '../../helpers/scripted.ts'
import { accountOf, ask, stacked } from '../stacking.ts'

function slow(delayMs: number, told: readonly RateLimit[] = []) {
  const started: { text: string; atMs: number }[] = []
  let inFlight = 0
  let most = 0
  const model: Model = {
    name: 'test:writer',
    async generate({ messages }, scope) {
      most = Math.max(most, ++inFlight)
      started.push({ text: messages[0]?.content ?? '', atMs: scope.clock.now() })
      if (told.length > 0) note(scope, 'call-limits', { limits: told })
      await scope.clock.sleep(delayMs, scope.signal)
      inFlight--
      return answer({ usage: { ...answer().usage, inputTokens: 100, outputTokens: 900 } })
    },
  }
  return { model, started, most: () => most }
}

const send = (model: Model, count: number, scope = testScope()) =>
  Promise.all(
    Array.from({ length: count }, (_, index) =>
      model.generate(ask(String(index)), { ...scope, rank: count - index }),
    ),
  )

describe('slots', () => {
  it('are never more than set, and go to the prompt that started first', async () => {
    const { model, started, most } = slow(100)
    await send(stacked(model, { account: accountOf({ mostCalls: 3 }) }), 9)
    expect(most()).toBe(3)
    expect(started.map(({ text }) => text).join('')).toBe('012876543')
  })

  it('grow from few to as many as may be while answers come, and no further', async () => {
    const { model, most } = slow(1000)
    const scope = testScope()
    await send(stacked(model, { account: accountOf({ mostCalls: 64, known: false }) }), 400, scope)
    expect(most()).toBe(64)
    expect(scope.clock.now()).toBeLessThan(10_000)
  })

  it('are told to be lacking only where they are: who waits behind a limit waits for that', async () => {
    const scope = testScope()
    const account = accountOf({ mostCalls: 50, requestsPerMinute: 60 })
    await send(stacked(slow(10).model, { account }), 80, scope)
    const waits = scope.events.filter(({ type }) => type === 'wait-start')
    expect(waits.length).toBeGreaterThan(20)
    const reasons = waits.map((event) => ('name' in event ? event.name : ''))
    expect(reasons.filter((reason) => reason === 'rate-limit').length).toBeGreaterThan(waits.length / 2)
  })

  it('are given back by calls that are called off while they wait', async () => {
    const account = accountOf({ mostCalls: 1 })
    const call = stacked(slow(100).model, { account })
    const scope = testScope()
    const first = call.generate(ask('a'), scope)
    const other = testScope()
    const waiting = call.generate(ask('b'), { ...other, clock: scope.clock })
    other.abort(new Error('called off'))
    await expect(waiting).rejects.toThrow('called off')
    await first
    expect(await call.generate(ask('c'), scope)).toMatchObject({ text: 'text' })
  })

  it('that a call waits for are an event with a duration', async () => {
    const scope = testScope()
    await send(stacked(slow(100).model, { account: accountOf({ mostCalls: 1 }) }), 2, scope)
    expect(scope.events.filter(({ type }) => type.startsWith('wait-'))).toMatchObject([
      { type: 'wait-start', name: 'slot' },
      { type: 'wait-end', durationMs: 100, path: ['call:test:writer', 'wait:slot'] },
    ])
  })
})

describe('limits', () => {
  const gaps = (started: readonly { atMs: number }[]) =>
    started.slice(1).map(({ atMs }, index) => atMs - (started[index]?.atMs ?? 0))

  it('that the user set spread the requests evenly', async () => {
    const { model, started } = slow(10)
    await send(stacked(model, { account: accountOf({ requestsPerMinute: 60 }) }), 5)
    for (const gapMs of gaps(started)) expect(gapMs).toBeCloseTo(1000, 0)
  })

  it('of tokens hold a call back until what it will use is there', async () => {
    const { model, started } = slow(10)
    const scope = testScope()
    await send(stacked(model, { account: accountOf({ tokensPerMinute: 60_000 }) }), 20, scope)
    // 20 answers of 1000 tokens at 1000 a second.
    expect(started.at(-1)?.atMs).toBeGreaterThan(15_000)
    expect(started.at(-1)?.atMs).toBeLessThan(22_000)
  })

  it('that the provider tells are kept by, whatever is in flight', async () => {
    const { model, started } = slow(10, [{ unit: 'requests', periodMs: 60_000, limit: 600, remaining: 3 }])
    await send(stacked(model), 4)
    const later = started.slice(1)
    expect(later.every(({ atMs }) => atMs >= 0)).toBe(true)
  })

  it('of a day that are used up stop the run instead of sleeping through the night', async () => {
    const limits = [{ unit: 'requests', periodMs: 86_400_000, limit: 100, remaining: 0 }] as const
    const call = stacked(slow(10, limits).model)
    const scope = testScope()
    await call.generate(ask('a'), scope)
    await expect(call.generate(ask('b'), scope)).rejects.toMatchObject({ kind: 'quota' })
    expect(scope.clock.now()).toBeLessThan(1000)
  })
})
