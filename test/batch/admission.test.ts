import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inParallel } from '../../src/batch/admission.ts'
import { testScope } from '../helpers/scope.ts'

async function* from<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}
const options = { concurrency: 3, ordered: true, window: 100 }

async function collect<T>(results: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const result of results) all.push(result)
  return all
}

/** Work that takes as many virtual milliseconds as its input says. */
const sleeper = () => {
  const scope = testScope()
  let running = 0
  let peak = 0
  const work = async (delayMs: number) => {
    peak = Math.max(peak, ++running)
    await scope.clock.sleep(delayMs, scope.signal)
    running--
    return delayMs
  }
  return { scope, work, peak: () => peak }
}

describe('work in parallel', () => {
  it('takes about as long as the slowest, not the sum', async () => {
    const { scope, work } = sleeper()
    const delays = [900, 1000, 800, 700, 600, 500, 400, 300, 200, 100]
    expect(await collect(inParallel(from(delays), work, { ...options, concurrency: 10 }))).toEqual(delays)
    expect(scope.clock.now()).toBe(1000)
  })

  it('never exceeds the concurrency, and uses all of it', async () => {
    const { work, peak } = sleeper()
    await collect(inParallel(from(Array.from({ length: 20 }, () => 10)), work, options))
    expect(peak()).toBe(3)
  })

  it('hands results out in input order, or as they finish', async () => {
    const delays = [300, 100, 200]
    expect(await collect(inParallel(from(delays), sleeper().work, options))).toEqual(delays)
    const unordered = inParallel(from(delays), sleeper().work, { ...options, ordered: false })
    expect(await collect(unordered)).toEqual([100, 200, 300])
  })

  it('does not run further ahead than the window', async () => {
    const { scope, work } = sleeper()
    let started = 0
    const counting = (delayMs: number) => (started++, work(delayMs))
    const results = inParallel(from([1000, ...Array.from({ length: 50 }, () => 1)]), counting, {
      ...options,
      window: 5,
    })
    const first = results.next()
    await scope.clock.sleep(500, scope.signal)
    expect(started).toBe(5)
    await first
    expect(await collect(results)).toHaveLength(50)
  })

  it('finishes and hands out what is under way before it throws', async () => {
    const broken = async function* () {
      yield* [30, 20, 10]
      throw new Error('line 4: not JSON')
    }
    const seen: number[] = []
    const run = async () => {
      for await (const result of inParallel(broken(), sleeper().work, options)) seen.push(result)
    }
    await expect(run()).rejects.toThrow('line 4')
    expect(seen).toEqual([30, 20, 10])
  })

  it('hands out the others when one piece of work throws', async () => {
    const work = async (input: number) => {
      if (input === 2) throw new Error('boom')
      return input
    }
    const seen: number[] = []
    const run = async () => {
      for await (const result of inParallel(from([1, 2, 3]), work, options)) seen.push(result)
    }
    await expect(run()).rejects.toThrow('boom')
    expect(seen).toEqual([1, 3])
  })

  it('stops taking inputs when the consumer leaves', async () => {
    let taken = 0
    const endless = async function* () {
      for (;;) yield taken++
    }
    for await (const _ of inParallel(endless(), async (input) => input, { ...options, window: 4 })) break
    expect(taken).toBeLessThan(12)
  })

  it('gives one result an input, in order, whatever the times', async () => {
    const delays = fc.array(fc.nat(50), { maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(
        delays,
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 9 }),
        async (list, concurrency, window) => {
          const results = inParallel(from(list), sleeper().work, { concurrency, ordered: true, window })
          expect(await collect(results)).toEqual(list)
        },
      ),
      { numRuns: 50 },
    )
  })
})
