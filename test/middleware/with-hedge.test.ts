import { collectWaste } from '../../src/core/usage.ts'
import { describe, expect, it } from 'vitest'
import { inParallel } from '../../src/batch/admission.ts'
import { ProviderError } from '../../src/core/errors.ts'
import type { Model } from '../../src/core/ports.ts'
import { seededRandom } from '../../src/util/random.ts'
import { testScope } from '../helpers/scope.ts'
import { answer } from '../helpers/scripted.ts'
import { newProviderState, stacked, userRequest } from './stacking.ts'

const hedge = { percentile: 95, maxExtra: 0.02 }

/** One call in a hundred takes twenty times as long. */
function modelWithLongTail() {
  const random = seededRandom(3)
  const seen = { requests: 0 }
  const model: Model = {
    name: 'test:writer',
    async generate(_, { clock, signal }) {
      seen.requests++
      await clock.sleep(300 * (0.9 + random() * 0.2) * (random() < 0.01 ? 20 : 1), signal)
      return answer()
    },
  }
  return { model, seen }
}

/** In milliseconds, shortest first. */
async function durations(model: Model, count: number): Promise<number[]> {
  const scope = testScope()
  const inputs = (async function* () {
    for (let index = 0; index < count; index++) yield index
  })()
  const call = async (index: number) => {
    const startMs = scope.clock.now()
    await model.generate(userRequest(String(index)), { ...scope, priority: index })
    return scope.clock.now() - startMs
  }
  const options = { concurrency: 20, ordered: false, window: 1000 }
  const all: number[] = []
  for await (const durationMs of inParallel(inputs, call, options)) all.push(durationMs)
  return all.toSorted((a, b) => a - b)
}
const p99 = (sorted: readonly number[]) => sorted[Math.floor(sorted.length * 0.99)] ?? 0

describe('hedging', () => {
  it('shortens the 99th percentile to less than 40 % with at most 2 % more calls', async () => {
    const plain = await durations(stacked(modelWithLongTail().model), 2000)
    const { model, seen } = modelWithLongTail()
    const hedged = await durations(stacked(model, { hedge }), 2000)
    expect(p99(hedged) / p99(plain)).toBeLessThanOrEqual(0.4)
    expect(seen.requests).toBeLessThanOrEqual(2040)
    expect(seen.requests).toBeGreaterThan(2000)
  })

  it('aborts the slower copy and counts what it may have written as wasted', async () => {
    let calls = 0
    let abortedAtMs = 0
    const model: Model = {
      name: 'test:writer',
      async generate(_, { clock, signal }) {
        const slow = ++calls === 40
        signal.addEventListener('abort', () => (abortedAtMs ||= slow ? clock.now() : 0))
        await clock.sleep(slow ? 60_000 : 100, signal)
        return answer()
      },
    }
    const scope = testScope()
    const hedged = stacked(model, { hedge: { percentile: 95, maxExtra: 0.1 } })
    for (let index = 1; index < 40; index++) await hedged.generate(userRequest(String(index)), scope)
    const startMs = scope.clock.now()
    const { scope: metered, wasted } = collectWaste(scope)
    const last = await hedged.generate(userRequest('40'), metered)
    expect(scope.clock.now() - startMs).toBe(250)
    expect(abortedAtMs).toBe(startMs + 250)
    expect(last.usage).toMatchObject({ calls: 1, inputTokens: 10, outputTokens: 5 })
    expect(wasted()).toMatchObject({ attempts: 1, outputTokens: 64 })
    expect(scope.events).toContainEqual(expect.objectContaining({ type: 'call-hedged', afterMs: 150 }))
  })

  it('sends no copy while the slow call itself uses the only slot', async () => {
    let calls = 0
    const model: Model = {
      name: 'test:writer',
      async generate(_, { clock, signal }) {
        await clock.sleep(++calls > 40 ? 5000 : 100, signal)
        return answer()
      },
    }
    const hedged = stacked(model, {
      hedge: { percentile: 95, maxExtra: 1 },
      providerState: newProviderState({ maxInFlight: 1 }),
    })
    const scope = testScope()
    for (let index = 1; index <= 42; index++) await hedged.generate(userRequest(String(index)), scope)
    expect(calls).toBe(42)
  })

  it('forwards the deltas of the first copy only, and its error when both fail', async () => {
    let calls = 0
    const model: Model = {
      name: 'test:writer',
      async generate({ onDelta }, scope) {
        const number = ++calls
        if (number > 40) onDelta?.(String(number))
        await scope.clock.sleep(number > 40 ? 1000 * number : 100, scope.signal)
        if (number > 40) throw new ProviderError('input', `error ${number}`)
        return answer()
      },
    }
    const scope = testScope()
    const hedged = stacked(model, { hedge: { percentile: 95, maxExtra: 1 } })
    for (let index = 1; index <= 40; index++) await hedged.generate(userRequest(String(index)), scope)
    await expect(hedged.generate(userRequest('x'), scope)).rejects.toThrow('error 41')
    const texts = scope.events.flatMap((event) => (event.type === 'text-delta' ? [event.text] : []))
    expect(texts).toEqual(['41'])
    expect(calls).toBe(42)
  })

  it.each([
    [[41, 42], 3],
    [[42], 2],
    [[41], 2],
  ])('counts the unusable answers of the copies %j as paid', async (unusable, paidCalls) => {
    let calls = 0
    const model: Model = {
      name: 'test:writer',
      async generate(_, { clock, signal }) {
        const number = ++calls
        const isSlow = number === 41 || number === 42
        await clock.sleep(isSlow ? 1000 : 100, signal)
        const { usage } = answer()
        if (unusable.includes(number)) throw new ProviderError('answer-unusable', 'no JSON', { usage })
        // The unusable answer arrives first.
        if (isSlow) await clock.sleep(1000, signal)
        return answer()
      },
    }
    const scope = testScope()
    const hedged = stacked(model, { hedge: { percentile: 95, maxExtra: 1 } })
    for (let index = 1; index <= 40; index++) await hedged.generate(userRequest(String(index)), scope)
    const { usage } = await hedged.generate(userRequest('x'), scope)
    expect(calls).toBe(paidCalls + 40)
    expect(usage).toMatchObject({
      calls: paidCalls,
      inputTokens: 10 * paidCalls,
      outputTokens: 5 * paidCalls,
    })
  })
})
