import { describe, expect, it } from 'vitest'
import { simulateBatch } from '../helpers/simulate-batch.ts'

const SLOTS = 64
const DRAFT_MS = 320
const CRITIQUE_MS = 150
const settings = (concurrency: number | 'auto') => ({
  model: 'sim:writer',
  critics: [
    { name: 'reflexion', model: 'sim:fast' },
    { name: 'constitutional', model: 'sim:slow' },
  ],
  concurrency,
  maxCalls: SLOTS,
  cache: false,
  store: false,
  stream: false,
  providers: {
    sim: {
      firstDraftPass: 0.15,
      obedience: 0.75,
      latency: { firstTokenMs: DRAFT_MS },
      modelLatency: { fast: { firstTokenMs: 120 }, slow: { firstTokenMs: CRITIQUE_MS } },
    },
  },
})
const prompts = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `p${index}`,
    index,
    text: `Write 20 words about topic ${index}.`,
  }))

/** The time over the larger of the longest chain and the total time per slot. */
async function timeOfBatch(count: number, concurrency: number | 'auto' = 'auto') {
  const { thoughts, wallMs } = await simulateBatch(settings(concurrency), prompts(count))
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  const chainMs = thoughts.map(({ iterations }) =>
    sum(iterations.map(({ critiques }) => DRAFT_MS + (critiques.length > 0 ? CRITIQUE_MS : 0))),
  )
  const busyMs = thoughts.map(({ iterations }) =>
    sum(iterations.map(({ critiques }) => DRAFT_MS + (critiques.length > 0 ? 120 + CRITIQUE_MS : 0))),
  )
  const idealMs = Math.max(...chainMs, sum(busyMs) / SLOTS)
  const sorted = thoughts.map(({ durationMs }) => durationMs).toSorted((one, other) => one - other)
  return {
    overIdeal: wallMs / idealMs,
    medianMs: sorted[count >> 1],
    iterations: sum(thoughts.map((each) => each.iterations.length)) / count,
  }
}

describe('a batch with two critics and 64 call slots', () => {
  it('of 100 prompts takes at most 1.18 of the ideal time', async () => {
    const { overIdeal, iterations } = await timeOfBatch(100)
    expect(overIdeal).toBeLessThan(1.18)
    expect(iterations).toBeGreaterThan(2)
  })

  it('of 1000 prompts takes at most 1.03 of the ideal time, and half of them at most 1.3 s', async () => {
    const { overIdeal, medianMs } = await timeOfBatch(1000)
    expect(overIdeal).toBeLessThan(1.03)
    expect(medianMs).toBeLessThan(1300)
  })
})
