import { describe, expect, it } from 'vitest'
import type { Model } from '../../../src/core/ports.ts'
import type { RateLimit } from '../../../src/core/types.ts'
import { testScope } from '../../helpers/scope.ts'
import { answer } from '../../helpers/scripted.ts'
import { newProviderState, stacked, userRequest } from '../stacking.ts'

/** Answers after a delay, and reports limits with the first answer. */
function slowModel(delayMs: number, limits: readonly RateLimit[] = []) {
  const sent: { text: string; atMs: number }[] = []
  let inFlight = 0
  let maxInFlight = 0
  const model: Model = {
    name: 'test:writer',
    async generate({ messages, onLimits }, scope) {
      maxInFlight = Math.max(maxInFlight, ++inFlight)
      sent.push({ text: messages[0]?.content ?? '', atMs: scope.clock.now() })
      if (sent.length === 1 && limits.length > 0) onLimits?.(limits)
      await scope.clock.sleep(delayMs, scope.signal)
      inFlight--
      return answer({ usage: { ...answer().usage, inputTokens: 100, outputTokens: 900 } })
    },
  }
  return { model, sent, maxInFlight: () => maxInFlight }
}

/** The calls arrive in the reverse order of their priority. */
const send = (model: Model, count: number, scope = testScope()) =>
  Promise.all(
    Array.from({ length: count }, (_, index) =>
      model.generate(userRequest(String(index)), { ...scope, priority: count - index }),
    ),
  )

describe('permits', () => {
  it('are limited to maxInFlight and go to the prompt that started first', async () => {
    const { model, sent, maxInFlight } = slowModel(100)
    await send(stacked(model, { providerState: newProviderState({ maxInFlight: 3 }) }), 9)
    expect(maxInFlight()).toBe(3)
    expect(sent.map(({ text }) => text).join('')).toBe('012876543')
  })

  it('go to the prompt with the most work left when few prompts are left', async () => {
    const { model, sent } = slowModel(100)
    const calls = stacked(model, {
      providerState: newProviderState({ maxInFlight: 1, promptsLeft: () => 2 }),
    })
    const scope = testScope()
    const call = (text: string, priority: number, iteration: number) =>
      calls.generate(userRequest(text), { ...scope, priority, iteration })
    await Promise.all([call('a', 0, 1), call('b', 0, 3), call('c', 1, 2), call('d', 2, 2)])
    expect(sent.map(({ text }) => text).join('')).toBe('acdb')
  })

  it('increase up to maxInFlight while calls are answered', async () => {
    const { model, maxInFlight } = slowModel(1000)
    const scope = testScope()
    const providerState = newProviderState({ maxInFlight: 64, startAtMax: false })
    await send(stacked(model, { providerState }), 400, scope)
    expect(maxInFlight()).toBe(64)
    expect(scope.clock.now()).toBeLessThan(10_000)
  })

  it('are waited for with the reason rate-limit when a limit is what delays the call', async () => {
    const scope = testScope()
    const providerState = newProviderState({ maxInFlight: 50, requestsPerMinute: 60 })
    await send(stacked(slowModel(10).model, { providerState }), 80, scope)
    const waits = scope.events.filter(({ type }) => type === 'wait-start')
    expect(waits.length).toBeGreaterThan(20)
    const reasons = waits.map((event) => ('name' in event ? event.name : ''))
    expect(reasons.filter((reason) => reason === 'rate-limit').length).toBeGreaterThan(waits.length / 2)
  })

  it('are waited for with the reason slot at the cautious start, since no call has been refused', async () => {
    const scope = testScope()
    const providerState = newProviderState({ maxInFlight: 300, startAtMax: false })
    await send(stacked(slowModel(2000).model, { providerState }), 300, scope)
    const waits = scope.events.filter(({ type }) => type === 'wait-start')
    expect(waits.length).toBeGreaterThan(20)
    expect(new Set(waits.map((event) => ('name' in event ? event.name : '')))).toEqual(new Set(['slot']))
  })

  it('are not held by calls that are aborted while they wait', async () => {
    const calls = stacked(slowModel(100).model, { providerState: newProviderState({ maxInFlight: 1 }) })
    const scope = testScope()
    const first = calls.generate(userRequest('a'), scope)
    const other = testScope()
    const waiting = calls.generate(userRequest('b'), { ...other, clock: scope.clock })
    other.abort(new Error('aborted'))
    await expect(waiting).rejects.toThrow('aborted')
    await first
    expect(await calls.generate(userRequest('c'), scope)).toMatchObject({ text: 'text' })
  })

  it('are waited for in an event with a duration', async () => {
    const scope = testScope()
    const providerState = newProviderState({ maxInFlight: 1 })
    await send(stacked(slowModel(100).model, { providerState }), 2, scope)
    expect(scope.events.filter(({ type }) => type.startsWith('wait-'))).toMatchObject([
      { type: 'wait-start', name: 'slot' },
      {
        type: 'wait-end',
        durationMs: 100,
        path: [
          { kind: 'call', name: 'test:writer' },
          { kind: 'wait', name: 'slot' },
        ],
      },
    ])
  })
})

