import { describe, expect, it } from 'vitest'
import { runStorm } from './storm.ts'

const many = { prompts: 1000, burstSeconds: 1 } as const

describe('with many prompts at a rate-limited provider, the stack', () => {
  const storms = [
    { requestsPerSecond: 10, latencyMs: 500, concurrency: 10 },
    { requestsPerSecond: 10, latencyMs: 2000, concurrency: 100 },
    { requestsPerSecond: 10, latencyMs: 2000, concurrency: 300 },
    { requestsPerSecond: 100, latencyMs: 300, concurrency: 100 },
    { requestsPerSecond: 100, latencyMs: 300, concurrency: 300 },
    { requestsPerSecond: 10, latencyMs: 50, concurrency: 300 },
  ]

  it.each(storms)('uses at least 95 %% of a limit that is reported: %j', async (storm) => {
    const { answered, refused, requests, throughput } = await runStorm({
      ...many,
      ...storm,
      reported: 'headers',
    })
    expect(answered).toBe(1000)
    expect(refused / requests).toBeLessThanOrEqual(0.01)
    expect(throughput).toBeGreaterThanOrEqual(0.95)
  })

  it.each(
    storms.flatMap((storm) =>
      (['nothing', 'seconds', 'milliseconds'] as const).map((reported) => ({ ...storm, reported })),
    ),
  )('uses at least 85 %% of a limit that it has to discover: %j', async (storm) => {
    const { answered, refused, requests, throughput } = await runStorm({ ...many, ...storm })
    expect(answered).toBe(1000)
    expect(refused / requests).toBeLessThanOrEqual(0.01)
    expect(throughput).toBeGreaterThanOrEqual(0.85)
  })

  it('is not slowed down by refusals that are unrelated to the rate', async () => {
    const fast = { ...many, prompts: 5000, requestsPerSecond: 100_000, latencyMs: 300, concurrency: 100 }
    const { wallMs } = await runStorm({ ...fast, reported: 'nothing', unrelatedRefusals: 0.05 })
    expect(wallMs).toBeLessThan(1.35 * (await runStorm({ ...fast, reported: 'nothing' })).wallMs)
  })
})
