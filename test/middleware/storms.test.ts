import { describe, expect, it } from 'vitest'
import { storm } from './storm.ts'

const many = { prompts: 1000, burstSeconds: 1 } as const

describe('a provider of R requests a second', () => {
  const weathers = [
    { requestsPerSecond: 10, latencyMs: 500, concurrency: 10 },
    { requestsPerSecond: 10, latencyMs: 2000, concurrency: 100 },
    { requestsPerSecond: 10, latencyMs: 2000, concurrency: 300 },
    { requestsPerSecond: 100, latencyMs: 300, concurrency: 100 },
    { requestsPerSecond: 100, latencyMs: 300, concurrency: 300 },
    { requestsPerSecond: 10, latencyMs: 50, concurrency: 300 },
  ]

  it.each(weathers)('that tells its limit is used by 0.95 of it: %j', async (weather) => {
    const { answered, refused, requests, throughput } = await storm({ ...many, ...weather, told: 'headers' })
    expect(answered).toBe(1000)
    expect(refused / requests).toBeLessThanOrEqual(0.01)
    expect(throughput).toBeGreaterThanOrEqual(0.95)
  })

  it.each(
    weathers.flatMap((weather) =>
      (['nothing', 'seconds', 'milliseconds'] as const).map((told) => ({ ...weather, told })),
    ),
  )('that tells none is used by 0.85 of it: %j', async (weather) => {
    const { answered, refused, requests, throughput } = await storm({ ...many, ...weather })
    expect(answered).toBe(1000)
    expect(refused / requests).toBeLessThanOrEqual(0.01)
    expect(throughput).toBeGreaterThanOrEqual(0.85)
  })

  it('is not slowed down by refusals that have nothing to do with its rate', async () => {
    const calm = { ...many, prompts: 5000, requestsPerSecond: 100_000, latencyMs: 300, concurrency: 100 }
    const { wallMs } = await storm({ ...calm, told: 'nothing', accidents: 0.05 })
    expect(wallMs).toBeLessThan(1.35 * (await storm({ ...calm, told: 'nothing' })).wallMs)
  })
})