describe('rate limits', () => {
  it('of the settings spread the requests evenly', async () => {
    const { model, sent } = slowModel(10)
    await send(stacked(model, { providerState: newProviderState({ requestsPerMinute: 60 }) }), 5)
    const gapsMs = sent.slice(1).map(({ atMs }, index) => atMs - (sent[index]?.atMs ?? 0))
    expect(gapsMs).toHaveLength(4)
    for (const gapMs of gapsMs) expect(gapMs).toBeCloseTo(1000, 0)
  })

  it('of tokens delay a call until the tokens that it is expected to use are available', async () => {
    const { model, sent } = slowModel(10)
    await send(stacked(model, { providerState: newProviderState({ tokensPerMinute: 60_000 }) }), 20)
    // 20 answers of 1000 tokens at 1000 tokens per second.
    expect(sent.at(-1)?.atMs).toBeGreaterThan(15_000)
    expect(sent.at(-1)?.atMs).toBeLessThan(22_000)
  })

  it('that the provider reports delay the requests beyond what remains', async () => {
    // Two requests remain when the first one is sent, and one request per second is refilled.
    const { model, sent } = slowModel(10, [{ unit: 'requests', periodMs: 60_000, limit: 60, remaining: 2 }])
    const calls = stacked(model)
    const scope = testScope()
    await calls.generate(userRequest('first'), scope)
    await send(calls, 4, scope)
    expect(sent[1]?.atMs).toBeLessThan(100)
    expect(sent.at(-1)?.atMs).toBeGreaterThan(900)
  })

  it('of a day end the run when they are used up', async () => {
    const limits = [{ unit: 'requests', periodMs: 86_400_000, limit: 100, remaining: 0 }] as const
    const calls = stacked(slowModel(10, limits).model)
    const scope = testScope()
    await calls.generate(userRequest('a'), scope)
    await expect(calls.generate(userRequest('b'), scope)).rejects.toMatchObject({
      kind: 'quota',
      message: expect.stringMatching(/^test: the rate limit allows no call for \d+ min$/) as string,
    })
    expect(scope.clock.now()).toBeLessThan(1000)
  })
})

describe('further prompts', () => {
  /** Starts prompts as the limiter asks for them, each with one call of a second. Returns how many start before that. */
  async function countStarted(maxInFlight: number, callAfterMs: number) {
    const providerState = newProviderState({ maxInFlight })
    const calls = stacked(slowModel(1000).model, { providerState })
    const { limiter } = providerState
    const scope = testScope()
    const { clock, signal } = scope
    const startedMs: number[] = []
    const start = async () => {
      const priority = startedMs.push(clock.now())
      await clock.sleep(callAfterMs, signal)
      await calls.generate(userRequest(String(priority)), { ...scope, priority })
    }
    while (clock.now() < 900) {
      const model = limiter.forModel('test:writer')
      const prompts = await limiter.promptsNeeded(model, () => startedMs.length, scope)
      for (let prompt = 0; prompt < prompts; prompt++) void start()
    }
    return startedMs.filter((ms) => ms < 900).length
  }

  it.each([0, 5])(
    'are as many as slots are free, and one that waits, if each calls within %i ms',
    async (ms) => {
      expect(await countStarted(8, ms)).toBe(9)
    },
  )

  it('are more while slots stay free, since the prompts in progress do something else', async () => {
    expect(await countStarted(8, 30)).toBeGreaterThan(9 + 5)
  })
})
