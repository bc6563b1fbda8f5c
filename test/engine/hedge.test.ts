import { describe, expect, it } from 'vitest'
import { inParallel } from '../../src/batch/admission.ts'
import { parseSettings } from '../../src/config/load.ts'
import { builtInRegistry } from '../../src/config/registry.ts'
import type { SettingsInput } from '../../src/config/schema.ts'
import { createModels } from '../../src/engine/models.ts'
import { streamOf } from '../helpers/simulate-batch.ts'
import { testScope } from '../helpers/scope.ts'

const CALLS = 2000
/** With LONG=1, 20 seeds. */
const SEEDS = Array.from({ length: process.env['LONG'] ? 20 : 4 }, (_, index) => index + 1)
const latency = { firstTokenMs: 300, spread: 0.1, tail: { share: 0.01, factor: 20 } }

/**
 * Calls a simulated model of which 1 % of the calls take 20 times as long (20 with the default seed), in virtual time.
 * Each of the parallel durations is that of `callsInTurn` calls.
 */
async function callMany(
  given: SettingsInput,
  { limits = {}, concurrency = 20, seed = 6, calls = CALLS, callsInTurn = 1 } = {},
) {
  const scope = testScope()
  const registry = builtInRegistry()
  const settings = parseSettings(
    { cache: false, providers: { sim: { seed, latency, limits } }, ...given },
    registry,
  )
  const { signal, clock } = scope
  const models = createModels(settings, { registry, env: {}, signal, clock, warn: () => undefined })
  const model = models.get('sim:writer')
  const call = async (index: number) => {
    const startMs = clock.now()
    for (let turn = 0; turn < callsInTurn; turn++) {
      await model.generate({ messages: [{ role: 'user', content: `Write about ${index}, ${turn}.` }] }, scope)
    }
    return clock.now() - startMs
  }
  const groups = calls / callsInTurn
  const options = { concurrency, ordered: false, window: groups }
  const durationsMs: number[] = []
  const inputs = streamOf(Array.from({ length: groups }, (_, index) => index))
  for await (const durationMs of inParallel(inputs, call, options)) durationsMs.push(durationMs)
  await models.close()
  const sorted = durationsMs.toSorted((one, other) => one - other)
  const hedged = scope.events.filter(({ type }) => type === 'call-hedged').length
  return { p99Ms: sorted[Math.floor(0.99 * groups)] ?? 0, hedged, wallMs: clock.now() }
}

describe('without a setting, calls are hedged', () => {
  it('so that p99 is at most 0.4 of that without, with at most 2 % more calls', async () => {
    const without = await callMany({ hedge: 'off' })
    const hedging = await callMany({})
    expect(without.hedged).toBe(0)
    expect(hedging.p99Ms / without.p99Ms).toBeLessThanOrEqual(0.4)
    expect(hedging.hedged).toBeGreaterThan(0)
    expect(hedging.hedged).toBeLessThanOrEqual(0.02 * CALLS)
  })

  // Of 900 calls alone, fewer than 1 % are slow with some seeds, and p99 is then that of the other calls.
  it.each(SEEDS)('and so for prompts of three calls, with the seed %i', async (seed) => {
    const prompts = { seed, calls: 900, callsInTurn: 3 }
    const without = await callMany({ hedge: 'off' }, prompts)
    const hedging = await callMany({}, prompts)
    expect(hedging.p99Ms / without.p99Ms).toBeLessThanOrEqual(0.4)
    expect(hedging.hedged).toBeLessThanOrEqual(0.02 * prompts.calls)
  })

  it('also while more calls wait than there are slots, so that the run ends sooner', async () => {
    const without = await callMany({ hedge: 'off', maxCalls: 20 }, { concurrency: 200 })
    const hedging = await callMany({ maxCalls: 20 }, { concurrency: 200 })
    expect(hedging.hedged).toBeGreaterThan(0)
    expect(hedging.wallMs).toBeLessThan(0.95 * without.wallMs)
  })

  it('but not where the provider or the settings limit the rate', async () => {
    const limits = { requestsPerMinute: 1200, burstSeconds: 1, headers: 'none' } as const
    expect((await callMany({}, { limits })).hedged).toBeLessThan(5)
    expect((await callMany({ rpm: 1200 })).hedged).toBeLessThan(5)
  })
})
