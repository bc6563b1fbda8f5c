import { describe, expect, it } from 'vitest'
import type { Prompt } from '../../src/core/types.ts'
import { prompt } from '../helpers/scripted.ts'
import { simulateBatch } from '../helpers/simulate-batch.ts'

/** Several prompts are alike, so that their first drafts are equal. */
const PROMPTS: readonly Prompt[] = Array.from({ length: 30 }, (_, index) =>
  prompt(`Write about lamp number ${index % 6}.`, { id: `p${index}`, index }),
)

const settings = (concurrency: number) => ({
  model: 'sim:writer',
  seed: 5,
  cache: false,
  concurrency,
  providers: { sim: { latency: { firstTokenMs: 500 } } },
  maxIterations: 3,
  validators: [
    { name: 'length', max: 150 },
    { name: 'distinct', max: 0.6 },
  ],
})

describe('a batch of distinct texts', () => {
  it('accepts the same texts at concurrency 1, 10 and 300', async () => {
    const [one, ten, all] = await Promise.all(
      [1, 10, 300].map(async (concurrency) => {
        const { thoughts } = await simulateBatch(settings(concurrency), PROMPTS)
        return thoughts.map(({ outcome, text, iterations }) => ({
          outcome,
          text,
          iterations: iterations.length,
        }))
      }),
    )
    expect(ten).toEqual(one)
    expect(all).toEqual(one)
    const revised = one?.filter(({ iterations }) => iterations > 1) ?? []
    expect(revised.length).toBeGreaterThan(0)
  })

  it('lets later prompts generate while they wait for earlier ones', async () => {
    const topics = 'rain snow wind tea coal iron glass paper bread cheese'.split(' ')
    const prompts = topics.map((topic, index) => prompt(`Write about ${topic}.`, { id: topic, index }))
    const options = (concurrency: number) => ({
      ...settings(concurrency),
      validators: [{ name: 'distinct', max: 0.9 }],
    })
    const alone = await simulateBatch(options(1), prompts)
    const together = await simulateBatch(options(10), prompts)
    expect(together.wallMs).toBeLessThan(alone.wallMs / 3)
  })
})
