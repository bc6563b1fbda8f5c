import { describe, expect, it } from 'vitest'
import { runStorm } from './storm.ts'

const many = { prompts: 1000, burstSeconds: 1 } as const
const unknown = {
  reported: 'nothing',
  burstSeconds: 1,
  latencyMs: 300,
  concurrency: 300,
  refusalMs: 20,
} as const

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
    [50, 100].flatMap((requestsPerSecond) =>
      [64, 300].flatMap((concurrency) =>
        (['nothing', 'seconds', 'milliseconds'] as const).map((reported) => ({
          requestsPerSecond,
          concurrency,
          reported,
        })),
      ),
    ),
  )('discovers a limit with less than 1 %% of refusals, and uses 95 %% of it: %j', async (storm) => {
    const { answered, refused, requests, throughput } = await runStorm({
      ...unknown,
      ...storm,
      prompts: 1400,
    })
    expect(answered).toBe(1400)
    expect(refused / requests).toBeLessThan(0.01)
    expect(throughput).toBeGreaterThanOrEqual(0.95)
  })

  const neighbours = [
    { requestsPerSecond: 5, maxRefused: 0.03 },
    { requestsPerSecond: 20, maxRefused: 0.015 },
    { requestsPerSecond: 20, latencyMs: 3000, refusalMs: 60, maxRefused: 0.015 },
    { requestsPerSecond: 200, prompts: 3000 },
    { requestsPerSecond: 500, prompts: 4000, minThroughput: 0.8 },
    { requestsPerSecond: 50, burstSeconds: 0.2, maxRefused: 0.015, minThroughput: 0.85 },
    { requestsPerSecond: 50, burstSeconds: 60, prompts: 5000, maxRefused: 0.02 },
    { requestsPerSecond: 100, change: { afterMs: 10_000, requestsPerSecond: 50 }, maxRefused: 0.015 },
    { requestsPerSecond: 50, change: { afterMs: 10_000, requestsPerSecond: 100 }, minThroughput: 0.7 },
  ]
  it.each(neighbours)(
    'discovers other limits, small and large, per minute and changed, with few refusals: %j',
    async ({ maxRefused = 0.01, minThroughput = 0.93, ...storm }) => {
      const { refused, requests, throughput } = await runStorm({ ...unknown, prompts: 1000, ...storm })
      expect(refused / requests).toBeLessThan(maxRefused)
      expect(throughput).toBeGreaterThanOrEqual(minThroughput)
    },
  )

  it('is not slowed down by refusals that are unrelated to the rate', async () => {
    const fast = { ...many, prompts: 5000, requestsPerSecond: 100_000, latencyMs: 300, concurrency: 100 }
    const { wallMs } = await runStorm({ ...fast, reported: 'nothing', unrelatedRefusals: 0.05 })
    expect(wallMs).toBeLessThan(1.35 * (await runStorm({ ...fast, reported: 'nothing' })).wallMs)
  })
})
