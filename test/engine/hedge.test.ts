import { describe, expect, it } from 'vitest'
import { inParallel } from '../../src/batch/admission.ts'
import { parseSettings } from '../../src/config/load.ts'
import { builtInRegistry } from '../../src/config/registry.ts'
import type { SettingsInput } from '../../src/config/schema.ts'
import { createModels } from '../../src/engine/models.ts'
import { streamOf } from '../helpers/simulate-batch.ts'
import { testScope } from '../helpers/scope.ts'

const CALLS = 2000
const latency = { firstTokenMs: 300, spread: 0.1, tail: { share: 0.01, factor: 20 } }

/** Calls a simulated model of which 1 % of the calls take 20 times as long (20 with this seed), in virtual time. */
async function callMany(given: SettingsInput, { limits = {}, concurrency = 20 } = {}) {
  const scope = testScope()
  const registry = builtInRegistry()
  const settings = parseSettings(
    { cache: false, providers: { sim: { seed: 6, latency, limits } }, ...given },
    registry,
  )
  const { signal, clock } = scope
  const models = createModels(settings, { registry, env: {}, signal, clock, warn: () => undefined })
  const model = models.get('sim:writer')
  const call = async (index: number) => {
    const startMs = clock.now()
    await model.generate({ messages: [{ role: 'user', content: `Write about ${index}.` }] }, scope)
    return clock.now() - startMs
  }
  const options = { concurrency, ordered: false, window: CALLS }
  const durationsMs: number[] = []
  const inputs = streamOf(Array.from({ length: CALLS }, (_, index) => index))
  for await (const durationMs of inParallel(inputs, call, options)) durationsMs.push(durationMs)
  await models.close()
  const sorted = durationsMs.toSorted((one, other) => one - other)
  const hedged = scope.events.filter(({ type }) => type === 'call-hedged').length
  return { p99Ms: sorted[Math.floor(0.99 * CALLS)] ?? 0, hedged, wallMs: clock.now() }
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
